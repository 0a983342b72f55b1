# SPDX-License-Identifier: GPL-3.0-or-later
awk 'BEGIN { print "name,y"; for (i = 1; i <= 100; i++) print "n" i "," i % 2 }' >t.csv
"$LC" train t.csv -t y
"$LC" train t.csv -t y --drop
