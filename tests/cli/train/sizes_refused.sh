# SPDX-License-Identifier: GPL-3.0-or-later
# Before any time is spent on them.
"$LC" make-data moons -n 100 >t.csv
for sizes in 0.5,0.1 10,10 81 0.1,1000; do "$LC" train t.csv -t moon --train-sizes $sizes; done
"$LC" train t.csv -t moon --train-sizes 0.5 --folds 1
"$LC" train t.csv -t moon --train-sizes 0.5 --folds 101
"$LC" train t.csv -t moon --train-sizes 0.5 --save m.model
ls
