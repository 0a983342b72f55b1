# SPDX-License-Identifier: GPL-3.0-or-later
# A name that isn't known is answered with the one that was probably meant, whatever it is of.
exec 2>&1
cp "$SAMPLES/csv/overfitting.csv" "$SAMPLES/csv/two-runs.csv" .
"$LC" make-data moons >data.csv
for command in diagnose plot convert compare; do
    "$LC" $command -m val_los overfitting.csv
done
"$LC" compare --max-regression val_acuracy=2% --baseline overfitting.csv overfitting.csv
"$LC" convert -m zzz overfitting.csv two-runs.csv
"$LC" compare -m lr overfitting.csv
"$LC" scan -m val_los overfitting.csv | head -n 0
"$LC" scan --only overfiting overfitting.csv
"$LC" diagnose --x epch overfitting.csv
"$LC" diagnose --x val_los overfitting.csv
"$LC" diagnose --map val_los=validation:loss overfitting.csv >/dev/null
"$LC" diagnose --map val_loss=validaton:loss overfitting.csv
"$LC" diagnose --run secnd.csv two-runs.csv
"$LC" diagnose --format github overfitting.csv
"$LC" diagnose --format keras_consle overfitting.csv
"$LC" train -t mon data.csv
"$LC" train -t moon --ignore x33 data.csv
echo 'mximum = 3' >.learncurve.conf
"$LC" diagnose overfitting.csv
echo 'verbos = yes' >.learncurve.conf
"$LC" diagnose overfitting.csv
