# SPDX-License-Identifier: GPL-3.0-or-later
# What a command prints goes on untouched, with its status; findings go to standard error.
log=$SAMPLES/csv/overfitting.csv
"$LC" watch -- sh -c "cat '$log'; echo trained >&2; exit 3" >out 2>err
echo "status $?"
cmp out "$log"
cut -d : -f 1,2 err | sort
"$LC" watch --quiet -- sh -c "cat '$log'; echo trained >&2" 2>err | cut -d : -f 1,2
cat err
"$LC" watch -- sh -c 'kill -9 $$'
echo "status $?"
"$LC" watch -- ./no-such-program 2>&1
echo "status $?"
