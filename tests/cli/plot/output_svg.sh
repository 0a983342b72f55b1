# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" plot -o run.svg "$SAMPLES/keras_console/crossvalidated-444546.log" && ls && head -c 4 run.svg | tr -c '[:print:]' '.' && echo
