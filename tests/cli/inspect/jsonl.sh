# SPDX-License-Identifier: GPL-3.0-or-later
cp "$SAMPLES/csv/two-runs.csv" .
"$LC" inspect --jsonl two-runs.csv | cut -c 1-120
