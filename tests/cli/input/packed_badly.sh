# SPDX-License-Identifier: GPL-3.0-or-later
# What could be unpacked is read: before other bytes, and before the place where the data break off.
{ gzip -c "$SAMPLES/csv/healthy.csv" && echo 'something else, of no packer'; } >more.csv.gz
"$LC" inspect more.csv.gz | tail -n 2
awk 'BEGIN { print "epoch,loss"; for (i = 1; i < 9999; i++) print i "," 1 / i }' | gzip | head -c 20000 >cut.csv.gz
"$LC" inspect cut.csv.gz | grep 'break off'
printf '\037\213 and no more of gzip\n' >none.csv.gz
"$LC" inspect none.csv.gz
