# SPDX-License-Identifier: GPL-3.0-or-later
# Several processes of MPI's find what one finds, in the same order. A process that is killed while it
# reads costs nothing: what it had in hand is read again. When a whole process of MPI's is killed, MPI ends
# the scan, which says what was in hand, and the next one goes on from what the cache has.
ldd "$LC" | grep -q libmpi || { echo 'built without MPI (make MPI=1)'; exit 77; }
command -v mpirun >/dev/null || { echo 'needs mpirun'; exit 77; }
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
mpi() { timeout 120 mpirun "$@"; }

# Children of a process that reads for another one.
readers() {
    for stat in /proc/[0-9]*/stat; do
        read -r pid name _ parent _ <"$stat" || continue
        [ "$name" = "(learncurve)" ] && [ "$(cat "/proc/$parent/comm")" = learncurve ] && echo "$pid"
    done 2>/dev/null
}

mkdir runs
for i in $(seq 400); do cp "$SAMPLES/csv/overfitting.csv" "runs/$i.csv"; done
cp "$SAMPLES"/csv/*.csv runs
cp -r "$SAMPLES/tfevents" runs
echo 'no log at all' >runs/notes.txt
printf 'epoch,loss\n' >runs/none.csv
"$LC" scan -j 1 --jsonl runs >one 2>one.err
for n in 1 2 4 8; do
    mpi -n $n "$LC" scan --jsonl runs >many 2>many.err
    echo "$n: $?"
    cmp one many && cmp one.err many.err
done
mpi -n 4 "$LC" scan runs --cache cache --csv >first 2>/dev/null
mpi -n 2 "$LC" scan runs --cache cache --csv >second 2>/dev/null
cmp first second
find runs -name '*.csv' | sort >list
"$LC" scan --files-from list --only healthy >one.healthy 2>/dev/null
mpi -n 3 "$LC" scan --files-from - --only healthy <list 2>/dev/null | cmp one.healthy -

for i in $(seq 401 1000); do ln runs/1.csv "runs/$i.csv"; done
paths() { sed 's/.*"path":"\([^"]*\)".*/\1/' "$1" | uniq; }
"$LC" scan --jsonl runs >one 2>/dev/null
mpi -n 4 "$LC" scan --jsonl runs >many 2>/dev/null &
scan=$! killed=0
while kill -0 $scan 2>/dev/null && [ $killed -lt 3 ]; do
    for reader in $(readers); do kill -9 "$reader" 2>/dev/null && killed=$((killed + 1)); done
    sleep 0.1
done
wait $scan
echo "killed: $?"
paths one >one.paths
paths many | cmp one.paths -

# The process of that number, which other ones read for.
rank() {
    for pid in $(pgrep -x learncurve); do
        grep -qz "^OMPI_COMM_WORLD_RANK=$1\$" "/proc/$pid/environ" &&
            [ "$(cat "/proc/$(ps -o ppid= "$pid" | tr -d ' ')/comm")" != learncurve ] && echo "$pid"
    done 2>/dev/null
}

for i in $(seq 1001 3000); do ln runs/1.csv "runs/$i.csv"; done
"$LC" scan --jsonl runs >one 2>/dev/null
: >part
mpi -n 3 "$LC" scan --jsonl --cache lost runs >part 2>part.err &
scan=$!
while kill -0 $scan 2>/dev/null && [ "$(wc -l <part)" -lt 600 ]; do sleep 0.02; done
kill -9 "$(rank 1)" || echo 'no such process'
wait $scan && echo 'MPI went on'
in_hand=$(sed -n 's/^learncurve: process 1 had .*in hand: \(from \)*\(runs[^ ]*\).*/\2/p' part.err)
[ -n "$in_hand" ] || cat part.err
grep -qF "\"path\":\"$in_hand\"" part && echo "$in_hand was done"
[ "$(wc -l <part)" -lt "$(wc -l <one)" ] || echo 'killed too late'
# What is known isn't read again: the file says something else meanwhile, and looks as before.
cp lost known
cp -p runs/1.csv was
tr 0-9 9 <was | dd of=runs/1.csv conv=notrunc 2>/dev/null
touch -r was runs/1.csv
known=$("$LC" scan --jsonl --cache known runs 2>/dev/null | grep -c '"verdict":"overfitting"')
[ "$known" -ge 256 ] && [ "$known" -lt 3000 ] || echo "$known known"
dd if=was of=runs/1.csv conv=notrunc 2>/dev/null
touch -r was runs/1.csv
mpi -n 3 "$LC" scan --jsonl --cache lost runs 2>/dev/null | cmp one -
