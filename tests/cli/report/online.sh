# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" diagnose --online "$SAMPLES/csv/overfitting.csv" | sed -n '/^Replay/,/^$/p' &&
"$LC" diagnose --online --json "$SAMPLES/csv/healthy.csv" | sed -n '/"online"/,$p'
