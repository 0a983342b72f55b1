# SPDX-License-Identifier: GPL-3.0-or-later
# Said once, whatever the number of files.
printf 'my clock,secs,A,B,junk\n10,1.5,0.9,0.95,1\n20,3.5,0.7,0.8,9\n30,4.5,0.5,0.6,3\n40,8,0.4,0.5,2\n' >run.csv
cp run.csv two.csv
"$LC" run.csv two.csv --map C=:loss --map 'x*=ignore' --map jumk=ignore >/dev/null
