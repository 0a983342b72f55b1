# SPDX-License-Identifier: GPL-3.0-or-later
command -v gnuplot >/dev/null || { echo "gnuplot is not installed"; exit 77; }
# shellcheck disable=SC2016 # a name, no command
cp "$SAMPLES/csv/healthy.csv" 'a
`touch canary`.csv'
cp "$SAMPLES/csv/stalled.csv" '实验".csv'
for kind in png svg pdf; do "$LC" compare ./*.csv -o "runs.$kind" >/dev/null || echo "$kind: $?"; done
"$LC" compare ./*.csv -o none/runs.png >/dev/null
echo $?
"$LC" compare ./*.csv -o runs.xyz
echo $?
for file in *; do printf '%s\n' "$file" | tr '\n`' '?!' && echo; done
