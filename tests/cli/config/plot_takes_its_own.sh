# SPDX-License-Identifier: GPL-3.0-or-later
# Each command takes the keys that it knows and passes over those of others.
printf 'dark = yes\nwidth = 60\nhidden = 8\n' >.learncurve.conf
"$LC" plot "$SAMPLES/csv/healthy.csv" | grep -c 0D1117
"$LC" "$SAMPLES/csv/two-runs.csv" | awk 'length > 60' | wc -l | tr -d ' '
