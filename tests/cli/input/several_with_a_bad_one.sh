# SPDX-License-Identifier: GPL-3.0-or-later
# The bad one is named, the others are diagnosed, the status is 2.
printf 'epoch,loss\n1,0.9\n2,0.8\n3,0.7\n' >a.csv
cp a.csv b.csv
"$LC" --jsonl a.csv nosuch.csv b.csv | sed 's/.*"source":{\([^}]*\)}.*/\1/'
"$LC" --jsonl a.csv nosuch.csv b.csv >/dev/null
