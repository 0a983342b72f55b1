# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs from textbooks with the symptoms that their authors named, scored by the script beside them."""
import os
import re
import subprocess
import sys

from told import PROGRAM

LINES = {  # of the script's output: (what we call it, pattern of right and all)
    "first label named, nothing else accused": r"named, and nothing else accused: (\d+) of (\d+)",
    "verdict right": r"verdict right: (\d+) of (\d+)",
}


def files(labelled):
    folder = os.path.join(labelled, "textbooks")
    return sorted(os.path.join(folder, name) for name in os.listdir(folder)
                  if name.endswith(".csv") and name != "LABELS.csv")


def score(labelled):
    """{figure: (right, all)} and the script's words on each miss."""
    run = subprocess.run([sys.executable, os.path.join(labelled, "score.py"), PROGRAM,
                          os.path.join(labelled, "textbooks"), "--errors"],
                         capture_output=True, text=True, check=True)
    got = {}
    for name, pattern in LINES.items():
        right, whole = re.search(pattern, run.stdout).groups()
        got[name] = int(right), int(whole)
    tp, fn = re.search(r"^healthy +tp +(\d+) .*fn +(\d+)", run.stdout, re.M).groups()
    got["healthy ones called healthy"] = int(tp), int(tp) + int(fn)
    return got, [line.strip() for line in run.stdout.splitlines() if "wrong:" in line]
