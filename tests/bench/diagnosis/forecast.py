# SPDX-License-Identifier: GPL-3.0-or-later
"""Forecasts of what is known: the last half of each run is hidden, forecast, and compared.

Of each loss and score: how many of the hidden values lie within the interval of 90 %, and how far they
are from the forecast, beside how far from the last value that was shown ("it stays").
"""
import csv
import os
import statistics
import tempfile

from told import diagnose

AXES = {"epoch", "step", "iteration"}
LEAST = 12  # records: of fewer nothing is left to judge by


class Compared:
    """One forecast: share of hidden values within, and mean distances in units of what was gained."""

    def __init__(self, split, within, ours, stays):
        self.split, self.within, self.ours, self.stays = split, within, ours, stays


def table_of(file):
    """Lines above the header, the header, and the rows."""
    with open(file, newline="") as log:
        lines = log.read().splitlines()
    above = [line for line in lines if line.startswith("#")]
    rows = list(csv.reader(line for line in lines if line and not line.startswith("#")))
    return above, rows[0], rows[1:]


def axis_of(header):
    return next((k for k, name in enumerate(header) if name.lower() in AXES), None)


def number(cell):
    try:
        return float(cell)
    except ValueError:
        return None


def line_at(points, x, key):
    """Straight between the points of a forecast; before the first one, that."""
    before = points[0]
    for after in points:
        if after["x"] >= x:
            span = after["x"] - before["x"]
            part = (x - before["x"]) / span if span else 1
            return before[key] + part * (after[key] - before[key])
        before = after
    return points[-1][key]


def compare(forecast, split, xs, shown, hidden):
    points = forecast["points"]
    pairs = [(x, y) for x, y in zip(xs, hidden) if y is not None]
    shown = [y for y in shown if y is not None]
    within = sum(line_at(points, x, "low") <= y <= line_at(points, x, "high") for x, y in pairs)
    gained = abs(shown[0] - shown[-1]) or 1
    ours = sum(abs(y - line_at(points, x, "value")) for x, y in pairs)
    stays = sum(abs(y - shown[-1]) for _, y in pairs)
    n = len(pairs)
    return Compared(split, within / n, ours / n / gained, stays / n / gained)


def cut(file, folder, k):
    """Write the first half of a run into the folder; its table and where it was cut, or None."""
    above, header, rows = table_of(file)
    axis = axis_of(header)
    if axis is None or len(rows) < LEAST:
        return None
    half = len(rows) // 2
    with open(os.path.join(folder, f"{k}.csv"), "w", newline="") as log:
        log.writelines(line + "\n" for line in above)
        csv.writer(log, lineterminator="\n").writerows([header, *rows[:half]])
    return log.name, header, rows, half, float(rows[-1][axis])


def told_of(cuts):
    """What the program says of the cut runs: of those that end at one x together."""
    told = {}
    for until in {c[4] for c in cuts}:
        files = [c[0] for c in cuts if c[4] == until]
        told.update(zip(files, diagnose(files, ["--forecast-to", f"{until:g}"])))
    return told


def compared_of(c, diagnosis):
    """Compared of each series of one run, None for what is refused."""
    _, header, rows, half, _ = c
    axis = axis_of(header)
    splits = {metric["name"]: metric["split"] for metric in diagnosis.metrics}
    xs = [float(row[axis]) for row in rows[half:]]
    for forecast in diagnosis.forecast["series"] if diagnosis.forecast else []:
        column = header.index(forecast["series"])
        values = [number(row[column]) for row in rows]
        if forecast["why_not"]:
            yield None
        elif any(y is not None for y in values[half:]):
            yield compare(forecast, splits[forecast["series"]], xs, values[:half], values[half:])


def measure(files):
    """Compared of every loss and score of every file that is long enough; None for a refusal."""
    with tempfile.TemporaryDirectory() as folder:
        cuts = [c for c in (cut(file, folder, k) for k, file in enumerate(files)) if c]
        told = told_of(cuts)
    return [one for c in cuts for one in compared_of(c, told[c[0]])]


def summary(all_of_them):
    """Forecasts made, refused, mean share within, and both median distances."""
    made = [one for one in all_of_them if one]
    return {"made": len(made), "refused": len(all_of_them) - len(made),
            "within": statistics.mean(one.within for one in made) if made else float("nan"),
            "ours": statistics.median(one.ours for one in made) if made else float("nan"),
            "stays": statistics.median(one.stays for one in made) if made else float("nan")}
