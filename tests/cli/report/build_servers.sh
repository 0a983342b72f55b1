# SPDX-License-Identifier: GPL-3.0-or-later
# The forms for build servers, of one run and of several; what is in them, tests/unit/test_report_ci.c says.
ln -s "$SAMPLES" samples
"$LC" --csv samples/csv/overfitting.csv | cut -d , -f 1-7
"$LC" --github samples/csv/overfitting.csv samples/csv/unstable.csv samples/csv/healthy.csv
"$LC" --junit samples/csv/overfitting.csv | grep -v '<testcase.*/>$'
"$LC" --sarif samples/csv/overfitting.csv samples/csv/healthy.csv | grep -v '"text"'
"$LC" --github --fail-on overfitting samples/csv/overfitting.csv >/dev/null
echo "status $?"
# A result is the same one when the run has grown.
head -n 70 samples/csv/overfitting.csv >run.csv
"$LC" --sarif run.csv | grep learncurve/v1 | sort >before
cp samples/csv/overfitting.csv run.csv
"$LC" --sarif run.csv | grep learncurve/v1 | sort >after
comm -12 before after | wc -l | tr -d ' '
