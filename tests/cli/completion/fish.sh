# SPDX-License-Identifier: GPL-3.0-or-later
# What fish offers; it inserts candidates quoted.
# shellcheck disable=SC1091 # not followed
. "$ROOT/tests/cli/completion/shell"
needs fish
"$LC" help --completion fish >learncurve.fish
while IFS= read -r line; do
    echo "$line|"
    # shellcheck disable=SC2016 # fish's
    HOME=$PWD fish --no-config -c 'source learncurve.fish; complete -C $argv[1]' -- "learncurve $line" \
        </dev/null
done <<'END'
explain overf
my\ run.csv -m a
run.csv -m \$
run.csv -m "a
run.csv --map=a\ b=tr
--rules=plateau,overf
run.csv -m val:
dia
diagnose ru
plot --si
train my\ run.csv --target tr
END
ran_nothing
