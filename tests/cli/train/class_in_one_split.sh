# SPDX-License-Identifier: GPL-3.0-or-later
# The last rows have both classes, the others one.
awk 'BEGIN { print "a,y"; for (i = 1; i <= 100; i++) print i "," (i <= 85) }' >t.csv
"$LC" train t.csv -t y --no-shuffle-split
status=$?
ls
exit $status
