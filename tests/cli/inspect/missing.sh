# SPDX-License-Identifier: GPL-3.0-or-later
# What can't be read is named; the others are shown.
printf 'epoch,loss\n1,0.9\n2,0.8\n' >run.csv
"$LC" inspect nothing.csv run.csv | head -n 2
"$LC" inspect nothing.csv
