# SPDX-License-Identifier: GPL-3.0-or-later
"""What the program says of runs."""
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

PROGRAM = os.environ.get("LC", "build/release/learncurve")
JOBS = os.cpu_count() or 1


class Told:
    """The verdict, all findings, and the rules of those that stand: severe and not explained away."""

    def __init__(self, diagnosis):
        self.verdict = diagnosis["verdict"]["name"]
        self.confidence = diagnosis["verdict"].get("confidence") or 0
        self.probability = diagnosis["verdict"].get("probability")
        self.findings = diagnosis["findings"]
        self.online = diagnosis.get("online")
        self.forecast = diagnosis.get("forecast")
        self.metrics = diagnosis["run"]["metrics"]
        self.rules = {f["rule"] for f in self.findings
                      if f["severity"] in ("warning", "critical") and not f["explained_by"]}


FAILED = Told({"verdict": {"name": "FAILED"}, "findings": [], "run": {"metrics": []}})


def help_of(*words):
    return subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=True).stdout


def _diagnose_some(files, options):
    run = subprocess.run([PROGRAM, "diagnose", "--jsonl", *options, *files], capture_output=True,
                         text=True)
    return {d["source"]["file"]: Told(d) for d in map(json.loads, run.stdout.splitlines())}


def diagnose(files, options=()):
    """Told of each file, in order; FAILED where the program says nothing."""
    told = {}
    with ThreadPoolExecutor(JOBS) as pool:
        parts = [files[k::JOBS] for k in range(JOBS) if files[k::JOBS]]
        for some in pool.map(lambda part: _diagnose_some(part, options), parts):
            told.update(some)
    return [told.get(file, FAILED) for file in files]
