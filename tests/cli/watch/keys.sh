# SPDX-License-Identifier: GPL-3.0-or-later
# Of several runs one is chosen and opened by keys; the terminal's modes are as before, whatever ends the
# watch, kill -9 too.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
mkdir runs
for run in healthy overfitting stalled; do cp "$SAMPLES/csv/$run.csv" runs; done
cat >session.sh <<'END'
trap : INT
stty cols 70 rows 14
stty -a >before
sh -c 'echo $$ >pid; LC_ALL=C.UTF-8 TERM=xterm NO_COLOR=1 exec "$LC" watch runs'
echo $? >status
for _ in $(seq 100); do stty -a >after; cmp -s before after && break; sleep 0.05; done
END
# see TEXT - wait until it stands on the screen, after what was seen before
see() {
    for _ in $(seq 200); do
        tail -c "+$at" screen | grep -q "$1" && break
        sleep 0.05
    done
    tail -c "+$at" screen | grep -q "$1" || echo "not seen: $1" >&2
    at=$(($(wc -c <screen) + 1))
}
press() {
    case $1 in
    q) see 'q: quit'; printf q ;;
    int) see 'q: quit'; printf '\003' ;;
    open)
        see '^.*> healthy'; printf j
        see '> overfitting'; printf '\033[B'
        see '> stalled'; printf j
        see '> stalled'; printf 'k\r'
        see 'overfitting.csv .. 80 epochs'; printf j
        see 'stalled.csv .. 60 epochs'; printf '\033'
        see '> stalled'; printf '\033OA\033OA\n'
        see 'healthy.csv .. 60 epochs'; printf q
        see '> healthy'; printf q ;;
    *) see 'q: quit'; kill "-$1" "$(cat pid)" ;;
    esac
    while [ ! -e status ]; do sleep 0.05; done
    sleep 0.1
}
export LC
for how in open q int TERM HUP 9; do
    rm -f status pid before after
    : >screen
    at=1
    press "$how" 2>unseen | timeout 60 script -qefc 'sh session.sh' screen >/dev/null
    cat unseen
    cmp before after && echo "$how: status $(cat status)"
done
