# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" convert --long --to json -m val_loss "$SAMPLES/csv/two-runs.csv"
"$LC" convert --long --to jsonl -m A "$SAMPLES/csv/two-runs.csv"
