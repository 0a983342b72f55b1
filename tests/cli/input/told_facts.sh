# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.9\n2,0.8\n3,0.7\n' >run.csv
"$LC" -v run.csv --train-samples 100 --validation-samples=20 --classes 3 --batch-size 4 \
    --planned-epochs 10 | sed -n '/^Run/,/^$/p'
