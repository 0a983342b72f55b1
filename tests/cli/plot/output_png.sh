# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" plot -o run.png "$SAMPLES/keras_console/crossvalidated-444546.log" && ls && head -c 4 run.png | tr -c '[:print:]' '.' && echo
