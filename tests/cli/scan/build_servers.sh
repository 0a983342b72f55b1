# SPDX-License-Identifier: GPL-3.0-or-later
# A scan under GitHub Actions: the runs with a fault, and the table on the step's page.
mkdir runs
for log in healthy stalled overfitting; do cp "$SAMPLES/csv/$log.csv" runs; done
export GITHUB_STEP_SUMMARY="$PWD/summary"
"$LC" scan runs --github --fail-on overfitting
echo "status $?"
cat summary
"$LC" scan runs --markdown | diff - summary && echo the same
