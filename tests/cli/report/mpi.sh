# SPDX-License-Identifier: GPL-3.0-or-later
# Several processes of MPI's say of several files what one says, in the same order and every form.
ldd "$LC" | grep -q libmpi || { echo 'built without MPI (make MPI=1)'; exit 77; }
command -v mpirun >/dev/null || { echo 'needs mpirun'; exit 77; }
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1

# mpirun ends with words of its own where a process doesn't return 0.
same() {
    n=$1
    shift
    xargs "$LC" diagnose --fail-on critical "$@" <paths >one 2>one.err
    xargs timeout 120 mpirun -n "$n" "$LC" diagnose --fail-on critical "$@" <paths >many 2>many.err
    echo "$n, $*: $?"
    cmp one many && grep '^learncurve: ' many.err | cmp one.err -
}

printf 'epoch,loss\n' >none.csv
find "$SAMPLES" -type f ! -path '*/ci/*' ! -path '*/agent/*' | sort >list
{ head -n 40 list; echo none.csv; echo no-such-file; echo "$SAMPLES/tfevents"; tail -n +41 list; } >paths
for n in 1 2 4 8; do same $n --json; done
{ ls "$SAMPLES"/csv/*.csv; echo none.csv; echo no-such-file; } >paths
for form in brief csv markdown github junit sarif; do same 3 --$form; done
same 3
same 3 -m val_loss --online --forecast -vv
same 2 --run 2
mpirun -n 2 "$LC" diagnose "$SAMPLES/csv/stalled.csv" - <"$SAMPLES/csv/healthy.csv" | head -n 1
mpirun -n 4 "$LC" diagnose "$SAMPLES/tfevents" | head -n 1
mpirun -n 2 "$LC" diagnose --brief <"$SAMPLES/csv/healthy.csv" | cut -d ' ' -f 1
mpirun -n 3 "$LC" report -o many.html "$SAMPLES"/csv/*.csv
"$LC" report -o one.html "$SAMPLES"/csv/*.csv
cmp one.html many.html
