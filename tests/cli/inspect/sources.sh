# SPDX-License-Identifier: GPL-3.0-or-later
# The first line and the column, or the words before the value, that each metric was read from.
printf 'epoch,loss,val_loss\n1,0.5,\n2,0.25,0.75\n' >run.csv
printf 'Epoch 1/2\n  train loss: 0.5 acc: 0.25\n  val loss: 0.75\nEpoch 2/2\n  train loss: 0.25 acc: 0.5\n  val loss: 0.5\n' >run.log
printf '{"step": 1, "loss": 0.5}\n{"step": 2, "loss": 0.25, "eval": {"f1": 0.5}}\n' >run.jsonl
for run in run.csv run.log run.jsonl; do
    "$LC" inspect --sources $run | sed -n '/axis/,/^Values/p'
done
# Of what has no lines, the run and the key.
for run in "$SAMPLES"/mlflow_db/*.db "$SAMPLES"/wandb_file/*.wandb; do
    "$LC" inspect --sources "$run" | sed -n '/^Where/,/^Values/p'
done
