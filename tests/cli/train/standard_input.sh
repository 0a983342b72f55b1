# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data moons -n 100 >t.csv
"$LC" train t.csv -t moon --epochs 2 -q -o one.csv && "$LC" train - -t moon --epochs 2 -q -o two.csv <t.csv || exit
for f in one two; do sed -e '/^# command/d' -e 's/,[^,]*$//' $f.csv >$f; done
cmp one two && tail -n +2 one | wc -l
