# SPDX-License-Identifier: GPL-3.0-or-later
# Seeds, folds and sizes over several processes of MPI's: the same records and scores as one process has, also
# where a process is killed in the middle of a run.
ldd "$LC" | grep -q libmpi || { echo 'built without MPI (make MPI=1)'; exit 77; }
command -v mpirun >/dev/null || { echo 'needs mpirun'; exit 77; }
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
mpi() { timeout 120 mpirun "$@"; }

# Records in a folder, each without its times, the blanks by which they fill their blocks, and the command.
records() { for f in "$1"/*; do echo "${f##*/}"; grep -v '^# command' "$f" | sed 's/,[^,]*$//; s/^ *//'; done; }

"$LC" make-data moons -n 300 >t.csv
set -- train t.csv -t moon --epochs 5 --diagnose
"$LC" "$@" --folds 3 --repeats 2 --seeds 2 -o runs --plot one.gp 2>one.err
records runs >one.records
for n in 1 2 4 8; do
    rm -r runs
    mpi -n $n "$LC" "$@" --folds 3 --repeats 2 --seeds 2 -o runs --plot many.gp 2>many.err
    echo "$n: $?, $(find runs -type f ! -name '.*' | wc -l) runs"
    records runs | cmp one.records -
    cmp one.err many.err
    cmp one.gp many.gp
done
"$LC" "$@" --train-sizes 0.2,0.5,1 -o one.csv >one.out 2>one.err
for n in 1 2 4 8; do
    mpi -n $n "$LC" "$@" --train-sizes 0.2,0.5,1 -o many.csv --force >many.out 2>many.err
    echo "$n: $?"
    sed 's/many/one/' many.out | cmp one.out -
    cmp one.err many.err
    grep -v '^# command' many.csv >many && grep -v '^# command' one.csv | cmp - many
    grep -v '^# command' many-folds.csv >many && grep -v '^# command' one-folds.csv | cmp - many
done
# What the others can't read the first one does alone, and mistakes are told as usual.
mpi -n 3 "$LC" train - -t moon --epochs 5 --seeds 3 -o piped -q <t.csv
"$LC" train t.csv -t moon --epochs 5 --seeds 3 -o files -q
records files >files.records && records piped | cmp files.records -
mpi -n 3 "$LC" train t.csv -t moon --epochs 5 --seeds 3 -o files -q 2>&1 | head -n 1
mpi -n 3 "$LC" train none.csv -t moon --seeds 3 2>&1 | grep -c 'none.csv'

# A child in which a process of MPI's trains dies in the middle of its run, of which a record is begun.
set -- train t.csv -t moon --epochs 4000 --seeds 4 -q
mpi -n 3 "$LC" "$@" -o killed 2>&1 &
train=$! killed=0
while kill -0 $train 2>/dev/null && [ $killed -lt 1 ]; do
    for stat in /proc/[0-9]*/stat; do
        read -r pid name _ parent _ <"$stat" || continue
        [ "$name" = '(learncurve)' ] && [ "$(cat "/proc/$parent/comm")" = learncurve ] &&
            find "/proc/$pid/fd" -lname '*killed/*' | grep -q . && kill -9 "$pid" && killed=1 && break
    done 2>/dev/null
done
wait $train
echo "killed: $killed, $?"
"$LC" "$@" -o one
records one >one.records
records killed | cmp one.records -

# Where a whole process of MPI's is lost, MPI ends them all: what it had in hand is said.
rank() {
    for pid in $(pgrep -x learncurve); do
        grep -qz "^OMPI_COMM_WORLD_RANK=$1\$" "/proc/$pid/environ" && grep -qxF -e "$2" "/proc/$pid/cmdline" -z &&
            [ "$(cat "/proc/$(ps -o ppid= "$pid" | tr -d ' ')/comm")" != learncurve ] && echo "$pid"
    done 2>/dev/null
}
mpi -n 3 "$LC" train t.csv -t moon --epochs 1000000 --seeds 3 -q -o "$PWD/lost" 2>lost.err &
train=$!
while kill -0 $train 2>/dev/null && [ "$(find lost -name '*.csv' | wc -l)" -lt 3 ]; do sleep 0.1; done 2>/dev/null
sleep 0.5
kill -9 "$(rank 1 "$PWD/lost")"
wait $train && echo 'MPI went on'
grep -o '^learncurve: process 1 had in hand: seed-' lost.err || cat lost.err
