# SPDX-License-Identifier: GPL-3.0-or-later
# A log that holds two runs needs --run, by number; `diagnose` takes them all.
log=$SAMPLES/keras_console/crossvalidated-444546.log
cat "$log" "$log" >two.log
"$LC" plot two.log
echo $?
"$LC" plot --run 2 two.log | head -c 1 | wc -c | tr -d ' '
"$LC" -v two.log | grep '^----'
"$LC" --run 3 two.log
