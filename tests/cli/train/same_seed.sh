# SPDX-License-Identifier: GPL-3.0-or-later
# The same seed gives the same bytes, but for the seconds and the command; another one doesn't.
"$LC" make-data spirals -n 300 >t.csv
run() {
    "$LC" train t.csv -t arm --epochs 5 --dropout 0.2 --label-noise 0.1 --metrics all -q --seed "$1" -o "$2.csv" \
        --save "$2.model" && sed -e '/^# command/d' -e 's/,[^,]*$//' "$2.csv" >"$2"
}
run 1 one && run 1 same && run 2 other || exit
cmp one same && cmp one.model same.model || exit
cmp -s one other || echo 'another seed, other numbers'
cmp -s one.model other.model || echo 'and other weights'
