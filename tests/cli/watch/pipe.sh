# SPDX-License-Identifier: GPL-3.0-or-later
# What comes through a pipe is told record by record, and nothing else; half a line at the end counts.
"$LC" watch - <"$SAMPLES/csv/overfitting.csv" | cut -d : -f 1,2
printf 'epoch,loss\n1,0.9\n2,0.8\n3,nan' | "$LC" watch - >out
echo "status $?"
cut -d : -f 1,2 out
printf 'no log\n' | "$LC" watch -
echo "status $?"
