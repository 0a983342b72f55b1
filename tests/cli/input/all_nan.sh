# SPDX-License-Identifier: GPL-3.0-or-later
printf "epoch,loss\n1,nan\n2,NaN\n3,NAN\n" >run.csv && "$LC" run.csv
