# SPDX-License-Identifier: GPL-3.0-or-later
awk 'BEGIN { print "x,y"; for (i = 0; i < 60; i++) print i "," (i % 2 ? "odd" : "even"); print "60,rare" }' >t.csv
"$LC" train t.csv -t y -q
"$LC" train t.csv -t y --min-class 2 --epochs 2 && head -n 12 run.csv | grep counts
