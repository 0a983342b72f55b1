# SPDX-License-Identifier: GPL-3.0-or-later
# The runs drawn over each other, beside the table: the script byte by byte, and -o - instead of it.
cp "$SAMPLES/csv/healthy.csv" "$SAMPLES/csv/stalled.csv" "$SAMPLES/csv/unstable.csv" .
"$LC" compare ./*.csv -o runs.gp && sed '1s/learncurve [0-9.]*/learncurve/' runs.gp
"$LC" compare healthy.csv stalled.csv=seeds unstable.csv=seeds -o - |
    grep -e '^set label' -e SCATTER
