# SPDX-License-Identifier: GPL-3.0-or-later
# The plot as text, in Braille, blocks or ASCII as locale and console allow; never wider than the
# terminal, and with its prompt no higher.
unset LC_ALL LINES COLUMNS
log=$SAMPLES/csv/overfitting.csv
LANG=C.UTF-8 TERM=xterm "$LC" plot --title Title --rules spikes --terminal "$log"
LANG=C.UTF-8 TERM=linux LINES=14 "$LC" plot --title Title --rules spikes --terminal "$log"
LANG=C COLUMNS=50 LINES=20 "$LC" plot --title Title --rules spikes --terminal "$SAMPLES/yolo_csv/detect.csv"
for size in '40 12' '80 24' '200 60' '1 1'; do
    LANG=C COLUMNS=${size% *} LINES=${size#* } "$LC" plot --title Title --rules spikes --terminal "$log" |
        awk '{ if (length > w) w = length } END { print w, NR }'
done
