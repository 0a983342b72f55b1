# SPDX-License-Identifier: GPL-3.0-or-later
# What one gets wrong is said, and the rest is done.
exec 2>&1
say() {
    echo "== $1"
    shift
    "$LC" compare "$@"
    echo "status $?"
}
grep -v '^#' "$SAMPLES/csv/healthy.csv" | cut -d , -f 1-5 >a.csv
grep -v '^#' "$SAMPLES/csv/stalled.csv" | cut -d , -f 1-5 >b.csv
ln -s a.csv link.csv
sed 's/^epoch/step/' b.csv >steps.csv
printf 'epoch,val_f1\n1,0.3\n2,0.5\n' >f1.csv
mkdir folder && cp a.csv b.csv folder
say 'a path twice' a.csv b.csv ./a.csv
say 'a link to it, under a name' a.csv b.csv link.csv=linked
say 'a folder and its files' folder folder/a.csv folder/b.csv
"$LC" convert a.csv b.csv -o same.json && sed -i -E 's/"(name|run)": "[ab].csv"/"\1": "same"/' same.json
say 'two runs of one name' same.json
say 'a metric that one run has' a.csv f1.csv -m val_f1 -o - | grep '^set label\|^learncurve'
say 'runs without the metric' a.csv f1.csv=x b.csv=x
say 'other axes' a.csv steps.csv -o runs.gp
ls runs.gp
say 'other axes, read along one' a.csv steps.csv --x epoch
say 'a group that nothing is in' a.csv b.csv --group 'seed=[0-9]'
say 'a group without a name' a.csv b.csv --group 'x*'
echo '{"schema": "learncurve/baseline/9", "metric": "val_loss"}' >later.json
say 'a baseline of another version' a.csv --baseline later.json
"$LC" compare a.csv b.csv --json >comparison.json
say 'a comparison as baseline' a.csv --baseline comparison.json
"$LC" compare a.csv --save-baseline base.json >/dev/null
say 'a baseline of another metric' a.csv -m val_accuracy --baseline base.json
