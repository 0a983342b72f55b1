# SPDX-License-Identifier: GPL-3.0-or-later
# Runs of two files in one table, which is read again as two runs.
printf '# train_samples: 100\nepoch,loss\n1,0.5\n2,0.4\n' >a.csv
printf 'step,loss,acc\n10,0.5,0.1\n20,0.4,0.2\n' >b.csv
"$LC" convert a.csv b.csv -o both.csv && cat both.csv && "$LC" -v both.csv | grep '^Run\|training samples'
"$LC" convert both.csv --run b.csv
