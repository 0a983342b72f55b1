# SPDX-License-Identifier: GPL-3.0-or-later
# The policy lets in what stands in the page, by its hash, and nothing else.
"$LC" report "$SAMPLES/csv/two-runs.csv" -o page.html
sed -n "s/.*http-equiv=\"Content-Security-Policy\" content=\"\([^\"]*\)\".*/\1/p" page.html | sed "s/sha256-[^']*/HASH/g"
sed -n "s/.*Content-Security-Policy//p" page.html | grep -o "sha256-[^']*" >allowed
for name in style script; do
    for n in 1 2; do
        awk -v name=$name -v n=$n 'BEGIN { RS = "<" name ">" } NR == n + 1 {
            sub("</" name ">.*", ""); printf "%s", $0 }' page.html >text
        echo "sha256-$(sha256sum <text | cut -c 1-64 | tr a-f A-F | basenc --base16 -d | base64)"
    done
done | cmp - allowed && echo 'as the page has them'
