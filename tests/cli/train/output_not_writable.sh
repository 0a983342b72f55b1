# SPDX-License-Identifier: GPL-3.0-or-later
# Told before the first epoch: no record is left behind.
"$LC" make-data moons -n 50 >t.csv
for option in --output --save --checkpoint --plot; do
    "$LC" train t.csv -t moon --epochs 2 $option nowhere/file.png && echo "$option: no error"
done
"$LC" train t.csv -t moon --epochs 2 --plot run.jpeg
"$LC" train t.csv -t moon --epochs 2 --force --output .
ls
