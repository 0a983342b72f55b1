# SPDX-License-Identifier: GPL-3.0-or-later
# Seeds and folds: a record each, the spread of the scores, and a plot with a band.
"$LC" make-data moons -n 300 >t.csv
"$LC" train t.csv -t moon --seeds 3 --seed 7 --epochs 5 --lr 0.01 --plot band.gp --diagnose 2>summary || exit
awk 'NF == 4 && ($3 > $2 || $2 > $4) { $1 = "wrong order:" $1 } { print $1 }' summary
ls runs
head -n 1 band.gp | cut -c 1
# One of them is what one run with its seed is, on the rows of the first.
"$LC" train t.csv -t moon --seed 8 --split-seed 7 --epochs 5 --lr 0.01 -o one.csv -q
tail -n 1 one.csv | cut -d, -f1-5 >a
tail -n 1 runs/seed-8.csv | cut -d, -f1-5 | cmp - a && echo 'the same run'
"$LC" train t.csv -t moon --folds 2 --repeats 2 --test 0.1 --epochs 5 -o folds 2>summary || exit
awk '{ print $1 }' summary
ls folds
grep -E '^# (fold|folds|repeat|train_samples)' folds/repeat-2-fold-1.csv
"$LC" scan folds | head -n 1 | cut -d: -f1
# Existing records stay, runs that break are told, and what does not go together is refused.
"$LC" train t.csv -t moon --seeds 2 --seed 7
"$LC" train t.csv -t moon --seeds 2 --optimizer sgd --lr 1e9 -o broken 2>summary
echo "status $?"
tail -n 1 summary
for words in '--repeats 2' '--seeds 2 --save x' '--seeds 2 --jsonl' '--folds 2 --no-shuffle-split' '--seeds 2 --train-sizes 1' '--folds 301' '--seeds 200 --folds 100'; do
    # shellcheck disable=SC2086 # words
    "$LC" train t.csv -t moon $words -o refused
done
ls -d refused 2>/dev/null
