# SPDX-License-Identifier: GPL-3.0-or-later
# Several processes of MPI's find what one finds, in the same order. A process that is killed while it
# reads costs nothing: what it had in hand is read again.
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
