# SPDX-License-Identifier: GPL-3.0-or-later
# Numbers that differ from the tenth digit on, such as times, keep their differences.
awk 'BEGIN { print "time,y"; for (i = 0; i < 300; i++) print 1700000000 + i "," (i < 150) }' >t.csv
"$LC" train t.csv -t y --save net.model --epochs 20 -q || exit
"$LC" predict net.model t.csv | cut -d, -f3 | sort -u | wc -l
