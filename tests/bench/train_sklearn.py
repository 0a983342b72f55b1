#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Accuracy of learncurve train beside scikit-learn's MLPClassifier; train_sklearn says how.

usage: LC=program train_sklearn.py SEEDS EPOCHS
"""
import csv
import os
import resource
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


THEIRS = """
import csv, sys, warnings
warnings.simplefilter("ignore")
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
rows = list(csv.reader(open(sys.argv[1])))[1:]
x, y = [[float(v) for v in row[:-1]] for row in rows], [row[-1] for row in rows]
x, val_x, y, val_y = train_test_split(x, y, test_size=0.2, stratify=y, random_state=0)
scale = StandardScaler().fit(x)
MLPClassifier((64,), alpha=0, batch_size=32, max_iter=200, n_iter_no_change=201, tol=0,
              random_state=0).fit(scale.transform(x), y).score(scale.transform(val_x), val_y)
"""


def processor_time(command):
    """Of the whole process and its children [s]."""
    def used():
        children = resource.getrusage(resource.RUSAGE_CHILDREN)
        return children.ru_utime + children.ru_stime
    before = used()
    subprocess.run(command, check=True)
    return used() - before


def whole_process(times=5):
    """Iris, 4-64-3, 200 epochs, from the table's file to the end of the process."""
    with tempfile.TemporaryDirectory() as folder:
        table, run = os.path.join(folder, "t.csv"), os.path.join(folder, "run.csv")
        iris = datasets.load_iris()
        write_table(table, iris.data, iris.target)
        mine = [os.environ["LC"], "train", table, "-t", "class", "--hidden", "64", "--init", "glorot",
                "--epochs", "200", "--quiet", "--force", "-o", run]
        theirs_, ours_ = zip(*((processor_time([sys.executable, "-c", THEIRS, table]),
                                processor_time(mine)) for _ in range(times)))
    their, our = statistics.median(theirs_), statistics.median(ours_)
    print(f"iris, 200 epochs, whole process: {their:.3f} s of a processor, ours {our:.4f} s: "
          f"{their / our:.0f} times")


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
    whole_process()
    if missed:
        sys.exit("more than a point worse: " + ", ".join(missed))


if __name__ == "__main__":
    main()
