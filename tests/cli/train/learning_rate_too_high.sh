# SPDX-License-Identifier: GPL-3.0-or-later
# The run goes on to its end, and its record says what became of it.
"$LC" make-data moons -n 200 >t.csv
"$LC" train t.csv -t moon --optimizer sgd --lr 1e9 --epochs 12 --diagnose -q >report || exit
grep -c '^[0-9]*,nan,' run.csv
head -n 1 report
