# SPDX-License-Identifier: GPL-3.0-or-later
# A console log becomes a plain table; what it says of the run stands above it.
"$LC" convert "$SAMPLES/keras_console/crossvalidated-444546.log" -o run.csv && ls && cat run.csv
