# SPDX-License-Identifier: GPL-3.0-or-later
# The table must outlive its training.
"$LC" make-data moons -n 50 >t.csv && cp t.csv v.csv && cp t.csv before && ln t.csv link.csv
"$LC" train t.csv -t moon --force --output t.csv
"$LC" train t.csv -t moon --force --output link.csv
"$LC" train t.csv -t moon --validation-file v.csv --save v.csv
"$LC" train t.csv -t moon --checkpoint t.csv
"$LC" train t.csv -t moon --save v.csv
"$LC" train t.csv -t moon --save one --checkpoint one
cmp t.csv before && cmp v.csv before && ls
