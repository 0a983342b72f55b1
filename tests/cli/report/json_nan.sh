# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss,val_loss\n1,0.9,-nan\n2,0.8,0.8\n3,inf,0.7\n' >run.csv
"$LC" --json run.csv | grep -n 'null\|_text' | sed 's/^[0-9]*: *//' | sort | uniq -c
