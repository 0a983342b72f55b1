# SPDX-License-Identifier: GPL-3.0-or-later
# Two runs as a document and by lines, and each read again as the same table.
"$LC" convert "$SAMPLES/csv/two-runs.csv" -o runs.json && cat runs.json
"$LC" convert "$SAMPLES/csv/two-runs.csv" -o runs.JSONL && cat runs.JSONL
for table in runs.json runs.JSONL; do
    "$LC" convert $table --to csv | cmp - "$SAMPLES/csv/two-runs.csv"
done
