# SPDX-License-Identifier: GPL-3.0-or-later
exec 2>&1
cp "$SAMPLES/csv/healthy.csv" a.csv
for try in '' 'missing.csv' 'a.csv -m f1' 'a.csv --group ((' 'a.csv --max-regression loss=1' \
    'a.csv --baseline a.csv --max-regression loss' 'a.csv --baseline none.json' 'a.csv=' \
    'a.csv --baseline base.json'; do
    echo '{"schema": "learncurve/baseline/1", "metric": "val_loss"}' >base.json
    # shellcheck disable=SC2086 # words
    "$LC" compare $try | sed 1q
    echo "$try: $(
        # shellcheck disable=SC2086
        "$LC" compare $try >/dev/null 2>&1
        echo $?
    )"
done
