# SPDX-License-Identifier: GPL-3.0-or-later
# A stage of a pipe: paths come in, a line of JSON for each run goes out, in their order. What can't
# be read is a line too.
cp "$SAMPLES/csv/overfitting.csv" 'a b.csv'
cp "$SAMPLES/csv/healthy.csv" c.csv
short() { cut -c 1-120; }
printf 'c.csv\na b.csv\nmissing.csv\n' | "$LC" scan --jsonl --files-from - | short
printf 'a b.csv\0c.csv\0' | "$LC" scan --jsonl --files-from - | short
printf 'c.csv\n' >list && "$LC" scan --files-from list && "$LC" scan --files-from no-list
echo $?
command -v xargs >/dev/null && printf 'c.csv\0a b.csv\0' | xargs -0 -n 1 "$LC" scan --jsonl | short
