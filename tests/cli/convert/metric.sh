# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss,val_loss,lr\n1,0.5,0.6,0.1\n2,0.4,0.5,0.1\n' >run.csv
"$LC" convert -m loss run.csv
"$LC" convert -m accuracy run.csv
