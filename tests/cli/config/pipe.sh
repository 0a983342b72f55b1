# SPDX-License-Identifier: GPL-3.0-or-later
# What stands there may be a pipe that nobody writes to.
printf 'epoch,loss\n1,0.9\n2,0.8\n' >run.csv
mkfifo .learncurve.conf
"$LC" run.csv
