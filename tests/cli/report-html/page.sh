# SPDX-License-Identifier: GPL-3.0-or-later
# The page without its style and script: the elements, and what they say.
"$LC" report "$SAMPLES/csv/overfitting.csv" -o page.html
sed -e 's|<style>.*|<style>|; s|<script>.*|<script>|' page.html |
    awk '/<style>/ { print "(style)"; skip = 1 } /<script>/ { print "(script)"; skip = 1 }
         !skip { print } /<\/style>|<\/script>/ { skip = 0 }' | sed "s|$SAMPLES|SAMPLES|; s|sha256-[^']*|HASH|g"
