# SPDX-License-Identifier: GPL-3.0-or-later
# JSON objects: what stands within another one has its name before its own, and the epoch comes first.
"$LC" record -o run.csv <<'END'
{"loss": 0.9, "eval": {"loss": 1.5, "f1": 0.25}, "epoch": 0.5, "note": "warm"}
{'loss': 0.8}
{"loss": NaN, "eval": {"loss": 1.25}, "epoch": 1.0, "train/runtime": 12}
END
echo "status $?"
cat run.csv
