# SPDX-License-Identifier: GPL-3.0-or-later
cp "$SAMPLES/keras_console/crossvalidated-444546.log" run.log
for what in note critical warning incomparable-losses plateau,critical overfitting non-finite,divergence; do
    "$LC" --jsonl --fail-on "$what" run.log >/dev/null
    echo "$what $?"
done
