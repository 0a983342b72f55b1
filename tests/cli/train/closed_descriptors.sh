# SPDX-License-Identifier: GPL-3.0-or-later
# What is printed where nobody listens never goes into the files that are written.
"$LC" make-data moons -n 80 >m.csv
"$LC" train m.csv --target moon --epochs 3 --hidden 4 -o a.csv 2>&-
"$LC" train m.csv --target moon --epochs 3 --hidden 4 -q --jsonl -o b.csv >&-
echo "status $?"
"$LC" train m.csv --target moon --epochs 3 --hidden 4 --jsonl -o c.csv --checkpoint c <&- >&- 2>&-
for f in a b c; do
    "$LC" inspect $f.csv | head -n 1
    grep -vc '^[#0-9]' $f.csv
done
"$LC" inspect <&-
"$LC" make-data moons >&-
echo "status $?"
