# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.9\n2,0.8\n' >run.csv
# shellcheck disable=SC2059 # what is tried holds \n and \0
try() { printf "$1" >.learncurve.conf; "$LC" run.csv 2>&1 | head -n 1; }
try 'smoth = 3\n'
try '\n\nclasses = x\n'
try 'output = stolen.png\n'
try 'no-rule = plateu\n'
try 'just words\n'
try 'smooth = 5\0\n'
head -c 70000 /dev/zero | tr '\0' '#' >.learncurve.conf; "$LC" run.csv 2>&1 | head -n 1
rm .learncurve.conf; mkdir .learncurve.conf; "$LC" run.csv 2>&1 | head -n 1
"$LC" help | head -n 1
"$LC" diagnose --help | head -n 1
"$LC" --no-config run.csv | head -n 1
