# SPDX-License-Identifier: GPL-3.0-or-later
# A line of JSON for each epoch; what is no number in JSON is told beside.
"$LC" make-data moons -n 200 >t.csv
number='-\{0,1\}[0-9][0-9.]*\(e[-+]\{0,1\}[0-9][0-9]*\)\{0,1\}'
"$LC" train t.csv -t moon --epochs 3 --jsonl --metrics all >lines && wc -l <lines || exit
grep -v "^{\(\"[a-z_]*\": $number, \)*\"[a-z_]*\": $number}\$" lines
sed 's/": [^,}]*/"/g' lines | sort -u
"$LC" train t.csv -t moon --epochs 1 --jsonl --optimizer sgd --lr 1e9 -o nan.csv 2>/dev/null | sed 's/"[a-z]*accuracy.*//'
