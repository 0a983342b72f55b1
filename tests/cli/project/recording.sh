# SPDX-License-Identifier: GPL-3.0-or-later
# The README's recording is small, asks for nothing, and shows what the program says; where it doesn't, run
# scripts/recording samples/recording.svg, and look at it.
svg=$SAMPLES/recording.svg
ln -s "$SAMPLES" samples
LC_ALL=C.UTF-8 && export LC_ALL
[ "$(wc -c <"$svg")" -le 150000 ] || echo 'more than 150 kB'
grep -E 'href="[^#]|url\(|<script|<image|@import' "$svg"
grep -q 'prefers-reduced-motion' "$svg" || echo 'no static fallback'
! command -v xmllint >/dev/null || xmllint --noout "$svg"
sed 's/></>\n</g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' "$svg" | sed -n 's/^<text[^>]*>\(.*\)<\/text>$/\1/p' >shown
"$LC" diagnose -w 92 samples/keras_console/crossvalidated-444546.log |
    awk -F '   *' '{ for (i = 1; i <= NF; i++) if ($i != "") print $i }' |
    while IFS= read -r said; do
        grep -qxF -- "$said" shown || echo "not in the recording: $said"
    done
