# SPDX-License-Identifier: GPL-3.0-or-later
# Under GitHub Actions --github adds Markdown to the file that the runner names, and no other form does.
echo before >summary
export GITHUB_STEP_SUMMARY="$PWD/summary"
cp "$SAMPLES/csv/overfitting.csv" run.csv
"$LC" --github run.csv >/dev/null
"$LC" run.csv >/dev/null
# shellcheck disable=SC2016 # a fence, no command
sed '/^```text/,/^```$/d' summary
GITHUB_STEP_SUMMARY=no/such/folder "$LC" --github run.csv >/dev/null
echo "status $?"
