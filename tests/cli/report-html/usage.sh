# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.5\n2,0.4\n' >run.csv
cp run.csv run.html
"$LC" report run.csv
"$LC" report run.csv -o run.doc
"$LC" report run.html -o run.html
"$LC" report run.csv -o no/such.html
"$LC" report missing.csv -o missing.html
ls
