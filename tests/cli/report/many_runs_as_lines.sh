# SPDX-License-Identifier: GPL-3.0-or-later
# Of the runs of one file one diagnosis at a time is kept: all of them would take 90 MB. A disk that is full
# ends it at once.
case $LC in
*/sanitize/* | */thread/*) echo 'sanitizers reserve more than any limit' && exit 77 ;;
esac
# Of the runs of one file one diagnosis at a time is kept: all of them would be 90 MB.
awk 'BEGIN { print "epoch,loss"; for (r = 0; r < 20000; r++) for (e = 1; e <= 3; e++) print e "," 1 / e }' >many.csv
# shellcheck disable=SC3045 # dash and bash have it
(ulimit -v 80000 && "$LC" --jsonl --fail-on warning many.csv >lines)
echo $?
wc -l <lines
sort -u lines | wc -l
[ -c /dev/full ] || exit 0
"$LC" --jsonl many.csv >/dev/full
echo $?
