# SPDX-License-Identifier: GPL-3.0-or-later
# What is read in ten seconds: the median report of a sample has at most 14 lines, none fills a
# terminal of 24, and twenty runs stay within 30.
find "$SAMPLES" -type f ! -name '*.md' ! -name '*.png' | sort >all
while read -r log; do
    "$LC" "$log" 2>/dev/null | wc -l
done <all | sort -n >lines
awk '{ n[NR] = $1 } END { print (n[int((NR + 1) / 2)] <= 14 ? "short" : n[int((NR + 1) / 2)]) }' lines
tail -n 1 lines | awk '{ print $1 <= 24 ? "fits" : $1 }'
# shellcheck disable=SC2046 # names without blanks
"$LC" $(find "$SAMPLES/csv" -name '*.csv' | sort | head -n 20) | wc -l | awk '{ print $1 <= 30 ? "fits" : $1 }'
