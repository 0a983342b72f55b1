# SPDX-License-Identifier: GPL-3.0-or-later
# What is read of each sample: its metrics with their meaning, their values' range, and a sum of the table that it
# becomes.
cd "$SAMPLES" || exit
find . -mindepth 2 -type f ! -path '*/agent/*' ! -path '*/callbacks/*' ! -path '*/ci/*' | sed 's,^\./,,' | sort |
    while read -r f; do
        echo "$f: $("$LC" convert --to csv "$f" 2>&1 | cksum)"
        "$LC" inspect "$f" 2>&1 |
            awk '{ gsub(/ +/, " ") } / (train|validation|test|-) |^ [^ ]+ [0-9]+ [-0-9.]/'
    done
