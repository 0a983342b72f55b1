# SPDX-License-Identifier: GPL-3.0-or-later
# A run without a name is called by its place in the file, wherever it stands in the list.
printf 'epoch,loss,val_loss\n1,1,1.1\n2,0.8,0.9\n3,0.7,0.8\n1,1,1.2\n2,0.85,0.95\n3,0.75,0.85\n4,0.7,0.8\n' >run.csv
"$LC" run.csv | cut -c 1-22
