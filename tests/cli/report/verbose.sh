# SPDX-License-Identifier: GPL-3.0-or-later
# -v: every finding with its evidence, causes and advice; -vv: least and greatest values too.
ln -s "$SAMPLES" samples
"$LC" -v samples/keras_console/crossvalidated-444546.log
"$LC" -vv samples/keras_console/crossvalidated-444546.log | sed -n '/metric  /,$p'
