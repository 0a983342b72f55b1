# SPDX-License-Identifier: GPL-3.0-or-later
# What predict says of the validation rows has the score that the run recorded.
field() { awk -F, -v name="$2" '/^#/ { next } !k { for (i = 1; i <= NF; i++) if ($i == name) k = i } { v = $k } END { print v }' "$1"; }
compare() { # KIND TARGET ROWS
    "$LC" make-data "$1" -n "$3" >t.csv
    "$LC" train t.csv -t "$2" --no-shuffle-split --validation 0.25 --epochs 10 -q -o "$1.csv" --save m.model || exit
    "$LC" predict m.model t.csv >p.csv || exit
    head -n 1 p.csv
    paste -d, p.csv t.csv | tail -n $(($3 / 4)) | awk -F, -v regression="$4" \
        -v recorded="$(field "$1.csv" "${4:-val_accuracy}")" '
        { hits += $1 == $NF; squares += ($1 - $NF)^2 }
        END {
            v = regression ? squares / NR : hits / NR
            print (v - recorded)^2 <= 1e-10 * v^2 ? "as recorded" : "told " v ", recorded " recorded
        }'
}
compare moons moon 400
compare spirals arm 400
compare friedman1 y 400 val_loss
# Columns are found by name: another order, without the target.
awk -F, '{ print $10 "," $9 "," $8 "," $7 "," $6 ",extra," $5 "," $4 "," $3 "," $2 "," $1 }' t.csv >turned.csv
"$LC" predict m.model - <turned.csv | cmp - p.csv
