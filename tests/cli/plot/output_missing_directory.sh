# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" plot -o nosuch/run.png "$SAMPLES/keras_console/crossvalidated-444546.log"
