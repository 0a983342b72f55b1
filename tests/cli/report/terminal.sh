# SPDX-License-Identifier: GPL-3.0-or-later
# On a terminal: its width is kept, and there is colour unless TERM or NO_COLOR says no.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
cp "$SAMPLES/keras_console/crossvalidated-444546.log" run.log
esc=$(printf '\033')
on_terminal() { script -qec "stty cols 60; $1 '$LC' run.log" /dev/null </dev/null | tr -d '\r'; }
on_terminal 'TERM=dumb' | sed -n '2,3p'
for how in TERM=xterm TERM=dumb 'TERM=xterm NO_COLOR=1' 'TERM=xterm NO_COLOR='; do
    on_terminal "$how" | sed -n 1p | sed "s/$esc/ESC/g"
done
