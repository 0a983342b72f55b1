# SPDX-License-Identifier: GPL-3.0-or-later
# A target of any size is learned as well as its standardised one, and --raw-target as it is.
awk 'BEGIN { print "x,price"; for (i = 0; i < 400; i++) print i "," 2000000 + 5000 * i }' >t.csv
for how in '' --raw-target; do
    "$LC" train t.csv -t price -q --force --hidden none --optimizer sgd --lr 0.1 --epochs 20 $how \
        --save net.model || exit
    tail -n 1 run.csv | awk -F, '{ print "r2 above 0.999:", ($4 > 0.999) ? "yes" : "no" }'
done
"$LC" train t.csv -t price -q --force --hidden none --optimizer sgd --lr 0.1 --epochs 60 --save net.model
"$LC" predict net.model t.csv | awk 'NR > 1 && ($1 < 1.99e6 || $1 > 4.01e6) { print "far off:", $1 }'
