# SPDX-License-Identifier: GPL-3.0-or-later
# Watcher or trainer are killed at some moment, 8 times or $LEARNCURVE_KILLS: no record that was written is
# lost, no process is left, the terminal is as before.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
[ -r /proc/self/environ ] || { echo 'no /proc'; exit 77; }
cat >train.sh <<'END'
[ "$1" = deaf ] && trap '' HUP INT TERM
[ "$1" = raw ] && stty raw -echo
sleep 987 &
echo $$ >trainer
echo epoch,loss
i=0
while :; do
    i=$((i + 1))
    echo "$i,0.$i"
    echo "$i,0.$i" >>written
    sleep 0.003
done
END
cat >terminal.sh <<'END'
stty -a >before
sh -c 'echo $$ >watcher; exec env KILLED_AT="$KILLED_AT" "$LC" watch -- sh train.sh raw'
for _ in $(seq 100); do stty -a >after; cmp -s before after && break; sleep 0.05; done
timeout --foreground 5 stty echo && echo ready >usable
END
# is_left - processes that the watch has begun, and their children; zombies have no environment
is_left() {
    grep -qsz "^KILLED_AT=$mark\$" /proc/[0-9]*/environ
}
export LC KILLED_AT
kills=${LEARNCURVE_KILLS:-8} lost=0 left=0 rough=0 k=0
while [ $k -lt "$kills" ]; do
    k=$((k + 1)) mark=$$-$k
    rm -f trainer watcher written usable before after
    : >written
    moment=$(awk "BEGIN { srand($k); print 0.5 * rand() }")
    case $((k % 4)) in
    0) # the training, with all that it has started
        env KILLED_AT=$mark "$LC" watch -- sh train.sh >out 2>err &
        watcher=$!
        sleep "$moment"
        while [ ! -s trainer ]; do sleep 0.01; done
        kill -9 "-$(cat trainer)"
        wait $watcher
        [ $? = 137 ] || rough=$((rough + 1))
        grep -vxqFf out written && lost=$((lost + 1)) ;;
    1) # a watcher on a terminal
        KILLED_AT=$mark
        : | timeout 60 script -qec 'sh terminal.sh' /dev/null >out &
        sleep "$moment"
        while [ ! -s watcher ]; do sleep 0.01; done
        kill -9 "$(cat watcher)"
        wait
        [ -e usable ] && cmp -s before after || rough=$((rough + 1))
        unset KILLED_AT ;;
    *) # a watcher, whose trainer ignores what it can once in a while
        [ $((k % 8)) = 3 ] && how=deaf || how=
        env KILLED_AT=$mark "$LC" watch --quiet -- sh train.sh "$how" >out 2>err &
        watcher=$!
        sleep "$moment"
        kill -9 $watcher
        wait $watcher 2>/dev/null ;;
    esac
    for _ in $(seq 200); do
        is_left || break
        sleep 0.05
    done
    is_left && left=$((left + 1)) && echo "processes left: the $k-th, killed after $moment s"
done
echo "records lost $lost times, processes left $left times, terminal or status wrong $rough times"
