# SPDX-License-Identifier: GPL-3.0-or-later
# Without gnuplot the page says so; it has the data, which a browser draws.
LEARNCURVE_GNUPLOT=/no/gnuplot "$LC" report "$SAMPLES/csv/healthy.csv" -o page.html
awk -f "$ROOT/tests/cli/report-html/check.awk" page.html
grep 'class="notice"' page.html
grep -c '<svg' page.html
grep -c 'class="data"' page.html
