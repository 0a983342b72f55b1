# SPDX-License-Identifier: GPL-3.0-or-later
# Killed time and again after some rows, and started again: the record is that of one uninterrupted
# run, each epoch once, whichever of row and checkpoint the kill came between.
"$LC" make-data moons -n 400 >t.csv
numbers() { sed -e '/^#/d' -e 's/^ *//' -e '/^$/d' -e 's/,[^,]*$//' "$1"; }
rows() { grep -c '^ *[0-9]' run.csv 2>/dev/null; }
set -- t.csv -t moon --epochs $((20 * ${KILLS:-30})) --hidden 96,96 --dropout 0.1 --sync off -q
"$LC" train "$@" -o whole.csv || exit
kills=0 tries=0
while [ $tries -lt "${KILLS:-30}" ]; do
    have=$(rows)
    want=$((${have:-0} + $(od -An -N1 -tu1 /dev/urandom) % 8))
    how=--force
    [ -f c.ck ] && how='--resume c.ck'
    # shellcheck disable=SC2086 # words
    "$LC" train "$@" --checkpoint c.ck $how &
    while have=$(rows); [ "${have:-0}" -lt "$want" ] && kill -0 $! 2>/dev/null; do sleep 0.01; done
    kill -9 $! 2>/dev/null
    wait $!
    [ $? = 137 ] && kills=$((kills + 1))
    tries=$((tries + 1))
    [ ! -s run.csv ] || [ -z "$(tail -c 1 run.csv | tr -d ' \n')" ] || echo 'a half row is left'
done 2>/dev/null
"$LC" train "$@" --checkpoint c.ck --resume c.ck || exit
numbers whole.csv >whole && numbers run.csv >parts && cmp whole parts && echo "$(grep -c '^[0-9]' parts) epochs"
[ $kills -ge $((${KILLS:-30} / 4)) ] || echo "killed only $kills of $tries times"
