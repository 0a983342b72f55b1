# SPDX-License-Identifier: GPL-3.0-or-later
[ "$(id -u)" != 0 ] || { echo 'root reads everything'; exit 77; }
printf 'epoch,loss\n1,0.5\n2,0.4\n' >run.csv && chmod 0 run.csv && "$LC" run.csv
