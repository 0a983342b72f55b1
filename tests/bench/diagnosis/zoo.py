# SPDX-License-Identifier: GPL-3.0-or-later
"""The zoo's runs, and how often their verdict fits."""
import csv
import os
from collections import Counter, defaultdict

import f1
from told import diagnose

TUNING_SEEDS = range(5)


class Run:
    def __init__(self, row, folder):
        self.fault, self.data, use, seed, self.outcome, verdicts = row
        self.fits = verdicts.split(",")
        self.tuning = use == "tuning" and int(seed) in TUNING_SEEDS
        self.dropped = self.outcome == "dropped"
        self.healthy = self.fits == ["healthy"]
        self.file = os.path.join(folder, "runs", f"{self.fault}-{self.data}", f"{seed}.csv")

    @property
    def pair(self):
        """True and said verdict; of several that fit, the one said is the true one."""
        said = self.told.verdict
        return said if said in self.fits else self.fits[0], said

    @property
    def right(self):
        return self.told.verdict in self.fits


def read(folder):
    with open(os.path.join(folder, "runs.tsv"), newline="") as table:
        runs = [Run(row, folder) for row in csv.reader(table, delimiter="\t")]
    for run, told in zip(runs, diagnose([run.file for run in runs])):
        run.told = told
    return runs


def flagged(runs):
    """Healthy runs, those of which some rule warns, and how often each rule does."""
    healthy = [run for run in runs if run.healthy]
    warned = [run for run in healthy if run.told.rules]
    return len(healthy), len(warned), Counter(rule for run in warned for rule in run.told.rules)


def confusion(runs):
    """Lines of a matrix: true verdicts down, said ones across, and the F1 of each."""
    pairs = [run.pair for run in runs]
    count, scores = Counter(pairs), f1.by_class(pairs)
    names = sorted({name for pair in pairs for name in pair})
    yield " " * 24 + "".join(f"{chr(ord('a') + k):>5}" for k in range(len(names))) + "     F1"
    for k, true in enumerate(names):
        cells = "".join(f"{count[true, said] or '.':>5}" for said in names)
        score = f"{scores[true]:7.3f}" if true in scores else "      -"
        yield f"{true:>21} {chr(ord('a') + k)} {cells}{score}"


def by_fault(runs):
    """Lines: of each fault and outcome, how many are right, and what was said of the others."""
    groups = defaultdict(list)
    for run in runs:
        groups[run.fault, run.outcome, ",".join(run.fits)].append(run)
    for (fault, outcome, fits), some in sorted(groups.items()):
        wrong = Counter(f"{run.told.verdict} ({run.data})" for run in some if not run.right)
        said = ", ".join(f"{n} {what}" for what, n in wrong.most_common())
        yield f"{fault:21} {outcome:12} {len(some) - wrong.total():4} of {len(some):4}  {fits}" + (
            f"\n{'':8}instead: {said}" if said else "")
