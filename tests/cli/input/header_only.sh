# SPDX-License-Identifier: GPL-3.0-or-later
printf "epoch,loss,val_loss\n" >run.csv && "$LC" run.csv
