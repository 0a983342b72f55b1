# SPDX-License-Identifier: GPL-3.0-or-later
# Commas that part thousands, anywhere in the line, make no table of it.
for i in 1 2 3; do
    echo "[rank0]:[2031-02-03 04:05:0$i] INFO:trainer:246 - step: $i,000 tokens: $i,234,567 loss: 0.$i mem: 2.5GiB tps: 12,34$i"
done >run.log
"$LC" inspect run.log | sed -n '1,/^Values/p'
