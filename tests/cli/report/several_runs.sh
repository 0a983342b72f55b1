# SPDX-License-Identifier: GPL-3.0-or-later
# Several runs are a table, the most urgent first; with -v each follows in its order.
cd "$SAMPLES" && "$LC" csv/*.csv && "$LC" -v csv/two-runs.csv | sed -n '1,9p' && "$LC" wandb_csv/three-runs.csv
