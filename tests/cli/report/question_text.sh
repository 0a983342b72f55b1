# SPDX-License-Identifier: GPL-3.0-or-later
ln -s "$SAMPLES" samples
"$LC" diagnose samples/keras_console/crossvalidated-444546.log
