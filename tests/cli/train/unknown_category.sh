# SPDX-License-Identifier: GPL-3.0-or-later
# A text that training did not know is no error.
awk 'BEGIN { print "colour,y"; for (i = 0; i < 40; i++) print (i % 2 ? "red," : "blue,") i % 2 }' >t.csv
"$LC" train t.csv -t y --epochs 1 --save m.model -q && printf 'colour\nred\ngreen\n' >new.csv &&
    "$LC" predict m.model new.csv | wc -l
