# SPDX-License-Identifier: GPL-3.0-or-later
command -v julia >/dev/null || { echo 'no Julia'; exit 77; }
mkdir bin
ln -s "$LC" bin/learncurve
PATH=$PWD/bin:$PATH julia -e 'include(joinpath(ENV["ROOT"], "samples/callbacks/loop.jl"))
train(epoch -> (loss = 0.5^epoch, val_loss = epoch < 3 ? 0.25 + epoch : NaN), 3)' >log 2>&1 || cat log
cat run.csv
