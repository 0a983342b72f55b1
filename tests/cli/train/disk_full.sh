# SPDX-License-Identifier: GPL-3.0-or-later
test -w /dev/full || { echo "no /dev/full"; exit 77; }
"$LC" make-data moons -n 50 >t.csv && "$LC" train t.csv -t moon --epochs 2 -q --force --output /dev/full
