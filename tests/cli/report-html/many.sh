# SPDX-License-Identifier: GPL-3.0-or-later
# 1,000 runs of 300 epochs take 20 MB at most: 100 of them a tenth, and 0.2 MB of script and plot, which
# don't grow with them. Runs that can't be compared are listed all the same.
mkdir runs
awk 'BEGIN {
    for (r = 0; r < 100; r++) {
        file = sprintf("runs/%03d.csv", r)
        print "epoch,loss,accuracy,val_loss,val_accuracy" >file
        for (i = 1; i <= 300; i++) {
            l = 2.3 * exp(-i / (20 + r)) + 0.05 + rand() / 20
            v = 2.3 * exp(-i / (20 + r)) + 0.2 + r % 2 * i * 0.003 + rand() / 10
            printf "%d,%.6f,%.6f,%.6f,%.6f\n", i, l, 1 - l / 2.5, v, 1 - v / 3 >file
        }
        close(file)
    }
}'
"$LC" report runs -o page.html
awk -f "$ROOT/tests/cli/report-html/check.awk" page.html
grep -c '<a href="#run-' page.html
size=$(wc -c <page.html)
if [ "$size" -le 2200000 ]; then echo '2.2 MB at most'; else echo "$size bytes"; fi
printf 'epoch,a\n1,1\n2,2\n3,3\n' >a.csv
printf 'epoch,b\n1,3\n2,1\n3,2\n' >b.csv
"$LC" report a.csv b.csv -o page.html
awk -f "$ROOT/tests/cli/report-html/check.awk" page.html
grep -c '<details class="run"' page.html
