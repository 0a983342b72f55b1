# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" make-data moons -n 100 >t.csv && "$LC" train t.csv -t moon --epochs 6 -q --plot run.gp && head -c 1 run.gp && ls
