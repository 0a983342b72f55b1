# SPDX-License-Identifier: GPL-3.0-or-later
"""The short zoo: runs of the zoo as they are usually posted, a few records of them, and the verdicts
that fit what is shown. The measures come from the whole run and from its test set; tests/zoo/README.md
says the same in words."""
import csv
import math
import os
import re

import zoo
from told import diagnose

EARLY = ("healthy", "not-converged", "inconclusive")
GOOD = EARLY[:2]
LEAST = 3  # records of a cut
FALLS = 0.7  # of the learning rate, from one record to the next: it drops there
NO_RATE = 1e-3  # of the greatest learning rate
BEFORE_DROP = AFTER_DROP = 6  # records
# Validation losses that say nothing of the run where there is nothing to compare them with.
NEEDS_TRAINING = {"below_floor", "weighted", "misled"}


def number(text):
    try:
        return float(text)
    except ValueError:
        return math.nan


def columns(file):
    """{name: texts} of a record, and its chance where it has one."""
    chance, rows = None, []
    with open(file, newline="") as log:
        for line in log:
            if line.startswith("# chance:"):
                chance = float(line.split(":")[1])
            elif not line.startswith("#"):
                rows.append(line)
    head, *rows = csv.reader(rows)
    return dict(zip(head, zip(*rows))), chance


def places(n, rates):
    """{cut: (records that are shown, columns that are not)}"""
    cuts = {f"first {k}": (range(k), None) for k in (3, 5, 8, 12) if k < n}
    cuts["every tenth"] = range(0, n, 10), None
    if n > 8:
        cuts["last 8"] = range(n - 8, n), None
    cuts["validation only"] = range(n), r"(?!epoch|val_)"
    drop = next((i for i in range(1, n) if rates[i] < FALLS * rates[i - 1]), None)
    if drop:
        around = range(max(0, drop - BEFORE_DROP), min(n, drop + AFTER_DROP))
        cuts["rate drop"] = around, None
        cuts["rate drop, no lr"] = around, "lr$"
    return {name: cut for name, cut in cuts.items() if len(cut[0]) >= LEAST}


