# SPDX-License-Identifier: GPL-3.0-or-later
# Ctrl-C: the epoch at hand is ended and recorded, the run diagnosed, and the status is the signal's.
"$LC" make-data moons -n 200 >t.csv
"$LC" train t.csv -t moon --epochs 100000000 --sync off -q --save m.model >report 2>err &
until [ "$(grep -c '^ *[0-9]' run.csv 2>/dev/null)" -gt 5 ] 2>/dev/null; do
    kill -0 $! || break
    sleep 0.01
done
kill -INT $!
wait $!
echo "status $?"
grep -c '^Verdict: ' report
cat err
# Every line is whole: as many fields as the header has.
awk -F, '/^#/ { next } !n { n = NF } NF != n { print "half a row: " $0 }' run.csv
tail -c 1 run.csv | od -An -c
"$LC" predict m.model t.csv 2>/dev/null | wc -l # how good it is depends on the moment
