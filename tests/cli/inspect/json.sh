# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.9\n2,NaN\n' >run.csv
"$LC" inspect --json run.csv
