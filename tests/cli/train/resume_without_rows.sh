# SPDX-License-Identifier: GPL-3.0-or-later
# Rows between a record's end and the checkpoint are missed, not made up.
"$LC" make-data moons -n 50 >t.csv
"$LC" train t.csv -t moon --epochs 3 --checkpoint c.ck -q &&
    "$LC" train t.csv -t moon --epochs 4 --resume c.ck -q -o other.csv
grep -c '^[0-9]' other.csv
