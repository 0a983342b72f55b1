# SPDX-License-Identifier: GPL-3.0-or-later
# 300 epochs of five metrics make a page of 150 kB at most; a million values don't make a larger one than
# their curves need.
awk 'BEGIN {
    srand(1)
    print "epoch,loss,accuracy,val_loss,val_accuracy,lr"
    for (i = 1; i <= 300; i++) {
        l = 2.3 * exp(-i / 40) + 0.05 + rand() / 20
        v = 2.3 * exp(-i / 35) + 0.6 + i * 0.0015 + rand() / 10
        printf "%d,%.6f,%.6f,%.6f,%.6f,%.8f\n", i, l, 1 - l / 2.5, v, 1 - v / 3, 0.001 * 0.99 ^ i
    }
}' >300.csv
awk 'BEGIN {
    srand(2)
    print "step,loss,lr"
    for (i = 1; i <= 200000; i++)
        printf "%d,%.5f,%.6f\n", i, 1 / (1 + i / 20000) + rand() / 10, 0.001
}' >200000.csv
"$LC" report 300.csv -o 300.html
"$LC" report 200000.csv -o 200000.html
for page in 300.html 200000.html; do
    size=$(wc -c <$page)
    if [ "$size" -le 150000 ]; then echo "$page: 150 kB at most"; else echo "$page: $size bytes"; fi
done
