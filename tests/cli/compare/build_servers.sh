# SPDX-License-Identifier: GPL-3.0-or-later
# Under GitHub Actions a run that is worse than the baseline is an annotation, and the table stands on the step's page.
for log in healthy stalled; do cp "$SAMPLES/csv/$log.csv" .; done
export GITHUB_STEP_SUMMARY="$PWD/summary"
"$LC" compare stalled.csv healthy.csv --baseline healthy.csv --max-regression val_loss=2% --github
echo "status $?"
cat summary
"$LC" compare stalled.csv healthy.csv --markdown | diff - summary && echo the same
