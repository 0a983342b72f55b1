# SPDX-License-Identifier: GPL-3.0-or-later
# Some kilobytes unpack to any size: what is too large for the memory that may be taken is said so.
case $LC in
*/sanitize/*) echo 'sanitizers reserve more than any limit' && exit 77 ;;
esac
{ echo epoch,loss; yes 1,1 | head -n 5000000; } | gzip -1 >log.csv.gz
"$LC" --max-memory 40M log.csv.gz
echo "status $?"
"$LC" --max-memory 40X log.csv.gz
"$LC" --max-memory 0.5G --brief log.csv.gz | cut -d ' ' -f 1
# A command that is watched has the memory that it had before.
# shellcheck disable=SC3045 # dash and bash have it
before=$(ulimit -d)
export before
# shellcheck disable=SC2016,SC3045 # the inner shell expands it
"$LC" watch --max-memory 100M -- sh -c '[ "$(ulimit -d)" = "$before" ] && echo epoch=1 loss=1'
