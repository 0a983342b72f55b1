# SPDX-License-Identifier: GPL-3.0-or-later
echo old >run.png
LEARNCURVE_GNUPLOT=/nonexistent "$LC" plot -o run.png "$SAMPLES/keras_console/crossvalidated-444546.log"
echo $?
cat run.png
ls
