# SPDX-License-Identifier: GPL-3.0-or-later
# What another finding explains away doesn't fail.
cp "$SAMPLES/csv/not-learning.csv" run.log
"$LC" --json run.log | grep -B20 '"explained_by": "' | sed -n 's/.*"rule": "\(.*\)",/\1/p' | sort -u >explained
"$LC" --json run.log | grep '"rule"\|"explained_by"' | paste - - | sed -n 's/.*"rule": "\(.*\)",.*null,.*/\1/p' | sort -u >standing
for rule in $(comm -23 explained standing); do
    "$LC" --jsonl --fail-on "$rule" run.log >/dev/null
    echo "$rule $?"
done
