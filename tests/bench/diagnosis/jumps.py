# SPDX-License-Identifier: GPL-3.0-or-later
"""How soon a watch stops a run whose loss jumps and stays: made-up runs, at the default patience."""
import math
import random
import statistics
from concurrent.futures import ThreadPoolExecutor

from told import JOBS
from watching import stopped

RUNS = 200
RECORDS = 200


def made(seed):
    """A run as CSV, and its record of the jump: to 1.5 to 20 times the loss, noise of 0.2 to 5 %, both
    losses or one alone; half of them fall again, to no less than half of the jump."""
    chance = random.Random(seed)
    jump, noise = chance.randrange(20, 150), math.exp(chance.uniform(math.log(0.002), math.log(0.05)))
    size, floor = math.exp(chance.uniform(math.log(1.5), math.log(20))), chance.uniform(0.02, 0.5)
    pace, falls, alone = chance.uniform(5, 40), chance.random() < 0.5, chance.random() < 0.3
    lines = ["epoch,loss" + ("" if alone else ",val_loss")]
    for i in range(1, RECORDS + 1):
        level = floor + 2 * math.exp(-i / pace)
        if i >= jump:
            then = floor + 2 * math.exp(-jump / pace)
            level = then * size ** (0.5 + 0.5 * math.exp((jump - i) / pace) if falls else 1)
        values = [level * math.exp(noise * chance.gauss(0, 1)) * k for k in ([1] if alone else [1, 1.1])]
        lines.append(",".join([str(i)] + [f"{v:.5g}" for v in values]))
    return "\n".join(lines) + "\n", jump


def delay(seed):
    """Records from the jump to the stop, both counted; 0 or less before it, None: no stop."""
    log, jump = made(seed)
    at, _ = stopped(input=log)
    return None if at is None else at - jump + 1


def measure():
    with ThreadPoolExecutor(JOBS) as pool:
        delays = list(pool.map(delay, range(RUNS)))
    late = [d for d in delays if d is not None and d > 0]
    return {"runs": RUNS, "stopped": len(late), "early": sum(d is not None and d <= 0 for d in delays),
            "median": statistics.median(late), "in_10": sum(d <= 10 for d in late)}

