# SPDX-License-Identifier: GPL-3.0-or-later
# Each command of samples/agent/SKILL.md runs, the line and the JSON have what it names, and it stays short.
skill=$ROOT/samples/agent/SKILL.md
mkdir bin
ln -s "$LC" bin/learncurve
PATH=$PWD/bin:$PATH
cp "$SAMPLES/csv/overfitting.csv" run.csv
cp "$SAMPLES/csv/healthy.csv" other.csv
[ "$(wc -l <"$skill")" -le 60 ] || echo 'more than 60 lines'
sed -n 2p "$skill"
! python3 -c 'import yaml' 2>/dev/null || python3 -c '
import sys, yaml
with open(sys.argv[1]) as file:
    head = yaml.safe_load(file.read().split("---\n")[1])
assert sorted(head) == ["description", "name"] and len(head["description"]) <= 1024' "$skill"
# shellcheck disable=SC2016 # nothing is to expand
{
    sed -n '/^```$/,/^```$/s/^learncurve/&/p' "$skill"
    grep -o '`learncurve [^`]* [^`]*`' "$skill" | tr -d '`' | sed 's/FOLDER/./'
} >commands
while read -r command; do
    sh -c "$command" >got 2>&1
    echo "$?: $command"
done <commands
learncurve diagnose --brief run.csv >line
for key in verdict confidence metric best best_at last train_last findings why 'do'; do
    grep -q "\`$key\`" "$skill" || echo "SKILL.md doesn't name $key"
    tr ' ' '\n' <line | grep -q "^$key=" || echo "the line has no $key"
done
learncurve diagnose --json run.csv >json
for key in summary support against alternative experiment evidence basis explained_by first best last \
    not_finite remarks; do
    grep -q "$key" "$skill" || echo "SKILL.md doesn't name $key"
    grep -q "\"$key\":" json || echo "the JSON has no $key"
done
