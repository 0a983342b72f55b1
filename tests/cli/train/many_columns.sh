# SPDX-License-Identifier: GPL-3.0-or-later
# 10,000 of them train.
awk 'BEGIN {
    for (r = 0; r <= 20; r++) {
        for (c = 1; c <= 10000; c++) printf r ? "%d," : "x%d,", r ? (r * c) % 7 : c
        print r ? r % 2 : "y"
    }
}' >t.csv
"$LC" train t.csv -t y --hidden 8 --epochs 2 && grep -c '^[12],' run.csv
