# SPDX-License-Identifier: GPL-3.0-or-later
# On a terminal, without a file or with '-', the plot is text, as wide and high as the terminal, in
# colour where that is wanted; a script goes into pipes only.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
unset LC_ALL
cp "$SAMPLES/csv/overfitting.csv" run.csv
on_terminal() { script -qec "stty cols 60 rows 12; $1 '$LC' plot run.csv $2" /dev/null </dev/null | tr -d '\r'; }
on_terminal 'LANG=C.UTF-8 TERM=xterm NO_COLOR=1' ''
on_terminal 'LANG=C.UTF-8 TERM=xterm NO_COLOR=1' '-o -' | wc -l
on_terminal 'LANG=C TERM=xterm' '' | sed 's/\x1b/ESC/g' | sed -n '1p;5p'
"$LC" plot run.csv -o - | sed -n 1p
