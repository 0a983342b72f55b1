# SPDX-License-Identifier: GPL-3.0-or-later
# Several files are read and diagnosed at once; what is said of each is what is said of it alone, in their order.
find "$SAMPLES" -type f ! -path '*/ci/*' ! -path '*/agent/*' | sort >list
while read -r file; do
    "$LC" diagnose --online --jsonl "$file"
done <list >one_by_one 2>one_by_one.err
xargs "$LC" diagnose --online --jsonl <list >together 2>together.err
cmp one_by_one together
cmp one_by_one.err together.err
[ "$(wc -l <together)" -gt 200 ] || wc -l together

# What only this process can read stands in its place.
mkfifo pipe
cat "$SAMPLES/csv/diverged.csv" >pipe &
"$LC" diagnose --jsonl "$SAMPLES/csv/stalled.csv" pipe no-such-file - "$SAMPLES/csv/healthy.csv" \
    <"$SAMPLES/csv/unstable.csv" | sed 's/.*"file":"\([^"]*\)".*"verdict":{"name":"\([^"]*\)".*/\1 \2/; s|.*/||'
