# SPDX-License-Identifier: GPL-3.0-or-later
"""One yes/no question on runs that others simulated: did it overfit? And how much the answer hangs
on each threshold."""
import csv
import os
import re

import f1
from told import FAILED, diagnose, help_of


def labels(folder):
    with open(os.path.join(folder, "LABELS.csv"), newline="") as table:
        return [(os.path.join(folder, row["file"]), row["label"] == "overfit")
                for row in csv.DictReader(table)]


def pairs(runs, options=()):
    told = diagnose([file for file, _ in runs], options)
    return [(truth, not truth if t is FAILED else "overfitting" in t.rules)
            for (_, truth), t in zip(runs, told)]


def thresholds(rule):
    """Name, value, and whether it is a probability near 1, of which the tail is what counts."""
    text = help_of("explain", rule)
    found = re.findall(r"^  (\w+) = (\S+)\n    (.*(?:\n    .*)*)", text, re.M)
    return [(name, float(value),
             float(value) > 0.5 and re.search("chance|probability|confidence", meaning) is not None)
            for name, value, meaning in found]


def scaled(value, near_one, factor):
    return 1 - factor * (1 - value) if near_one else factor * value


def sweep(runs, rule="overfitting"):
    """(macro F1, "NAME = VALUE") with each threshold, or its tail, halved and doubled."""
    for name, value, near_one in thresholds(rule):
        for factor in (0.5, 2):
            set_to = f"{name}={scaled(value, near_one, factor):.6g}"
            yield f1.macro(pairs(runs, ["--set", f"{rule}.{set_to}"])), set_to
