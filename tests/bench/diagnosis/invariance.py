# SPDX-License-Identifier: GPL-3.0-or-later
"""Made-up curves whose losses, or x, are multiplied by a constant: what is found must not change,
but for rules whose evidence is an absolute level."""
import itertools
import math
import os
import random
import tempfile
from collections import Counter

from told import diagnose

SEEDS = range(5)
SCALES = [(1, 1), (0.001, 1), (0.37, 1), (1000, 1), (1, 7), (1, 100)]  # of losses, of x
# Rules that rest on an absolute: epochs are counted from 1 in steps of 1; beside an accuracy a loss
# must be that of a classifier, for which there is a level of chance, a floor, the price of a miss,
# and a most that float32 allows.
X, LOSSES, SCORED = "x", "losses", "losses beside accuracies"
ABSOLUTE = {X: {"sparse-log"}, LOSSES: set(),
            SCORED: {"not-learning", "incomparable-losses", "saturated-output", "metric-mismatch",
                     "suspiciously-perfect", "divergence", "stuck-loss"}}


def decay(t, start, end, tau):
    return end + (start - end) * math.exp(-t / tau)


# Name: epochs, noise, training and validation loss at epoch t of them.
SHAPES = {
    "settles": (80, 0.01, lambda t: decay(t, 2, 0.5, 8), lambda t: decay(t, 2, 0.55, 8)),
    "turns up": (80, 0.01, lambda t: decay(t, 2, 0.1, 20), lambda t: decay(t, 2, 0.6, 8) + 0.01 * t),
    "gap": (80, 0.01, lambda t: decay(t, 2, 0.2, 10), lambda t: decay(t, 2, 1.0, 8)),
    "still falls": (40, 0.005, lambda t: decay(t, 2, 0.3, 40), lambda t: decay(t, 2, 0.35, 40)),
    "creeps": (60, 0.001, lambda t: 2 - 0.003 * t, lambda t: 2.01 - 0.003 * t),
    "swings": (80, 0.3, lambda t: decay(t, 2, 0.9, 8), lambda t: decay(t, 2, 1.0, 8)),
    "runs away": (60, 0.01, lambda t: 1 + 0.01 * math.exp(t / 6), lambda t: 1 + 0.01 * math.exp(t / 6)),
    "stands": (90, 0.005, lambda t: 1.2 if 20 < t < 70 else decay(t, 2, 0.4, 30),
               lambda t: 1.25 if 20 < t < 70 else decay(t, 2, 0.5, 30)),
    "flat": (60, 0.002, lambda t: 0.9, lambda t: 0.9),
}


def curve(shape, seed):
    epochs, noise, train, val = SHAPES[shape]
    draw = random.Random(f"{shape} {seed}")
    return [(t + 1, abs(train(t) + draw.gauss(0, noise)), abs(val(t) + draw.gauss(0, noise)))
            for t in range(epochs)]


def write(path, rows, scored, factor, x_factor):
    """With accuracies, if scored, such as a classifier with these losses may have: exp(-loss)."""
    with open(path, "w") as out:
        out.write("epoch,loss,val_loss" + (",accuracy,val_accuracy" if scored else "") + "\n")
        for x, loss, val in rows:
            out.write(f"{x * x_factor},{loss * factor!r},{val * factor!r}")
            out.write(f",{math.exp(-loss)!r},{math.exp(-val)!r}\n" if scored else "\n")


def essence(told, x_factor):
    return Counter((f["rule"], f["severity"], tuple(f["series"]), f["from"] / x_factor,
                    f["to"] / x_factor, f["explained_by"]) for f in told.findings)


def changed_rules(was, now, what, x_factor):
    """Rules whose findings came, went or changed; where an absolute one did beside accuracies, what
    it explains away or keeps from being asked follows from it."""
    old, new = essence(was, 1), essence(now, x_factor)
    rules = {key[0] for key in (new - old) + (old - new)}
    return what == SCORED and rules & ABSOLUTE[SCORED] or rules


def changes():
    """How many curves there are, and how often the findings of (rule, what is multiplied) change."""
    with tempfile.TemporaryDirectory() as folder:
        cases = [(run, scale) for run in itertools.product(SHAPES, SEEDS, (False, True))
                 for scale in SCALES]
        files = [os.path.join(folder, f"{k}.csv") for k in range(len(cases))]
        for file, ((shape, seed, scored), scale) in zip(files, cases):
            write(file, curve(shape, seed), scored, *scale)
        told = diagnose(files)
    plain, changed = {}, Counter()
    for (run, scale), t in zip(cases, told):
        was = plain.setdefault(run, t)  # the first scale is 1
        what = X if scale[1] != 1 else SCORED if run[2] else LOSSES
        changed.update((rule, what) for rule in changed_rules(was, t, what, scale[1]))
    return len(cases) - len(plain), changed
