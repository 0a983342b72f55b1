# SPDX-License-Identifier: GPL-3.0-or-later
mkdir run.png && "$LC" plot -o run.png "$SAMPLES/keras_console/crossvalidated-444546.log"; echo $?; ls -A run.png
