# SPDX-License-Identifier: GPL-3.0-or-later
# The record tells what class weights make of the loss: weights 0.016 and 250 on 787 and 13 rows
# are 12.6 and 3,250 of 3,262.6; with `balanced` both classes weigh the same.
"$LC" make-data parts --seed 2 -n 1000 >t.csv
run() { "$LC" train t.csv -t bad --epochs 12 --lr 0.001 -q -o "$@"; }
told() { sed -n 's/^# \(weighted_class_entropy\|heaviest_class_[a-z]*\): /\1 /p' "$1" | awk '{ printf "%s %.5g\n", $1, $2 }'; }
run weighted.csv --class-weight 0.016,250
sed -n '/^# class_counts/p' weighted.csv
told weighted.csv
"$LC" diagnose weighted.csv | grep -c 'metric-mismatch'
"$LC" make-data parts --seed 2 -n 10000 >t.csv
run many.csv --class-weight 0.016,250
"$LC" diagnose many.csv | sed -n 's/Verdict: \([a-z-]*\).*/\1/p; /carries/p'
run both.csv --class-weight 0.016,250 --record-unweighted
"$LC" diagnose -v both.csv | grep -c 'Verdict: incomparable-losses'
run balanced.csv --class-weight balanced
told balanced.csv
"$LC" diagnose -v balanced.csv | grep -c 'not-learning'
run plain.csv
told plain.csv
# so have those of rows
awk -F, -v OFS=, '{ print $0, NR == 1 ? "w" : NR % 5 }' t.csv >w.csv
"$LC" train w.csv -t bad --sample-weight w --epochs 5 -q -o rows.csv
sed -n '/^# sample_weight/p' rows.csv
"$LC" diagnose rows.csv | grep 'has sample weights'
# the weights of the best epoch are kept: what follows is no verdict on them
"$LC" make-data moons --noise 0.3 -n 600 --seed 3 >m.csv
"$LC" train m.csv -t moon --hidden 256,256 --lr 0.003 --validation 0.5 -e 200 -q -o kept.csv --restore-best
grep restore_best kept.csv
"$LC" diagnose kept.csv | head -n 2 | sed 's/ (.*//; s/epoch [0-9]*/epoch N/'
