# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data moons -n 50 >t.csv && "$LC" train t.csv -t moon --epochs 2 --save m.model -q || exit
"$LC" train t.csv -t moon --resume m.model
