# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data moons -n 50 >t.csv && "$LC" train t.csv -t moon --epochs 1 --save m.model -q || exit
printf 'x1,z\n1,2\n' >other.csv
"$LC" predict m.model other.csv
"$LC" predict t.csv t.csv
"$LC" predict absent.model t.csv
