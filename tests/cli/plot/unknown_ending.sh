# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" plot -o run.txt "$SAMPLES/keras_console/crossvalidated-444546.log"; echo $?; ls
