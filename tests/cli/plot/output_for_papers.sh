# SPDX-License-Identifier: GPL-3.0-or-later
# Each kind for papers is what its name says.
log=$SAMPLES/keras_console/crossvalidated-444546.log
"$LC" plot --plain --size 85x60mm -o run.eps "$log" && head -n 1 run.eps | cut -c 1-4 && grep "^%%BoundingBox" run.eps
"$LC" plot --plain --size 8.5x6cm -o run.tex "$log" && head -n 1 run.tex
"$LC" plot --plain --size 3x2in -o run.pdf "$log" && head -c 4 run.pdf && echo
ls
