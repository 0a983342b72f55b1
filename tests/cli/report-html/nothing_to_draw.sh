# SPDX-License-Identifier: GPL-3.0-or-later
# Where no value is finite, the page says so instead of a plot.
printf 'epoch,loss\n1,nan\n2,nan\n3,nan\n' >nan.csv
"$LC" report nan.csv -o page.html
awk -f "$ROOT/tests/cli/report-html/check.awk" page.html
sed -n '/<h1>/p; /class="curves"/,/<.section>/p' page.html
