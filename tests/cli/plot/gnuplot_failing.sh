# SPDX-License-Identifier: GPL-3.0-or-later
printf '#!/bin/sh\necho "line 0: no such terminal" >&2\nexit 1\n' >gnuplot && chmod +x gnuplot
echo old >run.png
LEARNCURVE_GNUPLOT=$PWD/gnuplot "$LC" plot -o run.png "$SAMPLES/keras_console/crossvalidated-444546.log" 2>got
echo $?
sed "s|$PWD|.|" got
cat run.png
ls
