# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.5\n2,0.4\n' >run.csv
"$LC" convert run.csv -o run.xls
"$LC" convert run.csv --to xls
"$LC" convert run.csv -o no/such.csv
"$LC" convert run.csv --to csv -o run.xls && cat run.xls
