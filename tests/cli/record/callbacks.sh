# SPDX-License-Identifier: GPL-3.0-or-later
# What samples/callbacks has for Python records three epochs, and ends where a watch asks for it.
command -v python3 >/dev/null || { echo 'no python3'; exit 77; }
mkdir bin
ln -s "$LC" bin/learncurve
PATH=$PWD/bin:$PATH
PYTHONPATH=$ROOT/samples/callbacks:$ROOT/tests/callbacks
export PATH PYTHONPATH PYTHONDONTWRITEBYTECODE=1
for name in keras torch lightning transformers sklearn; do
    rm -f run.csv stop
    python3 "$ROOT/tests/callbacks/train.py" $name >log 2>&1 || cat log
    echo "$name: $(sed '/^#/d; q' run.csv), $(grep -c '^[0-9]' run.csv) rows"
    touch stop
    python3 "$ROOT/tests/callbacks/train.py" $name >log 2>&1 || cat log
    echo "stopped: $(grep -c '^[0-9]' run.csv)"
done
