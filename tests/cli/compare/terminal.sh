# SPDX-License-Identifier: GPL-3.0-or-later
# As text, above the table.
unset LC_ALL LINES COLUMNS
cd "$SAMPLES/csv" || exit
LANG=C.UTF-8 TERM=xterm "$LC" compare --terminal healthy.csv stalled.csv unstable.csv
LANG=C LINES=16 "$LC" compare --terminal --color always -m accuracy healthy.csv stalled.csv
"$LC" compare --terminal --json healthy.csv stalled.csv
echo $?
