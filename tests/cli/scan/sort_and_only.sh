# SPDX-License-Identifier: GPL-3.0-or-later
for log in healthy overfitting stalled unstable; do cp "$SAMPLES/csv/$log.csv" .; done
touch -d '3 days ago' stalled.csv
touch -d '1 hour ago' unstable.csv
for sort in urgency best name time; do
    echo "$sort: $("$LC" scan . --sort $sort --csv | sed '1d; s/,.*//' | tr '\n' ' ')"
done
"$LC" scan . --only healthy,stalled
"$LC" scan . --since 1d --csv | sed '1d; s/,.*//'
"$LC" scan . -m accuracy --sort best
"$LC" scan . --fail-on overfitting --only healthy >/dev/null
echo $?
