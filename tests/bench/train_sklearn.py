#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accuracy of learncurve train beside scikit-learn's MLPClassifier; train_sklearn says how.

usage: LC=program train_sklearn.py SEEDS EPOCHS
"""
import csv
import os
import statistics
import subprocess
import sys
import tempfile
import warnings

import sklearn
from sklearn import datasets
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

TABLES = {
    "breast cancer": datasets.load_breast_cancer,
    "iris": datasets.load_iris,
    "wine": datasets.load_wine,
    "digits": datasets.load_digits,
}
ASIDE, HIDDEN, RATE, BATCH = 0.3, 64, 0.001, 32
GOAL = 1.0  # points


def theirs(x, y, val_x, val_y, seed, epochs):
    net = MLPClassifier(
        hidden_layer_sizes=(HIDDEN,), activation="relu", solver="adam", learning_rate_init=RATE,
        alpha=0, batch_size=BATCH, max_iter=epochs, tol=0, n_iter_no_change=epochs + 1,
        random_state=seed,
    )
    scale = StandardScaler().fit(x)
    return net.fit(scale.transform(x), y).score(scale.transform(val_x), val_y)


def write_table(path, x, y):
    with open(path, "w", newline="") as file:
        out = csv.writer(file)
        out.writerow([f"x{i}" for i in range(x.shape[1])] + ["class"])
        out.writerows([*map(repr, map(float, row)), f"c{label}"] for row, label in zip(x, y))


def ours(x, y, val_x, val_y, seed, epochs):
    with tempfile.TemporaryDirectory() as folder:
        table, aside, run = (os.path.join(folder, name) for name in ("t.csv", "v.csv", "run.csv"))
        write_table(table, x, y)
        write_table(aside, val_x, val_y)
        subprocess.run(
            [os.environ["LC"], "train", table, "--target", "class", "--validation-file", aside,
             "--hidden", str(HIDDEN), "--activation", "relu", "--init", "glorot",
             "--optimizer", "adam", "--lr", str(RATE), "--batch", str(BATCH),
             "--epochs", str(epochs), "--seed", str(seed), "--drop", "--quiet", "--sync", "off",
             "-o", run],
            check=True,
        )
        with open(run, newline="") as file:
            rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
        assert len(rows) == epochs, f"{len(rows)} epochs recorded"
        return float(rows[-1]["val_accuracy"])


def main():
    warnings.simplefilter("ignore", ConvergenceWarning)  # all epochs are wanted
    seeds, epochs = int(sys.argv[1]), int(sys.argv[2])
    print(f"scikit-learn {sklearn.__version__}, {seeds} seeds, {epochs} epochs; "
          "accuracy in points on the rows put aside")
    print(f"{'table':14s} {'rows':>5s} {'aside':>5s} {'sklearn':>8s} {'ours':>8s} {'difference':>15s}")
    missed = []
    for name, load in TABLES.items():
        table = load()
        pairs = []
        for seed in range(1, seeds + 1):
            x, val_x, y, val_y = train_test_split(
                table.data, table.target, test_size=ASIDE, stratify=table.target, random_state=seed)
            part = x, y, val_x, val_y, seed, epochs
            pairs.append((100 * theirs(*part), 100 * ours(*part)))
        their, our = (statistics.mean(column) for column in zip(*pairs))
        gaps = [b - a for a, b in pairs]
        error = statistics.stdev(gaps) / len(gaps) ** 0.5 if len(gaps) > 1 else float("nan")
        print(f"{name:14s} {len(x):5d} {len(val_x):5d} {their:8.2f} {our:8.2f} "
              f"{our - their:+8.2f} ± {error:4.2f}", flush=True)
        if our - their < -GOAL:
            missed.append(name)
    if missed:
        sys.exit("more than a point worse: " + ", ".join(missed))


if __name__ == "__main__":
    main()
