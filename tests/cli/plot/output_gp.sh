# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" plot -o run.gp "$SAMPLES/keras_console/crossvalidated-444546.log" && ls && head -c 4 run.gp | tr -c '[:print:]' '.' && echo
