# SPDX-License-Identifier: GPL-3.0-or-later
# A metric's name can't put a workflow command or an escape into the report.
printf 'epoch,"\033[2J\n::stop-commands::x",val_loss\n1,0.9,1\n2,0.8,0.9\n3,0.7,0.8\n' >run.csv
{ "$LC" -v run.csv; "$LC" run.csv | sed s/…//; } >got
grep -c '^::' got
tr -d '[:print:]\n' <got | wc -c | tr -d ' '
