# SPDX-License-Identifier: GPL-3.0-or-later
# What stops early is recorded, and its best epoch is the one that is kept.
"$LC" make-data moons -n 300 --noise 0.4 >t.csv
"$LC" train t.csv -t moon --epochs 200 --patience 8 --monitor val_auroc --restore-best -q || exit
awk -F, '
    /^#/ { next }
    !names { for (i = 1; i <= NF; i++) at[$i] = i; names = 1; next }
    { n++; if ($at["val_auroc"] > best) { best = $at["val_auroc"]; where = n } }
    END { print n == where + 8 ? "8 epochs after its best" : n " " where }' run.csv
"$LC" train t.csv -t moon --monitor val_r2
"$LC" train t.csv -t moon --monitor f1
