# SPDX-License-Identifier: GPL-3.0-or-later
# Programs that split a list of paths among several processes: each line arrives whole.
command -v parallel >/dev/null || { echo 'needs GNU parallel'; exit 77; }
parallel --version 2>/dev/null | grep -q '^GNU parallel' || { echo 'needs GNU parallel'; exit 77; }
find "$SAMPLES" -name '*.csv' | sort >paths
"$LC" scan --jsonl --files-from paths 2>/dev/null | sort >one
parallel --pipe -N 20 "$LC" scan -j 1 --jsonl --files-from - <paths 2>/dev/null | sort | cmp - one
tr '\n' '\0' <paths | xargs -0 -P 4 -n 20 "$LC" scan -j 1 --jsonl 2>/dev/null | sort | cmp - one
# As a Slurm array's tasks would.
for task in 0 1 2; do split -n r/$((task + 1))/3 paths | "$LC" scan --jsonl --files-from - 2>/dev/null; done |
    sort | cmp - one
