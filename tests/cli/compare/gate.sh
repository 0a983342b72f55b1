# SPDX-License-Identifier: GPL-3.0-or-later
# Status 1 when a run is worse than the baseline allows: a saved one, or a log.
for log in healthy stalled unstable; do cp "$SAMPLES/csv/$log.csv" .; done
"$LC" compare healthy.csv --save-baseline base.json && cat base.json
exec 2>&1
"$LC" compare stalled.csv healthy.csv --baseline base.json --max-regression val_loss=2%
echo $?
"$LC" compare unstable.csv --baseline healthy.csv --max-regression val_accuracy=0.05
echo $?
"$LC" compare stalled.csv --baseline healthy.csv --max-regression val_accuracy=0.005
echo $?
"$LC" compare unstable.csv --baseline unstable.csv >/dev/null
echo $?
