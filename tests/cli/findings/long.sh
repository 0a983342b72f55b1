# SPDX-License-Identifier: GPL-3.0-or-later
# What is found in made-up runs of many records, and by which numbers.
awk -v from=501 -v to=720 -v counts="20 25 30 40 60 120 300" -f "$ROOT/tests/cli/findings/runs.awk"
"$LC" diagnose --jsonl -vv -- *.csv | awk -f "$ROOT/tests/cli/findings/tell.awk"
