# SPDX-License-Identifier: GPL-3.0-or-later
# Rows that neither train nor validate judge the final network; by time they are the last ones.
"$LC" make-data moons -n 500 --noise 0.1 >t.csv
"$LC" train t.csv -t moon --test 0.2 --epochs 60 2>&1 | sed 's/[0-9.]*[0-9]/N/g'
awk 'BEGIN { print "day,x,y"; for (i = 0; i < 200; i++) printf "2024-%02d-%02d,%d,%d\n", 1 + i / 28, 1 + i % 28, i, (i >= 150) }' >d.csv
"$LC" train d.csv -t y --time day --test 0.2 --epochs 2 --force
"$LC" train d.csv -t y --time day --validation 0.2 --epochs 2 --force
"$LC" train t.csv -t moon --test 0.5 --validation 0.5
