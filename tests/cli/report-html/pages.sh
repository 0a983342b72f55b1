# SPDX-License-Identifier: GPL-3.0-or-later
# The page of every sample is what pages may be; all of them ask for nothing from elsewhere.
n=0
for log in "$SAMPLES"/*/*; do
    case $log in */callbacks/* | *.py | *.jl | *.md) continue ;; esac
    n=$((n + 1))
    "$LC" report "$log" -o page.html 2>error || { echo "$log: $(cat error)"; continue; }
    awk -f "$ROOT/tests/cli/report-html/check.awk" page.html || echo "$log"
done
[ $n -gt 50 ] || echo "only $n samples"
