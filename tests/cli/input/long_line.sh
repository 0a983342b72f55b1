# SPDX-License-Identifier: GPL-3.0-or-later
# A header that is longer than what is looked at is said to be so, and read when the format is named.
seq 1 20000 | sed 's/^/a/' | tr '\n' ',' | sed 's/^/epoch,/; s/,$//' >wide.csv
for i in 1 2 3; do echo; seq 1 20000 | tr '\n' ',' | sed "s/^/$i,/; s/,$//"; done >>wide.csv
"$LC" wide.csv
"$LC" inspect -f csv wide.csv | head -n 1
