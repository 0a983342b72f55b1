# SPDX-License-Identifier: GPL-3.0-or-later
# A label that only the patient tells is learned when a patient's rows are on both sides, and not when
# they stay together; the name of the column is hint enough.
awk 'BEGIN { srand(1); print "patient,x,y"
    for (p = 0; p < 40; p++) { y = rand() < 0.5; for (i = 0; i < 10; i++) print "p" p "," rand() "," y } }' >t.csv
score() {
    awk -F, '/^[0-9]/ { v = $5 } END { print (v > 0.9) ? "learned" : (v < 0.75) ? "not learned" : v }' run.csv
}
"$LC" train t.csv -t y --epochs 60 --force 2>said; head -n 1 said
score
"$LC" train t.csv -t y --group patient --epochs 60 --force -q
score
"$LC" train t.csv -t y --group patient --ignore x --force -q
