# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data moons -n 50 >t.csv && echo precious >run.csv
"$LC" train t.csv -t moon --epochs 2 -q
status=$?
cat run.csv
"$LC" train t.csv -t moon --epochs 2 -q --force && grep -c '^[12],' run.csv
exit $status
