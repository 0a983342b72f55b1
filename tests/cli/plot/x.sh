# SPDX-License-Identifier: GPL-3.0-or-later
# The axis is named as the log names it, the text beside it says what it is.
printf 'my clock,secs,A,B,junk\n10,1.5,0.9,0.95,1\n20,3.5,0.7,0.8,9\n30,4.5,0.5,0.6,3\n40,8,0.4,0.5,2\n' >run.csv
"$LC" plot run.csv --map A=:loss --x time | grep -c '"secs"'
"$LC" plot run.csv --map A=:loss --x time | grep -o 'time 1.5[^"]*'
"$LC" plot run.csv --map A=:loss --x 'my clock' | grep -o '"my clock"'
