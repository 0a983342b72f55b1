# SPDX-License-Identifier: GPL-3.0-or-later
cp "$SAMPLES/keras_console/crossvalidated-444546.log" run.log
"$LC" --width 50 run.log | sed -n 1,12p
