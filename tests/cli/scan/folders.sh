# SPDX-License-Identifier: GPL-3.0-or-later
# Every run below two folders, the most urgent first, whatever the number of threads; links that
# circle, other files, hidden ones and folders without logs are no trouble.
mkdir -p runs/a runs/b/deep other
cp "$SAMPLES/csv/overfitting.csv" runs/a/run.csv
cp "$SAMPLES/csv/two-runs.csv" runs/b/deep
cp "$SAMPLES/csv/healthy.csv" other
cp "$SAMPLES/csv/healthy.csv" runs/a/.hidden.csv
ln -s ../a runs/a/loop
ln -s . other/here
echo 'no log at all' >runs/notes.txt
printf 'x\0y\0' >runs/data.bin
"$LC" scan runs other
for n in 1 2 8; do "$LC" scan -j $n --csv runs other | sed 's/,[0-9]*,$/,CHANGED,/' | cksum; done | sort -u | wc -l
"$LC" scan --csv runs other | sed 's/,[0-9]*,$/,CHANGED,/'
"$LC" scan runs --json | sed 's/"changed":[0-9]*/"changed":0/'
