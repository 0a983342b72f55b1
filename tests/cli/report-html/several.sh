# SPDX-License-Identifier: GPL-3.0-or-later
# Several runs: counts, the runs over each other, a table whose rows lead to the runs, each with its plot.
"$LC" report "$SAMPLES/csv/overfitting.csv" "$SAMPLES/csv/healthy.csv" "$SAMPLES/csv/stalled.csv" -o page.html
awk -f "$ROOT/tests/cli/report-html/check.awk" page.html
awk '/<style>|<script|<svg class="plot/ { print "(left out)"; skip = 1 }
    !skip { print }
    /<\/style>|<\/script>|<\/svg>/ { skip = 0 }' page.html |
    sed -n "s|$SAMPLES|SAMPLES|; /<body>/,/<div class=.inside/p"
grep -c '<svg class="plot"' page.html
grep -c 'class="data"' page.html
