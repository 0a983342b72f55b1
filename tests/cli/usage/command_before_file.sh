# SPDX-License-Identifier: GPL-3.0-or-later
cp "$SAMPLES/keras_console/crossvalidated-444546.log" plot
# A word that is a command is one, even when a file has its name.
"$LC" plot nosuch.log
