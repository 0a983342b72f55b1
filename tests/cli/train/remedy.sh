# SPDX-License-Identifier: GPL-3.0-or-later
# A learning rate that is far too high: its remedies help, the winner is confirmed, and its command
# trains it. With a folder, a second call finds all runs there.
"$LC" make-data moons -n 600 --noise 0.3 --seed 2 >t.csv
"$LC" remedy t.csv -t moon --lr 1 --epochs 30 --hidden 16,16 --seeds 6 -o runs >out || exit
grep '^  learning rate / 100 .* helps ' out | cut -c1-21
grep -c '^  .* helps ' out | awk '{ print ($1 >= 2) ? "several help" : $1 }'
sed -n 's/.*: confirmed\./confirmed/p' out
winner=$(sed -n 's/^  learncurve \(train .*\)/\1/p' out)
# shellcheck disable=SC2086 # words
"$LC" $winner -q -o again.csv && tail -n 1 again.csv | awk -F, '{ print ($4 < 0.4) ? "good" : $4 }'
find runs -name '*.csv' | wc -l | awk '{ print ($1 > 40) ? "all runs recorded" : $1 }'
rm -f runs/as-it-is-seed1.model
"$LC" remedy t.csv -t moon --lr 1 --epochs 30 --hidden 16,16 --seeds 6 -o runs --plot best.gp >out2 || exit
sed '/^#/d' runs/as-it-is-seed1.csv | wc -l
awk '/ (helps|no difference shown|worse) / { print $NF }' out2 | sort -u | wc -l |
    awk '{ print ($1 > 1) ? "times as recorded" : "all took as long" }'
sed 's/  *[0-9.]*$//' out >a && sed 's/  *[0-9.]*$//' out2 | cmp - a && echo 'the same result'
grep -c 'as it is' best.gp | awk '{ print ($1 > 0) ? "drawn" : "not drawn" }'
for n in 12 40; do
    "$LC" remedy t.csv -t moon --lr 1 --epochs 5 --hidden 16 --budget $n >few || exit
    sed -n 's/.*remed[a-z]* tried in \([0-9]*\) runs.*/\1/p' few | awk -v n=$n '{ print ($1 <= n) ? "within " n : $1 }'
done
"$LC" remedy t.csv -t moon --budget soon
"$LC" remedy t.csv -t moon --validation 0
"$LC" remedy t.csv -t moon --plot best.txt
