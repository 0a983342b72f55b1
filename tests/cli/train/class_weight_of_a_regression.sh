# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data friedman1 -n 100 >t.csv
"$LC" train t.csv -t y --class-weight balanced
"$LC" make-data moons -n 100 >t.csv && "$LC" train t.csv -t moon --class-weight 1,2,3
