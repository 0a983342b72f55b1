# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.5\n2,0.4\n' >run.csv
ln run.csv other.csv
"$LC" convert run.csv -o ./run.csv
"$LC" convert run.csv -o other.csv
cat run.csv
