# SPDX-License-Identifier: GPL-3.0-or-later
command -v Rscript >/dev/null || { echo 'no R'; exit 77; }
mkdir bin
ln -s "$LC" bin/learncurve
PATH=$PWD/bin:$PATH Rscript -e 'source(file.path(Sys.getenv("ROOT"), "samples/callbacks/loop.R"))
train(function(epoch) c(loss = 0.5^epoch, val_loss = if (epoch < 3) 0.25 + epoch else NaN), 3)' >log 2>&1 || cat log
cat run.csv
