# SPDX-License-Identifier: GPL-3.0-or-later
# Status 0 without a picture is a failure too.
cat >gnuplot <<'END'
#!/bin/sh
[ "$1" = --version ] && echo 'gnuplot 5.4 patchlevel 4'
exit 0
END
chmod +x gnuplot
echo old >run.png
LEARNCURVE_GNUPLOT=$PWD/gnuplot "$LC" plot -o run.png "$SAMPLES/keras_console/crossvalidated-444546.log" 2>got
echo $?
sed "s|$PWD|.|" got
cat run.png
ls
