# SPDX-License-Identifier: GPL-3.0-or-later
# A loss that is not finite ends the run with a diagnosis and status 1, and no such network is saved;
# what was saved before stays. --keep-going trains on.
"$LC" make-data moons -n 200 >t.csv
too_high='-t moon --optimizer sgd --lr 1e9 --epochs 12 --save net.model --checkpoint run.ck'
# shellcheck disable=SC2086 # words
"$LC" train t.csv $too_high -q >report
echo "status $?"
head -n 1 report
grep -c '^[0-9]*,nan,' run.csv
ls net.model run.ck 2>/dev/null
# shellcheck disable=SC2086 # words
"$LC" train t.csv $too_high --keep-going --force -q
grep -c '^[0-9]*,nan,' run.csv
"$LC" predict run.ck t.csv
