# SPDX-License-Identifier: GPL-3.0-or-later
# Where a finding stands in the log, of formats with lines and of those without.
ln -s "$SAMPLES" samples
annotations() { "$LC" --github "$1" | sed -n 's/\(file.*title=[a-z-]*\)::.*/\1/p'; }
annotations samples/csv/overfitting.csv
annotations samples/keras_console/crossvalidated-444546.log
annotations samples/jsonl/nested.jsonl
annotations samples/tfevents/plain.tfevents
annotations samples/notebook/keras.ipynb
annotations - <samples/csv/overfitting.csv
# A file that a folder holds has lines, a run of several files has none.
mkdir logs && cp samples/csv/overfitting.csv logs
annotations logs
mkdir parts && cp samples/catboost_tsv/*.tsv parts && annotations parts
# Lines are those of the unpacked text.
gzip -c samples/csv/overfitting.csv >packed.csv.gz
annotations packed.csv.gz
# They make no difference to the diagnosis.
"$LC" --sarif samples/csv/overfitting.csv | sed -n 's/.*"\(startLine\|endLine\)": /\1 /p'
"$LC" --junit samples/csv/overfitting.csv | sed -n 's/.* \(line="[0-9]*"\).*/\1/p'
