#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# run.sh - golden tests of the program.   usage: [LC=program] tests/cli/run.sh [--update] [CASE...]
#
# LC is the program that `make` builds where nothing else is said.
# A case is X.sh, run in an empty directory; X.out, X.err and X.exit hold what it must print and
# return (absent: nothing, 0). A case that returns 77 is skipped, its last line says why.
set -u
update=0
[ "${1-}" = --update ] && { update=1; shift; }
here=$(cd "$(dirname "$0")" && pwd)
ROOT=$(cd "$here/../.." && pwd)
SAMPLES=$ROOT/samples
LC=${LC:-$ROOT/build/release/learncurve}
[ -x "$LC" ] || { echo "cli: there is no program $LC: run make" >&2; exit 2; }
export LC ROOT SAMPLES LC_ALL=C TZ=UTC TERM=dumb
unset NO_COLOR CLICOLOR_FORCE FORCE_COLOR LEARNCURVE_GNUPLOT POSIXLY_CORRECT COLUMNS
# shellcheck disable=SC2046 # our own names, without blanks
[ $# -gt 0 ] || set -- $(cd "$here" && find . -mindepth 2 -name '*.sh' | sort)
tmp=$(mktemp -d) || exit 2
export XDG_CONFIG_HOME="$tmp/no-config"
trap 'chmod -R u+w "$tmp"; rm -rf "$tmp"' EXIT
passed=0 failed=0 skipped=0

# same CASE PART - compare, or take over
same() {
    want=$here/$1.$2
    [ -f "$want" ] || want=$tmp/none.$2
    cmp -s "$tmp/got.$2" "$want" && return 0
    if [ $update = 1 ]; then
        rm -f "$here/$1.$2"
        cmp -s "$tmp/got.$2" "$tmp/none.$2" || cp "$tmp/got.$2" "$here/$1.$2"
        return 0
    fi
    diff -u "$want" "$tmp/got.$2"
    return 1
}

: >"$tmp/none.out"
: >"$tmp/none.err"
echo 0 >"$tmp/none.exit"
for t; do
    t=${t#./} t=${t%.sh}
    if [ ! -f "$here/$t.sh" ]; then # nothing is taken over from it, or lost
        echo "cli: there is no case $t" >&2
        failed=$((failed + 1))
        continue
    fi
    mkdir "$tmp/work"
    (cd "$tmp/work" && sh "$here/$t.sh" </dev/null >"$tmp/got.out" 2>"$tmp/got.err"
     echo $? >"$tmp/got.exit")
    if grep -qx 77 "$tmp/got.exit"; then
        echo "cli: $t skipped: $(tail -n 1 "$tmp/got.out")"
        skipped=$((skipped + 1))
    else
        bad=0
        for part in out err exit; do
            same "$t" $part || bad=1
        done
        passed=$((passed + 1 - bad)) failed=$((failed + bad))
        [ $bad = 0 ] || echo "cli: $t FAILED"
    fi
    chmod -R u+w "$tmp/work"
    rm -rf "$tmp/work"
done
echo "cli: $passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
