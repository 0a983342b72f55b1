# SPDX-License-Identifier: GPL-3.0-or-later
# Words NAME=NUMBER become rows, also of a name that comes later; other lines are passed over.
"$LC" record --tee --planned-epochs 30 -o run.csv <<'END'
loading the data from a=path
epoch=1 loss=0.9, accuracy=50%
saved
epoch=2, loss=0.8; accuracy=60.5% in 3s
epoch=3 loss=nan val_loss=0.7
epoch=4 loss=0.6
END
echo "status $?"
cat run.csv
"$LC" diagnose --brief run.csv | cut -d ' ' -f 1
ls
