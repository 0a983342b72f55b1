# SPDX-License-Identifier: GPL-3.0-or-later
# Along the clock, and along something that isn't told by its name. Rules hold where x rises.
printf 'my clock,secs,A,B,junk\n10,1.5,0.9,0.95,1\n20,3.5,0.7,0.8,9\n30,4.5,0.5,0.6,3\n40,8,0.4,0.5,2\n' >run.csv
"$LC" -v run.csv --map A=:loss --x time
echo
"$LC" -v run.csv --map A=:loss --x 'my clock' | grep '^Run\|^1\.\|metric'
echo
"$LC" -v run.csv --map A=:loss --x junk
