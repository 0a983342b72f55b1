# SPDX-License-Identifier: GPL-3.0-or-later
# The commands of samples/ci are run on a training of our own, first with a baseline that it meets, then with
# one that it doesn't. What needs a network, the installation and the uploads, is only parsed.
mkdir bin
ln -s "$LC" bin/learncurve
PATH=$PWD/bin:$PATH
export GITHUB_STEP_SUMMARY="$PWD/summary"
learncurve make-data moons --seed 1 | sed '1s/moon$/label/' >data.csv
learncurve train data.csv --target label --epochs 40 --seed 1 -o before.csv >/dev/null 2>&1
learncurve compare before.csv --save-baseline baseline.json >/dev/null
printf 'epoch,loss,val_loss\n1,0.5,0.5\n2,0.01,0.01\n' >better.csv
for file in github-actions gitlab-ci; do
    echo "$file.yml:"
    yml=$ROOT/samples/ci/$file.yml
    ! python3 -c 'import yaml' 2>/dev/null || python3 -c '
import sys, yaml
with open(sys.argv[1]) as file:
    yaml.safe_load(file)' "$yml"
    sed -n 's/^ *\(run:\|-\) \(learncurve .*\)/\2/p' "$yml" >commands
    while read -r command; do
        sh -c "$command" >got 2>&1
        echo "$?: $command"
    done <commands
    sh -c "$(sed -n '/^learncurve compare/s/baseline.json/better.csv/p' commands)" >got 2>&1
    echo "$?: worse"
    grep -c . report.html >/dev/null || echo 'no report'
    rm -f run.csv report.html junit.xml
done
grep -c '^### learncurve' summary
