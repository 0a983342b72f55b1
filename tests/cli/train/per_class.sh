# SPDX-License-Identifier: GPL-3.0-or-later
# How good the network is beside the simplest guess, and for each class.
"$LC" make-data blobs -n 600 --classes 3 --seed 3 --noise 0 >t.csv
"$LC" train t.csv -t blob --epochs 30 --metrics per-class 2>&1 | sed 1,3d
grep majority run.csv
"$LC" make-data friedman1 -n 100 >r.csv
"$LC" train r.csv -t y --metrics per-class
"$LC" train t.csv -t blob --metrics auroc
"$LC" train r.csv -t y --metrics all --epochs 1 -q --force
