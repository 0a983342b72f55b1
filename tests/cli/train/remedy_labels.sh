# SPDX-License-Identifier: GPL-3.0-or-later
# Every 41st label is wrong: networks that have not seen a row name these rows and no others. What half of
# the training rows lose tells whether more would help.
"$LC" make-data moons --noise 0.1 -n 500 --seed 4 |
    awk -F, -v OFS=, 'NR > 1 && (NR - 1) % 41 == 0 { $NF = 1 - $NF } 1' >t.csv
"$LC" remedy t.csv -t moon --hidden 16,16 --lr 0.01 --epochs 30 --seeds 4 -o runs >out || exit
sed -n 's/^Labels: of \([0-9]*\) rows.*/\1 rows are held out/p' out
awk -F, 'NR > 1 { n++; wrong += $1 % 41 == 0 } END { print (n == wrong && n >= 8) ? "the wrong ones" : n " of " wrong }' runs/labels.csv
head -n 1 runs/labels.csv
cp runs/labels.csv before.csv
"$LC" remedy t.csv -t moon --hidden 16,16 --lr 0.01 --epochs 30 --seeds 4 -o runs >/dev/null || exit
cmp before.csv runs/labels.csv && echo 'the same again'
"$LC" make-data friedman1 -n 300 >f.csv
"$LC" remedy f.csv -t y --epochs 60 --seeds 5 --budget 80 | sed -n 's/^\(More rows\): .*: \(.*\)/\1: \2/p; /^Labels/p'
# a point that has moved in every 41st target spoils the networks at first; the rows are named all the same
"$LC" make-data friedman1 -n 500 | awk -F, -v OFS=, 'NR > 1 && (NR - 1) % 41 == 0 { $NF *= 10 } 1' >moved.csv
"$LC" remedy moved.csv -t y --hidden 32,32 --epochs 60 --seeds 2 --budget 60 -o moved |
    sed -n 's/^Labels: of [0-9]* rows, .* seen it, [0-9]* \([^:]*\):.*/\1/p'
awk -F, 'NR > 1 { n++; wrong += $1 % 41 == 0 } END { print (n == wrong && n >= 8) ? "the wrong ones" : n " of " wrong }' moved/labels.csv
head -n 1 moved/labels.csv
# networks that have learnt nothing judge nothing
"$LC" remedy t.csv -t moon --hidden 4 --lr 0.00001 --epochs 2 --seeds 2 --budget 60 |
    sed -n 's/^Labels: .* seen it, //p'
# the share is of the training rows, in as many updates
"$LC" train f.csv -t y --train-share 0.25 --batch 20 --epochs 3 -q -o share.csv
sed -n '/_samples/p' share.csv
"$LC" train f.csv -t y --train-share 1.5
