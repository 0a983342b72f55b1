# SPDX-License-Identifier: GPL-3.0-or-later
# The Markdown draws in characters what --plot draws into a picture; the link is as seen from the report.
command -v gnuplot >/dev/null || { echo 'no gnuplot'; exit 77; }
cp "$SAMPLES/csv/overfitting.csv" run.csv
mkdir out
"$LC" report run.csv -o report.md
"$LC" report run.csv -o out/report.md --plot out/the\ run.png
diff report.md out/report.md | sed 's/^< .*[│┤].*/(curves)/' | uniq
head -c 4 out/*.png | tail -c 3
echo
"$LC" report run.csv "$SAMPLES/csv/healthy.csv" -o two.md
head -n 1 two.md
"$LC" report run.csv "$SAMPLES/csv/healthy.csv" -o three.md --plot three.png
"$LC" report run.csv -o page.html --plot run.png
"$LC" report run.csv -o report.md --plot run.doc
cp run.csv run.png
"$LC" report run.png -o report.md --plot run.png
LEARNCURVE_GNUPLOT=false "$LC" report run.csv -o four.md --plot four.png
echo "status $?"
ls
