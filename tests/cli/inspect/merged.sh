# SPDX-License-Identifier: GPL-3.0-or-later
# Rows of one epoch are one record: the report counts these, inspect says both.
printf 'epoch,loss,val_loss\n1,0.9,\n1,,0.8\n2,0.7,\n2,,0.6\n' >run.csv
"$LC" inspect run.csv | sed -n '1,4p'
"$LC" diagnose -v run.csv | grep '^Run:'
