# SPDX-License-Identifier: GPL-3.0-or-later
# The learning-rate range test: what it suggests trains well.
"$LC" make-data spirals -n 500 --noise 0.1 >t.csv
"$LC" train t.csv -t arm --optimizer sgd --lr-range -o range.csv --plot range.gp >out || exit
sed 's/[0-9][-.0-9e]*[0-9]/N/g' out
rate=$(sed -n 's/.*--lr //p' out)
awk -v r="$rate" 'BEGIN { print (r >= 0.01 && r <= 0.3) ? "a rate that trains" : r }'
grep -v '^#' range.csv | head -n 1
head -n 1 range.gp | cut -c 1
"$LC" train t.csv -t arm --lr-range -o range.csv
# shellcheck disable=SC2086 # words
for words in '--seeds 2' '--diagnose' '--save x'; do "$LC" train t.csv -t arm --lr-range $words; done
