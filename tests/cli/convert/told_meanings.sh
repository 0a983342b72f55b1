# SPDX-License-Identifier: GPL-3.0-or-later
# What was told about metrics and the axis is known to the next reader.
printf 'clock,A,B\n10,0.9,0.8\n20,0.8,0.7\n30,0.7,0.6\n40,0.6,0.5\n' >run.csv
"$LC" convert run.csv --map clock=:step --map A=train:loss --map B=validation:loss --classes 3 |
    tee told.csv
"$LC" -v told.csv | sed -n '/^Run/,/^$/p'
