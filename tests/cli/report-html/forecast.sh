# SPDX-License-Identifier: GPL-3.0-or-later
# A forecast that is asked for stands on the page.
"$LC" report --forecast-to 120 "$SAMPLES/csv/not-converged.csv" -o page.html
awk -f "$ROOT/tests/cli/report-html/check.awk" page.html
sed -n '/<h2>Forecast/,/<.section>/p' page.html
