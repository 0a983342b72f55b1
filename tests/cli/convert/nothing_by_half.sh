# SPDX-License-Identifier: GPL-3.0-or-later
# One file that can't be read: the table that is there stays as it is.
printf 'epoch,loss\n1,0.5\n2,0.4\n' >run.csv
echo before >out.csv
"$LC" convert run.csv missing.csv -o out.csv
echo $?
cat out.csv
ls
