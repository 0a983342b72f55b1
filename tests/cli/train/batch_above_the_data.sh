# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data moons -n 50 >t.csv && "$LC" train t.csv -t moon --batch 100000 --epochs 3 -q &&
    grep -c '^[123],' run.csv
