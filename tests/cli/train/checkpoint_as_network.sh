# SPDX-License-Identifier: GPL-3.0-or-later
# It has the network and its preprocessing, too, and serves as well.
"$LC" make-data moons -n 50 >t.csv
"$LC" train t.csv -t moon --epochs 2 --save m.model --checkpoint c.ck -q &&
    "$LC" predict m.model t.csv >one && "$LC" predict c.ck t.csv >two && cmp one two && wc -l <one
