# SPDX-License-Identifier: GPL-3.0-or-later
# What is found in made-up runs of a few records, and by which numbers.
awk -v from=1 -v to=260 -v counts="2 3 4 5 6 8 10 12 15" -f "$ROOT/tests/cli/findings/runs.awk"
"$LC" diagnose --jsonl -vv -- *.csv | awk -f "$ROOT/tests/cli/findings/tell.awk"
