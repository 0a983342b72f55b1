# SPDX-License-Identifier: GPL-3.0-or-later
# An epoch of this run takes long: the second Ctrl-C ends it at once.
"$LC" make-data moons -n 20000 >t.csv
"$LC" train t.csv -t moon --optimizer sgd --hidden 4096,4096 -q >report 2>&1 &
until grep -q '^epoch,' run.csv 2>/dev/null; do
    kill -0 $! || break
    sleep 0.01
done
n=0
while kill -INT $! 2>/dev/null && [ $n -lt 1000 ]; do
    n=$((n + 1))
    sleep 0.05
done
wait $!
echo "status $?, $(grep -c '^ *[0-9]' run.csv) epochs"
cat report
