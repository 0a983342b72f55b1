# SPDX-License-Identifier: GPL-3.0-or-later
test -w /dev/full || { echo 'no /dev/full'; exit 77; }
"$LC" plot "$SAMPLES/keras_console/crossvalidated-444546.log" 2>got >/dev/full
echo $?
cut -d : -f 1,2 got # the reason is only known where the last write fails