class Cut:
    """Some records of a run. `right` and `pair` are as those of zoo.Run."""
    pair, right = zoo.Run.pair, zoo.Run.right

    def __init__(self, run, name, shown, hidden, log, test, chance):
        self.run, self.name, self.tuning = run, name, run.tuning
        self.k, self.tail = len(shown), name == "last 8"
        self.validation_only = name == "validation only"
        self.chance = chance
        self.mean_of = 1 if self.k < 6 else 2 if self.k < 10 else max(2, self.k // 10)
        self.header = [c for c in log if not (hidden and re.match(hidden, c))]
        self.rows = [[log[c][i] for c in self.header] for i in shown]
        pick = lambda texts: [number(texts[i]) for i in shown]
        self.train, self.val, self.test = pick(log["loss"]), pick(log["val_loss"]), pick(test["val_loss"])
        rates = [number(rate) for rate in log["lr"]]
        self.rate_is_gone = "lr" in self.header and rates[shown[-1]] <= NO_RATE * max(rates)
        self.accuracy = pick(log["accuracy"]) if "accuracy" in log else None
        self.fits = tuple(dict.fromkeys(fits(self)))
        self.healthy = run.healthy and "healthy" in self.fits

    def write(self, file):
        self.file = file
        with open(file, "w", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows([self.header, *self.rows])

    # Measures of one of the losses
    def means(self, x):
        m = self.mean_of
        return [sum(x[i:i + m]) / m for i in range(self.k - m + 1)]

    def end(self, x):
        return self.means(x)[-1]

    def rise(self, x):
        """The end over the least, as a factor."""
        return self.end(x) / min(self.means(x))

    def at_best(self, x):
        means = self.means(self.test)
        return self.means(x)[means.index(min(means))]

    def gap(self):
        return (self.end(self.test) - self.end(self.train)) / self.chance

    def still_falls(self):
        return self.test[-2] - self.test[-1] >= 0.01 * self.chance

    def descends(self):
        """The test loss falls by a tenth, and still does: what any run looks like at its begin."""
        return self.end(self.test) <= 0.9 * self.test[0] and self.test[-1] <= 0.99 * self.test[-2]

    def flat(self):
        return self.test[self.k // 2] - self.end(self.test) <= 0.03 * self.chance

    def breaks(self):
        seen = self.val if self.validation_only else self.train + self.val
        return not all(map(math.isfinite, seen))

    def jumps(self):
        """Records at which a loss is a twentieth above the one before."""
        seen = [self.test] if self.validation_only else [self.test, self.train]
        return sum(any(x[i] >= 1.05 * x[i - 1] for x in seen) for i in range(1, self.k))

    def few(self):
        return ("inconclusive",) if self.k <= LEAST else ()


def learned(c):
    """A run that learns: what the shown records hold."""
    gap = not c.validation_only and c.gap()
    apart = ("generalization-gap",) if gap >= 0.1 else ()
    turns = c.rise(c.test) if c.end(c.train) < c.at_best(c.train) else 1
    if turns >= 1.1:
        seen = c.rise(c.val)
        return ("overfitting", *(EARLY + apart if seen < 1.03 else ("inconclusive",) + apart if seen < 1.1 else ()))
    if turns >= 1.03:
        return ("overfitting",) + apart + EARLY
    if gap >= 0.2:
        return apart + (GOOD if c.still_falls() else ()) + (
            ("overfitting",) if c.tail and "overfitting" in c.run.fits else ())
    return apart + EARLY


def unlearned(c):
    more = EARLY if c.descends() else c.few()
    if c.run.fault == "labels_shuffled" and not c.validation_only and c.gap() >= 0.1:
        more += ("generalization-gap",)
    if c.run.fault.startswith("rate_") and c.rise(c.test) >= 2:
        more += ("diverged",)
    return (*c.run.fits, *more)


def memorised(c):
    if c.end(c.train) < 0.9 * c.chance:
        return c.run.fits
    return ("not-learning", "overfitting", "generalization-gap", *c.few())


def rate_fell(c):
    chance = ("not-learning",) if c.end(c.test) >= 0.9 * c.chance or c.rate_is_gone else ()
    if c.name == "first 3":
        return EARLY
    if c.tail:
        return (*c.run.fits, *chance, "healthy", "inconclusive")
    if c.name == "first 5" or "lr" not in c.header:
        return (*c.run.fits, *chance, *EARLY)
    return (*c.run.fits, *chance, *(("not-converged",) if c.name == "rate drop" else ()))


def fell_short(c):
    if c.run.fault == "rate_falls_early":
        return rate_fell(c)
    chance = ("not-learning",) if c.end(c.test) >= 0.9 * c.chance else ()
    if c.tail:
        return (*c.run.fits, *chance, "inconclusive")
    if not c.flat() or (c.k <= 5 and c.run.outcome == "short"):
        return (*c.run.fits, *chance, *EARLY)
    return (*c.run.fits, *chance, *(("inconclusive",) if c.k <= 5 else ()))


def going_on(c):
    if c.run.fault == "stopped_early":
        return (*c.run.fits, "healthy") if c.name.startswith("first") else c.run.fits
    if c.tail:
        return (*c.run.fits, "stalled", "underfitting", "inconclusive")
    moved = c.end(c.train) < 0.99 * c.train[0]
    return (*c.run.fits, *(c.few() if moved else ("not-learning", "inconclusive")))


def unsteady(c):
    end = ("diverged",) if c.rise(c.test) >= 2 else ()
    if c.jumps() >= 2:
        return (*c.run.fits, *end, *(("inconclusive",) if c.k <= 5 else ()))
    return (*c.run.fits, *end, *EARLY, *(() if c.jumps() else ("stalled",)))


def collapsed(c):
    return unsteady(c) if min(c.test) < 0.95 * c.chance > c.end(c.test) else c.run.fits


def escaped(c):
    rise = c.rise(c.test if c.validation_only else c.train)
    return ("diverged", *(() if rise >= 1.5 else ("inconclusive",) if rise >= 1.05 else EARLY))


def weighted(c):
    if c.accuracy and 2 * sum(l < (1 - a) * math.log(2) for l, a in zip(c.train, c.accuracy)) >= c.k:
        return c.run.fits
    return (*c.run.fits, "generalization-gap", "overfitting", *EARLY)


def misled(c):
    val, test = c.end(c.val), c.end(c.test)
    shows = val >= 1.5 * test and val - test >= 0.2 * c.chance
    return (*c.run.fits, *(c.few() if shows else EARLY))


def perfect(c):
    if c.accuracy and c.end(c.val) <= 0.1 * c.chance:
        return (*c.run.fits, *c.few())
    return (*c.run.fits, *EARLY)


FITS = {
    "sound": lambda c: (*c.run.fits, *GOOD),
    "turned": learned, "turning": learned, "gapped": learned,
    "unlearned": unlearned, "memorised": memorised,
    "short": fell_short, "far_short": fell_short, "going_on": going_on,
    "wild": unsteady, "collapsed": collapsed, "escaped": escaped,
    "broken": lambda c: c.run.fits if c.breaks() else (),
    "below_floor": weighted, "weighted": weighted, "misled": misled,
    "perfect": perfect, "leaked": lambda c: c.run.fits,
}


def fits(c):
    """Verdicts that fit, the one that says most first; none where the cut tells nothing."""
    if c.validation_only and c.run.outcome in NEEDS_TRAINING:
        return ()
    if c.run.fault == "rate_falls_early" and c.run.outcome == "unlearned":
        return rate_fell(c)
    return FITS[c.run.outcome](c)


def cuts_of(run):
    log, _ = columns(run.file)
    test, chance = columns(os.path.splitext(run.file)[0] + ".truth")
    shown = places(len(log["epoch"]), [number(rate) for rate in log["lr"]])
    cuts = [Cut(run, name, *cut, log, test, chance) for name, cut in shown.items()]
    return [cut for cut in cuts if cut.fits]


def read(runs, folder):
    """All cuts of these runs, written to the folder and diagnosed."""
    cuts = [cut for run in runs if not run.dropped for cut in cuts_of(run)]
    for k, cut in enumerate(cuts):
        cut.write(os.path.join(folder, f"{k}.csv"))
    for cut, told in zip(cuts, diagnose([cut.file for cut in cuts])):
        cut.told = told
    return cuts
