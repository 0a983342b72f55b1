# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data moons -n 50 >t.csv
"$LC" train t.csv -t moon --epochs 2 --checkpoint good.ck -q || exit
cp run.csv before
head -c 1000 good.ck >short.ck
{ head -c 2000 good.ck; printf 'x'; tail -c +2002 good.ck; } >damaged.ck
mkdir directory.ck
for name in absent short damaged directory; do
    "$LC" train t.csv -t moon --epochs 4 --resume $name.ck -q 2>err && echo "$name.ck was believed"
    sed 's/[0-9][0-9]*/N/g' err >&2 # places depend on the kernels' name and padding
done
"$LC" train t.csv -t moon --epochs 4 --resume t.csv -q
status=$?
cmp before run.csv
exit $status
