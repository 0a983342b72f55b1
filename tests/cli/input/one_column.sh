# SPDX-License-Identifier: GPL-3.0-or-later
printf "loss\n0.9\n0.7\n0.6\n0.55\n0.52\n0.5\n" >run.csv && "$LC" run.csv
