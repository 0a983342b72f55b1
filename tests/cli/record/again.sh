# SPDX-License-Identifier: GPL-3.0-or-later
# A record is not overwritten unasked; it can be gone on with, also by more names.
exec 2>&1
printf 'epoch=%d loss=0.%d\n' 1 9 2 8 | "$LC" record -o run.csv
printf 'epoch=1 loss=5\n' | "$LC" record -o run.csv
echo "status $?"
printf 'epoch=%d loss=0.%d\n' 2 5 3 7 | "$LC" record --resume -o run.csv
printf 'epoch=4 loss=0.6 lr=0.001\n' | "$LC" record --resume -o run.csv
cat run.csv
printf 'epoch=1 loss=5\n' | "$LC" record --force -o run.csv
cat run.csv
printf 'nothing\n' | "$LC" record -o new.csv
echo "status $?"
"$LC" record run.csv
"$LC" record
echo epoch=1 | "$LC" record -o no/such/folder.csv
echo "status $?"
ls
