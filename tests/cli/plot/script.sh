# SPDX-License-Identifier: GPL-3.0-or-later
# The script is whole and gnuplot's; what is in it is compared in the unit tests.
"$LC" plot "$SAMPLES/keras_console/crossvalidated-444546.log" >run.gp && grep -c 'EOD\|<<' run.gp | awk '{ print ($1 > 0) }'
