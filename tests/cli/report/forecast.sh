# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" diagnose --forecast "$SAMPLES/csv/overfitting.csv" | sed -n '/^Forecast/,/^$/p' &&
"$LC" diagnose --forecast-to 100 -m val_loss "$SAMPLES/csv/healthy.csv" | sed -n '/^Forecast/,/^$/p' &&
"$LC" diagnose --forecast-to 20 "$SAMPLES/csv/healthy.csv" | sed -n '/^Forecast/,/^$/p' &&
"$LC" diagnose --forecast -m val_loss --json "$SAMPLES/csv/healthy.csv" |
    sed -n '/"forecast"/,$p' | sed 's/\(\.[0-9]\{3\}\)[0-9]*/\1/; 20q'
