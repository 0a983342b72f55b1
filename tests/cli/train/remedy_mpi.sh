# SPDX-License-Identifier: GPL-3.0-or-later
# Remedies over several processes of MPI's: what is said is what one process says, but for the times.
ldd "$LC" | grep -q libmpi || { echo 'built without MPI (make MPI=1)'; exit 77; }
command -v mpirun >/dev/null || { echo 'needs mpirun'; exit 77; }
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1
mpi() { timeout 120 mpirun "$@"; }

"$LC" make-data moons -n 600 --noise 0.3 --seed 2 >t.csv
set -- remedy t.csv -t moon --lr 1 --hidden 16,16 --epochs 15 --seeds 5
"$LC" "$@" -o one >one.out
sed 's/  *[0-9.]*$//' one.out >one.told
grep -c ' helps ' one.told
for n in 1 2 4 8; do
    mpi -n $n "$LC" "$@" -o many$n >many.out 2>&1
    echo "$n: $?, $(find many$n -type f ! -name '.*' | wc -l) files"
    sed 's/  *[0-9.]*$//' many.out | cmp one.told -
    cmp one/labels.csv many$n/labels.csv
    for f in one/*.model; do cmp "$f" many$n/"${f##*/}"; done
done
# A folder of its own is gone afterwards, and one with runs goes on from there.
mkdir own
TMPDIR=$PWD/own mpi -n 3 "$LC" "$@" 2>&1 | sed 's/  *[0-9.]*$//' | cmp one.told -
ls own
rm many4/*seed1.model
mpi -n 3 "$LC" "$@" -o many4 2>&1 | sed 's/  *[0-9.]*$//' | cmp one.told -
mpi -n 2 "$LC" remedy - -t moon --lr 1 --hidden 16,16 --epochs 15 --seeds 5 <t.csv 2>&1 | sed 's/  *[0-9.]*$//' | grep -v '^  learncurve' >piped
grep -v '^  learncurve' one.told | cmp piped -
mpi -n 3 "$LC" remedy none.csv -t moon 2>&1 | grep -c none.csv
mpi -n 4 "$LC" remedy t.csv -t moon --lr 0.3 --epochs 2000 --budget 4s >over 2>&1
echo "over: $?"
