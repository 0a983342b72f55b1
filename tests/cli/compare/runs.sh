# SPDX-License-Identifier: GPL-3.0-or-later
cd "$SAMPLES" || exit
"$LC" compare csv/healthy.csv csv/stalled.csv=slow csv/unstable.csv
"$LC" compare -m accuracy csv/healthy.csv csv/overfitting.csv --csv
"$LC" compare wandb_csv/three-runs.csv --group 'lr [^ ]*'
"$LC" compare csv/healthy.csv=a csv/unstable.csv=a csv/stalled.csv=b csv/underfitting.csv=b --json
