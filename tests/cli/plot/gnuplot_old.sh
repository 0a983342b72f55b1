# SPDX-License-Identifier: GPL-3.0-or-later
printf '#!/bin/sh\necho gnuplot 4.6 patchlevel 6\n' >gnuplot && chmod +x gnuplot
LEARNCURVE_GNUPLOT=$PWD/gnuplot "$LC" plot -o run.png "$SAMPLES/keras_console/crossvalidated-444546.log" 2>got
echo $?
sed "s|$PWD|.|" got
ls
