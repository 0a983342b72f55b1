# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs that others posted, with the symptoms that answers, fixes or their authors named."""
import csv
import os

from told import FAILED, diagnose

# The rules that may say a symptom.
ACCEPT = {label: set(rules.split()) for label, rules in {
    "overfitting": "overfitting",
    "overfitting_mild": "overfitting generalization-gap overconfidence",
    "overfitting_by_loss_only": "overfitting overconfidence",
    "underfitting": "underfitting not-learning",
    "not_learning": "not-learning constant-prediction saturated-output learning-rate-zero never-moved stuck-loss"
                    " frozen-score",
    "slow_learning": "slow-learning still-improving never-moved",
    "divergence": "divergence non-finite lasting-jump late-collapse rising-loss",
    "nan": "non-finite",
    "val_oscillation": "oscillation spikes",
    "train_oscillation": "oscillation spikes lasting-jump late-collapse",
    "generalization_gap": "generalization-gap overfitting train-eval-mode",
    "generalization_gap_small": "generalization-gap",
    "val_plateau": "plateau",
    "metric_mismatch": "incomparable-losses metric-mismatch saturated-output constant-prediction not-learning"
                       " metric-out-of-range frozen-score same-split",
    "val_acc_frozen": "constant-prediction not-learning frozen-score stuck-loss never-moved",
    "val_at_chance": "split-mismatch not-learning constant-prediction generalization-gap overfitting",
    "val_below_chance": "split-mismatch metric-mismatch generalization-gap not-learning constant-prediction"
                        " overfitting",
    "train_loss_increasing": "divergence oscillation lasting-jump late-collapse rising-loss",
}.items()}
# Warnings that describe and accuse nobody: on a healthy run, and beside any symptom.
HARMLESS = {"sparse-log", "still-improving", "validation-better", "learning-rate-step", "schedule-effect",
            "late-generalization", "throughput"}
BESIDE = HARMLESS | {"plateau", "generalization-gap", "overconfidence", "gradient-norm"}
# The verdict that a rule leads to, where the name differs.
VERDICT = {rule: verdict for verdict, rules in {
    "diverged": "divergence lasting-jump late-collapse rising-loss",
    "unstable": "oscillation spikes",
    "not-converged": "still-improving",
    "not-learning": "constant-prediction learning-rate-zero never-moved stuck-loss",
    "metric-mismatch": "saturated-output split-mismatch train-eval-mode frozen-score metric-out-of-range",
    "overfitting": "overconfidence",
    "stalled": "plateau",
    "suspicious": "same-split",
}.items() for rule in rules.split()}


class Run:
    """`right`: the verdict fits; `named`: the first symptom is named, and nothing else accused."""

    def __init__(self, row, folder):
        self.labels = row["labels"].split(";")
        self.file = os.path.join(folder, row["file"])
        self.healthy = self.labels == ["healthy"]
        self.may = set().union(*(ACCEPT.get(label, ()) for label in self.labels))

    @property
    def right(self):
        if self.told is FAILED:
            return False
        if self.healthy:
            return self.told.verdict in ("healthy", "not-converged", "inconclusive")
        return self.told.verdict in {VERDICT.get(rule, rule) for rule in self.may}

    @property
    def settled(self):
        """A healthy run that is called so."""
        return self.told.verdict in ("healthy", "not-converged")

    @property
    def accused(self):
        return bool(self.told.rules - HARMLESS) or self.told is FAILED

    @property
    def named(self):
        if self.healthy:
            return not self.accused
        rules = self.told.rules
        return bool(rules & ACCEPT.get(self.labels[0], set())) and not rules - self.may - BESIDE

    def __str__(self):
        missed = " and ".join(word for word, right in (("symptom", self.named), ("verdict", self.right)) if not right)
        return (f"{os.path.basename(self.file)} is {';'.join(self.labels)}: {missed} wrong, "
                f"{self.told.verdict} by {', '.join(sorted(self.told.rules)) or 'nothing'}")


def files(folder):
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                  if name.endswith(".csv") and name != "LABELS.csv")


def runs(folder):
    """Its runs and their labels; nothing is told of them yet."""
    with open(os.path.join(folder, "LABELS.csv"), newline="") as table:
        return [Run(row, folder) for row in csv.DictReader(table)]


def read(folder):
    those = runs(folder)
    for run, told in zip(those, diagnose([run.file for run in those])):
        run.told = told
    return those
