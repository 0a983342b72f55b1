# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up runs of few records that were once missed: a loss that jumps and stays, flat losses with
noise, sound losses with noise in proportion to their level, and one split logged as two."""
import math
import os
import random
import tempfile

from told import FAILED, diagnose

SOUND = ("healthy", "not-converged")


def decay(t, start, end, tau):
    return end + (start - end) * math.exp(-t / tau)


def jump(draw):
    """Both losses go to about three times their level two thirds through, and stay there."""
    n = draw.choice([15, 30, 60])
    at, factor = 2 * n // 3, draw.uniform(2.5, 3.5)
    rise = lambda t: factor if t >= at else 1
    return [(decay(t, 2, 0.4, n / 8) * rise(t) * math.exp(draw.gauss(0, 0.03)),
             decay(t, 2, 0.45, n / 8) * rise(t) * math.exp(draw.gauss(0, 0.05))) for t in range(n)]


def flat(noise):
    def make(draw):
        return [tuple(1.7 * math.exp(draw.gauss(0, noise)) for _ in range(2)) for _ in range(draw.choice([10, 20, 40]))]
    return make


def proportional(noise):
    """500 records from 2.25 to 0.26."""
    def make(draw):
        return [tuple(decay(t, 2.25, 0.26, 80) * math.exp(draw.gauss(0, noise)) for _ in range(2)) for t in range(500)]
    return make


def same_split(draw):
    """The validation rows are the training rows: noise and all is the same up to a rest."""
    n = draw.choice([15, 30])
    train = [decay(t, 2, 0.4, n / 5) * math.exp(draw.gauss(0, 0.06)) for t in range(n)]
    return [(loss, loss * math.exp(draw.gauss(0, 0.002))) for loss in train]


# What, how to make one, how many, how many must be right, and the verdicts that are.
KINDS = [
    ("lasting jump", jump, 30, 30, ("diverged",)),
    *((f"flat, noise of {100 * noise:.0f} %", flat(noise), 10, 10, ("not-learning", "inconclusive"))
      for noise in (0.04, 0.08, 0.12, 0.20)),
    *((f"sound, proportional noise of {100 * noise:.0f} %", proportional(noise), 40, 39, SOUND)
      for noise in (0.03, 0.05, 0.10, 0.15)),
    ("the same split twice", same_split, 10, 10, ("suspicious",)),
]


def write(file, rows):
    with open(file, "w") as out:
        out.write("epoch,loss,val_loss\n")
        out.writelines(f"{t + 1},{loss:.5f},{val:.5f}\n" for t, (loss, val) in enumerate(rows))


def measure():
    """(what, how many are right, of how many, how many must be, {verdict of others: how many})"""
    with tempfile.TemporaryDirectory() as folder:
        for what, make, n, least, verdicts in KINDS:
            files = [os.path.join(folder, f"{k}.csv") for k in range(n)]
            for k, file in enumerate(files):
                write(file, make(random.Random(f"{what} {k}")))
            said = [FAILED.verdict if t is FAILED else t.verdict for t in diagnose(files)]
            others = [v for v in said if v not in verdicts]
            yield what, n - len(others), n, least, {v: others.count(v) for v in sorted(set(others))}
