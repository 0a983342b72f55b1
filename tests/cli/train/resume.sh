# SPDX-License-Identifier: GPL-3.0-or-later
# Ten epochs at once, and four that were killed and went on to ten: the same numbers, each epoch
# once. Early stopping, schedules, moments, dropout and the best weights go on as well.
"$LC" make-data spirals -n 300 >t.csv
settings='--dropout 0.2 --schedule plateau --lr-patience 1 --patience 8 --restore-best --hidden 16 -q'
numbers() { sed -e '/^#/d' -e 's/^ *//' -e 's/,[^,]*$//' "$1"; }
for optimizer in sgd momentum nesterov adam adamw; do
    rm -f c.ck
    # shellcheck disable=SC2086 # words
    set -- t.csv -t arm $settings --optimizer $optimizer
    "$LC" train "$@" --epochs 10 -o "$optimizer.csv" --save whole.model &&
        "$LC" train "$@" --epochs 4 --checkpoint c.ck -o parts.csv --force &&
        "$LC" train "$@" --epochs 10 --checkpoint c.ck --resume c.ck -o parts.csv --save parts.model || exit
    numbers $optimizer.csv >whole && numbers parts.csv >parts && cmp whole parts && cmp whole.model parts.model &&
        echo "$optimizer: $(grep -c '^[0-9]' parts) epochs"
done
# By its length, too, where the schedule asks for it.
"$LC" train t.csv -t arm --schedule cosine --epochs 10 --hidden 4 -q --checkpoint d.ck
"$LC" train t.csv -t arm --schedule cosine --epochs 20 --hidden 4 -q --resume d.ck
