# SPDX-License-Identifier: GPL-3.0-or-later
# Each run takes the same memory and time, however many stand in a file.
case $LC in
*/sanitize/*) echo 'sanitizers reserve more than any limit' && exit 77 ;;
esac
awk 'BEGIN { print "epoch,loss"; for (r = 0; r < 4000; r++) for (e = 1; e <= 3; e++) print e "," 1 / e }' >runs.csv
"$LC" scan -j 1 --jsonl --max-memory 100M runs.csv | wc -l
