# SPDX-License-Identifier: GPL-3.0-or-later
# The elements of a page and what they say, without its style, script, data and plot.
"$LC" report "$SAMPLES/csv/overfitting.csv" -o page.html
awk '/<style>|<script|<svg/ { print "(left out)"; skip = 1 }
    !skip { print }
    /<\/style>|<\/script>|<\/svg>/ { skip = 0 }' page.html |
    sed "s|$SAMPLES|SAMPLES|; s|sha256-[^']*|HASH|g"
