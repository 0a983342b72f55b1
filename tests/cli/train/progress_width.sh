# SPDX-License-Identifier: GPL-3.0-or-later
# The line of progress stays within a narrow terminal, and what follows begins on a new line.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
"$LC" make-data moons >moons.csv
script -qec "stty cols 40; '$LC' train moons.csv --target moon --epochs 2" /dev/null </dev/null >log
esc=$(printf '\033')
tr '\r' '\n' <log | sed "s/$esc\[K//" | grep '^epoch' | awk '{ print length <= 40 ? "fits" : $0 }' | sort -u
grep -c '^val_accuracy' log
