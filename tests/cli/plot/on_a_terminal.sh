# SPDX-License-Identifier: GPL-3.0-or-later
# On a terminal, without a file or with '-', the plot is text, as wide and high as the terminal, in
# colour where that is wanted, and a picture where the terminal takes PNGs; a script goes into pipes
# only. (The terminal is asked whether it shows sixels, "ESC [ c".)
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
unset LC_ALL TMUX KITTY_WINDOW_ID
cp "$SAMPLES/csv/overfitting.csv" run.csv
on_terminal() {
    script -qec "stty cols 60 rows 12; $1 '$LC' plot run.csv --title Title --rules spikes $2" /dev/null </dev/null |
        tr -d '\r' | sed 's/\x1b\[c//; s/\x1b/ESC/g'
}
on_terminal 'LANG=C.UTF-8 TERM=xterm NO_COLOR=1' ''
on_terminal 'LANG=C.UTF-8 TERM=dumb' '-o -' | wc -l
on_terminal 'LANG=C TERM=xterm' '' | sed -n '1p;5p'
on_terminal 'TERM=xterm-kitty' '' | cut -c 1-32 | head -n 1 # a PNG begins with 89 50 4E 47
on_terminal 'TERM=xterm-kitty LEARNCURVE_GNUPLOT=/nonexistent NO_COLOR=1' '' | head -n 1
on_terminal 'TERM=xterm-kitty NO_COLOR=1' --terminal | head -n 1
"$LC" plot run.csv -o - | sed -n 1p
