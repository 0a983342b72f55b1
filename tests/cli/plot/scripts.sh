# SPDX-License-Identifier: GPL-3.0-or-later
# The scripts of six samples, byte by byte but for the findings' sentences (five words and more),
# which are the rules': what is drawn where, in which order and style.
show() {
    echo "== $*"
    sample=$1
    shift
    "$LC" plot --title Title --rules plateau,non-finite,spikes "$@" "$SAMPLES/$sample" |
        sed -e 's/^set label "\([^" ]* \)\{4\}[^"]*"/set label "(sentence)"/' -e '1s/learncurve [0-9.]*/learncurve/'
}
show keras_console/crossvalidated-444546.log
show csv/underfitting.csv --mono
show csv/non-finite.csv --smooth 1
show yolo_csv/detect.csv --size 1600x1200
show sklearn_learning_curve/means.csv --dark
show csv/stalled.csv --plain --size 85mm --font 'Helvetica'
