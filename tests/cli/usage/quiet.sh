# SPDX-License-Identifier: GPL-3.0-or-later
# -q prints nothing but what went wrong, whatever the form; -v of a scan names all logs that can't be read.
cp "$SAMPLES/csv/overfitting.csv" "$SAMPLES/csv/healthy.csv" .
for form in '' --json --github; do
    "$LC" diagnose -q $form --fail-on overfitting overfitting.csv
    echo "diagnose $?"
done
for form in '' --jsonl; do
    "$LC" scan -q $form --fail-on overfitting .
    echo "scan $?"
done
"$LC" compare -q overfitting.csv --baseline healthy.csv --max-regression val_loss=1%
echo "compare $?"
rm ./*.csv
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do printf 'epoch,loss\n1,0.5\n2,x,y,z\n' >$n.csv; done
"$LC" scan --strict . 2>&1 | grep -c 'learncurve: ./[0-9]'
"$LC" scan -v --strict . 2>&1 | grep -c 'learncurve: ./[0-9]'
