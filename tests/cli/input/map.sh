# SPDX-License-Identifier: GPL-3.0-or-later
# What names don't tell is told, before the axis is chosen; the pattern's star stands for any text.
printf 'my clock,secs,A,B,junk\n10,1.5,0.9,0.95,1\n20,3.5,0.7,0.8,9\n30,4.5,0.5,0.6,3\n40,8,0.4,0.5,2\n' >run.csv
"$LC" -v run.csv --map 'my clock=:step' --map A=train:loss --map=B=validation:loss --map 'j*k=ignore'
