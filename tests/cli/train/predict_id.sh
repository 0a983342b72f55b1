# SPDX-License-Identifier: GPL-3.0-or-later
# A column is written before the prediction, as it stands there.
printf 'order_id,x,y\n' >t.csv
for i in 001 002 3e1 'a "b"' 005 006 007 008; do echo "\"$(echo "$i" | sed 's/"/""/g')\",$((i_n = ${i_n:-0} + 1)),$((i_n % 2))"; done >>t.csv
"$LC" train t.csv -t y --save net.model -q --epochs 1 --validation 0 || exit
"$LC" predict net.model t.csv --id order_id -q | cut -d, -f1
"$LC" predict net.model t.csv --id nobody
