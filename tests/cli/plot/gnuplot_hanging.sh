# SPDX-License-Identifier: GPL-3.0-or-later
# A gnuplot that hangs is ended in time, what it has started ends with it, and nothing is left behind,
# whatever ends us.
cat >hangs <<'END'
#!/bin/sh
[ "$1" = --version ] && { echo 'gnuplot 5.4 patchlevel 4'; exit 0; }
sleep 300 &
echo $! >>started
[ -e lets_go ] && echo '</svg>' && exit 0
wait
END
chmod +x hangs
printf 'epoch,loss,val_loss\n1,.9,.9\n2,.8,.8\n3,.7,.7\n' >x.csv
mkdir t
export TMPDIR="$PWD/t" LEARNCURVE_GNUPLOT="$PWD/hangs"
timeout 20 "$LC" plot --gnuplot-timeout 0.5 -o x.svg x.csv 2>err
echo "status $?"
sed "s|$PWD|.|" err
touch lets_go # and leave the child with our standard error
timeout 20 "$LC" plot -o x.svg x.csv
echo "status $?"
cat x.svg
rm lets_go x.svg
# Not one that has ended, and whose parent hasn't asked yet.
lives() { grep -q '^State:.*[RSD] ' "/proc/$1/status" 2>/dev/null; }
for signal in TERM HUP KILL; do
    n=$(wc -l <started)
    "$LC" plot -o x.svg x.csv 2>/dev/null &
    while [ "$(wc -l <started)" = "$n" ]; do sleep 0.05; done
    kill -$signal $!
    wait $! 2>/dev/null
    echo "$signal: $(($? > 128))"
    ls -A . t
    sleep 0.2
    [ $signal = KILL ] || ! lives "$(tail -n 1 started)" || echo "$signal: its child is left"
done
kill "$(tail -n 1 started)"
sed '$d' started | while read -r pid; do
    lives "$pid" && echo "left: $pid"
done
true
