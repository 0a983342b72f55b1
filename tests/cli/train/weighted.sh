# SPDX-License-Identifier: GPL-3.0-or-later
# Class weights act on the training loss alone: the accuracies and the other part's loss are plain,
# and so is the loss that is recorded beside it. One epoch of a network without hidden layers and a
# learning rate near 0 keeps every probability at what the weights began with.
"$LC" make-data moons -n 400 >t.csv
run() { "$LC" train t.csv -t moon --optimizer sgd --lr 1e-30 --epochs 1 --record-unweighted -q -o "$@"; }
run plain.csv && run tenfold.csv --class-weight 10,10 && run rare.csv --class-weight 0,1 || exit
awk -F, '/^[0-9#e]/ && !/^1,/ { next }
    { loss[++n] = $2; accuracy[n] = $3; unweighted[n] = $4; other[n] = $5 }
    END {
        d = loss[2] / loss[1] - 10
        print d * d < 1e-9 ? "ten times the loss" : "loss times " loss[2] / loss[1]
        print loss[3] != loss[1] ? "other weights, another loss" : "weights do nothing"
        print unweighted[1] == unweighted[2] && unweighted[2] == unweighted[3] ? "one plain loss" : "no plain loss"
        print other[1] == other[2] && accuracy[1] == accuracy[2] ? "nothing else changes" : "more changes"
    }' plain.csv tenfold.csv rare.csv
