# SPDX-License-Identifier: GPL-3.0-or-later
"""What a watch that stops trainings saves, and what it costs, on the zoo's runs replayed.

Each criterion is given the values of a run as they come, and returns the epoch after which it stops, or
None. The criteria of others: stopping.py; and the loss above twice its least value, a common watchdog.
"""
import csv
import math
import os
import re
import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor

import stopping
from told import JOBS, PROGRAM

STOP_ON = "overfitting,non-finite,divergence,rising-loss,lasting-jump,late-collapse"
OVERFITS = {"overfitting"}


def losses(file):
    with open(file, newline="") as table:
        rows = list(csv.DictReader(line for line in table if not line.startswith("#")))
    values = [float(row["val_loss"]) if row["val_loss"] else math.nan for row in rows]
    train = [float(row["loss"]) if row["loss"] else math.nan for row in rows]
    return train, values, [int(float(row["epoch"])) for row in rows]


def twice_its_least(train, val):
    least = math.inf
    for epoch, loss in enumerate(val):
        least = min(least, loss)
        if loss > 2 * least:
            return epoch
    return None


def stopped(**log):
    """The epoch of the last record that was seen, as the watch says itself, and the rule. log: stdin or input."""
    run = subprocess.run([PROGRAM, "watch", "--stop-on", STOP_ON, "-"], capture_output=True, text=True, **log)
    said = re.search(r"^\w+ (\d+): should be stopped: (\S+)", run.stdout, re.M)
    return (int(said[1]), said[2]) if said else (None, None)


def watch(file):
    with open(file) as log:
        return stopped(stdin=log)


class Watched:
    """A run of the zoo, and where each criterion stops it, by the index of the record."""

    def __init__(self, run):
        self.run = run
        self.train, self.val, epochs = losses(run.file)
        at, self.rule = watch(run.file)
        self.stops = {"learncurve watch": None if at is None else epochs.index(at)}
        for n in (5, 10, 20, 50):
            self.stops[f"Keras EarlyStopping, patience {n}"] = stopping.keras(n)(self.train, self.val)
        self.stops["loss above twice its least"] = twice_its_least(self.train, self.val)
        finite = [v for v in self.val if math.isfinite(v)]
        self.best = self.val.index(min(finite)) if finite else 0
        bad = [i for i, v in enumerate(zip(self.train, self.val)) if not all(map(math.isfinite, v))]
        self.bad = bad[0] if bad else None


def measure(runs):
    runs = [run for run in runs if not run.dropped and os.path.exists(run.file)]
    with ThreadPoolExecutor(JOBS) as pool:
        return list(pool.map(Watched, runs))


def summary(watched, name):
    """Sound runs that are stopped; of those that overfit: stopped, best kept, epochs from the best to the
    stop; of those with a NaN: records from it to the stop; the share of all epochs that is saved."""
    sound = [w for w in watched if w.run.healthy]
    over = [w for w in watched if OVERFITS & set(w.run.fits)]
    bad = [w for w in watched if w.bad is not None]
    delays = [w.stops[name] - w.best for w in over if w.stops[name] is not None]
    late = [w.stops[name] - w.bad for w in bad if w.stops[name] is not None]
    epochs = sum(len(w.val) for w in watched)
    saved = sum(len(w.val) - 1 - w.stops[name] for w in watched if w.stops[name] is not None)
    lost = [w for w in watched if w.stops[name] is not None and w.stops[name] < w.best]
    return {"sound": sum(w.stops[name] is not None for w in sound), "sounds": len(sound),
            "sound_lost": sum(w in lost for w in sound),
            "over": len(over), "stopped": len(delays), "kept": sum(w not in lost for w in over),
            "delay": statistics.median(delays) if delays else None,
            "bad": len(bad), "bad_stopped": len(late), "late": statistics.median(late) if late else None,
            "saved": saved / epochs, "lost": len(lost), "all": len(watched)}
