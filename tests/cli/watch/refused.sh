# SPDX-License-Identifier: GPL-3.0-or-later
# Wrong usage.
exec 2>&1
"$LC" watch
"$LC" watch run.csv -- cat run.csv
"$LC" watch --stop-on overfiting run.csv
"$LC" watch --stop-file stop -- cat run.csv
"$LC" watch --patience 0 run.csv
"$LC" watch --grace soon run.csv
echo "status $?"
