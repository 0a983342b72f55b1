# SPDX-License-Identifier: GPL-3.0-or-later
# Scores over the size of the training set, which diagnose and plot read.
"$LC" make-data moons -n 600 >t.csv
"$LC" train t.csv -t moon --train-sizes 0.1,0.3,1 --folds 3 --epochs 5 -o sizes.csv -q --plot sizes.gp --diagnose >report || exit
grep -v '^#' sizes.csv | cut -d, -f1
grep -c '^Verdict' report
head -n 1 sizes.gp | cut -c 1
grep -v '^#' sizes.csv | head -n 1
