# SPDX-License-Identifier: GPL-3.0-or-later
# With --csv-safe no cell is what a spreadsheet would run; without it names stay as they are.
printf 'epoch,"=cmd|x",loss\n1,0.5,0.5\n2,0.4,-0.4\n' >run.csv
"$LC" convert run.csv
"$LC" convert --csv-safe run.csv
"$LC" convert --csv-safe --long run.csv
printf 'x,y\n0,=a\n1,@b\n2,=a\n3,@b\n4,=a\n5,@b\n6,=a\n7,@b\n8,=a\n9,@b\n' >table.csv
"$LC" train table.csv --target y --epochs 1 -q -o out.csv --save m
"$LC" predict -q m table.csv | cut -d , -f 1 | sort -u
"$LC" predict -q --csv-safe m table.csv | cut -d , -f 1 | sort -u
mkdir logs
cp run.csv logs/=run.csv
cd logs && "$LC" scan --csv =run.csv | cut -d , -f 1
