# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.9\n2,0.8\n3,"0.7\n4,0.6\n5,0.5\n6,0.4\n' >run.csv
"$LC" -v run.csv | sed -n '/^Notes/,$p'
