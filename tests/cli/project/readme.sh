# SPDX-License-Identifier: GPL-3.0-or-later
# Every command that README.md shows is run, and what it shows of the output must come, in order.
# A line "..." stands for any lines. C that it shows is part of an example, which install.sh compiles.
ln -s "$LC" learncurve
cp -r "$SAMPLES" samples
mkdir scripts
for script in demo test; do test -x "$ROOT/scripts/$script" || echo "scripts/$script can't be run"; done
awk '/^```c$/, /^```$/' "$ROOT/README.md" | grep -v '^```' >code
grep -vFx -f "$ROOT/tests/example/record.c" code | sed 's/^/README shows what no example has: /'
# shellcheck disable=SC2016 # fences, no commands
sed '/^```c$/,/^```$/d' "$ROOT/README.md" | awk '/^```/ { shown = !shown; next } shown' >blocks
awk '
    /^\$ / { n++; print substr($0, 3) >(n ".cmd"); printf "" >(n ".want"); next }
    n && NF && $0 != "..." { print >(n ".want") }
    END { print n + 0 }' blocks >count
n=1
while [ $n -le "$(cat count)" ]; do
    cmd=$(cat $n.cmd)
    # shellcheck disable=SC2086 # ${cmd#make} is words
    case $cmd in
    ./scripts/demo | ./scripts/test) status=0 ;;
    make | 'make '*) make -s -n -C "$ROOT" ${cmd#make} >/dev/null 2>&1; status=$? ;;
    'cc '* | 'git '* | 'sudo '*) status=0 ;;
    *) sh -c "$cmd" >$n.got 2>&1; status=$? ;;
    esac
    echo "$status: $cmd"
    [ -f $n.got ] && awk -v wanted=$n.want '
        BEGIN { while ((getline line <wanted) > 0) want[++n] = line }
        i < n && $0 == want[i + 1] { i++ }
        END { if (i < n) print "README shows what does not come: " want[i + 1] }' $n.got
    n=$((n + 1))
done
for format in $("$LC" formats | sed -n 's/^\([a-z0-9_]*\): .*/\1/p'); do
    grep -q "\`$format\`" "$ROOT/README.md" || echo "README lacks the format $format"
done
