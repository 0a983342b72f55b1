# SPDX-License-Identifier: GPL-3.0-or-later
# What a stranger may send: each ends in an error, within bounded memory.
# shellcheck disable=SC3045 # dash and bash have ulimit -v
case $LC in
*/sanitize/*) ;; # AddressSanitizer reserves terabytes
*) ulimit -v 2000000 ;; # [KiB]
esac
endless() { yes xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx | tr -d '\n' | head -c 1073741824; }
names() { awk 'BEGIN { for (i = 0; i < 1000000; i++) printf "%sm%d", i ? "," : "", i; print ""; for (i = 0; i < 1000000; i++) printf "%s1", i ? "," : ""; print "" }'; }
keys() { awk 'BEGIN { printf "{"; for (i = 0; i < 1000000; i++) printf "%s\"m%d\":1", i ? "," : "", i; print "}" }'; }
deep() { printf '{"history": '; awk 'BEGIN { for (i = 0; i < 100000; i++) printf "["; for (i = 0; i < 100000; i++) printf "]" }'; echo '}'; }
endless | "$LC" -
endless | "$LC" --format csv -
endless | "$LC" --format jsonl -
names | "$LC" -
keys | "$LC" --format jsonl -
deep | "$LC" --format history_json -
deep | "$LC" --format jsonl -
exit 0
