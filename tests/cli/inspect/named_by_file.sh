# SPDX-License-Identifier: GPL-3.0-or-later
# What the only column holds stands in the file's name.
printf ',step,value,timestamp\n0,10.0,2.5,2031-02-03\n1,20.0,1.5,2031-02-03\n' >metrics_val_loss.csv
"$LC" inspect metrics_val_loss.csv | sed -n '/interpreted/,/^$/p'
cp metrics_val_loss.csv export.csv
"$LC" inspect export.csv | sed -n '/interpreted/,/^$/p'
echo '[{"name": "train", "x": [0, 1], "y": [2.5, 1.5]}, {"name": "val", "x": [1], "y": [1.75]}]' >loss.json
"$LC" inspect loss.json | sed -n '/interpreted/,/^$/p'
