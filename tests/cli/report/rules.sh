# SPDX-License-Identifier: GPL-3.0-or-later
cp "$SAMPLES/keras_console/crossvalidated-444546.log" run.log
rules() { grep '"rule"' | sort -u; }
"$LC" --json --rules plateau,oscillation run.log | rules
"$LC" --json --rules plateau --rules oscillation --no-rule plateau run.log | rules
"$LC" --json --min-severity critical run.log | rules
