# SPDX-License-Identifier: GPL-3.0-or-later
# A device is never replaced.
printf 'epoch,loss\n1,0.5\n2,0.4\n' >run.csv
"$LC" convert run.csv --to csv -o /dev/null; echo $?
test -c /dev/null && echo is there
