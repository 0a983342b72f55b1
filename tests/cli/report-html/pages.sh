# SPDX-License-Identifier: GPL-3.0-or-later
# The page of every sample is what pages may be, and asks for nothing from elsewhere.
n=0
for log in "$SAMPLES"/*/*; do
    "$LC" report "$log" -o page.html 2>/dev/null || continue # no log
    n=$((n + 1))
    awk -f "$ROOT/tests/cli/report-html/check.awk" page.html || echo "$log"
done
[ $n -gt 100 ] || echo "only $n samples"
