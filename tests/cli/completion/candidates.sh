# SPDX-License-Identifier: GPL-3.0-or-later
# What may stand in place of the last word, whatever the shell.
{
    # shellcheck disable=SC2016 # names that a shell would run
    printf 'epoch,train/loss,$(touch x),`touch y`,a b,val:loss,"two\nlines",\033[2Jclear\n'
    printf '%s,.9,.8,.7,.6,.5,.4,.3\n' 1 2 3
} >run.csv
at() {
    echo "learncurve $*|"
    "$LC" help --complete -- "$@" | sed 's/^/    /'
}
at rem
at help ins
at explain over
at make-data m
at diagnose --bri
at -v --js
at plot --dark --si
at --format kera
at --format=tfe
at --rules overf
at --rules=plateau,overf
at scan --only plateau,h
at --fail-on crit
at --set overfit
at --set overfitting.m
at convert --to ''
at --color ''
at -w ''
at -f keras_c
at plot -o ''
at train --optimizer a
at train run.csv --target ''
at train --epochs 3 run.csv --ignore val
at remedy run.csv -t tr
at train run.csv --group=ep
printf '\357\273\277"size; in m" ;"a ""b""";target\n1;2;3\n' >table.csv
at train table.csv --target ''
printf '1,2,3\n4,5,6\n' >numbers.csv
at train numbers.csv --target ''
at train missing.csv --target ''
at train --target ''
at run.csv --metric ''
at plot run.csv -m a
at run.csv --x t
at "$SAMPLES/csv/two-runs.csv" --run '' | sed '1s/.*/two-runs.csv/'
at compare run.csv --max-regression tr
at run.csv --map=va
at run.csv '--map=val:loss=te'
at run.csv --map 'val:loss=test:s'
at missing.csv . -m ''
at watch --stop-on nonsense
at watch -- --dr
at record x
at --no-such-option ''
at --no-such-option=
at formats ''
mkfifo pipe
at pipe -m ''
