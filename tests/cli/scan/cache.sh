# SPDX-License-Identifier: GPL-3.0-or-later
# The second scan finds what the first one found, without reading: the logs are made unreadable but for
# their size and time. What changed is read, and so is everything when an option changes the diagnosis.
mkdir runs
for i in 1 2 3; do cp "$SAMPLES/csv/overfitting.csv" runs/$i.csv; done
cp "$SAMPLES/csv/two-runs.csv" runs/4.csv
echo 'no log at all' >runs/notes.txt
printf 'epoch,loss\n' >runs/none.csv
"$LC" scan runs --cache cache >first 2>first.err
for f in runs/*; do touch -r "$f" time; tr '[:print:]' x <"$f" >new; cat new >"$f"; touch -r time "$f"; done
"$LC" scan runs --cache cache >second 2>second.err
cmp first second && cmp first.err second.err && cat second
"$LC" scan --jsonl --fail-on overfitting --sort name runs/1.csv runs/4.csv --cache cache | wc -l
cp "$SAMPLES/csv/healthy.csv" runs/2.csv
"$LC" scan runs --cache cache --only healthy --csv | sed 's/,[0-9]*,$/,CHANGED,/'
"$LC" scan runs --cache cache --set overfitting.alpha=0.5 2>&1 | head -1
"$LC" scan "$PWD/runs" --cache cache | head -1
"$LC" scan runs | head -1
echo 'a file of mine' >mine.csv
"$LC" scan runs --cache mine.csv; echo $?
cat mine.csv
"$LC" scan runs --cache no/such/folder/cache | head -1
