# SPDX-License-Identifier: GPL-3.0-or-later
# One line, which but for blanks is the JSON object.
log=$SAMPLES/keras_console/crossvalidated-444546.log
"$LC" --jsonl "$log" >line
wc -l <line | tr -d ' '
tr -d ' \n' <line >one
"$LC" --json "$log" | tr -d ' \n' | cmp - one
