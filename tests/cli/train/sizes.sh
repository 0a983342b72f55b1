# SPDX-License-Identifier: GPL-3.0-or-later
# Scores over the size of the training set, which diagnose and plot read; and those of each fold.
"$LC" make-data moons -n 600 >t.csv
"$LC" train t.csv -t moon --train-sizes 0.1,0.3,1 --folds 3 --epochs 5 -o sizes.csv -q --plot sizes.gp --diagnose >report || exit
grep -v '^#' sizes.csv | cut -d, -f1
grep -c '^Verdict' report
head -n 1 sizes.gp | cut -c 1
grep -v '^#' sizes.csv | head -n 1
grep -v '^#' sizes-folds.csv | head -n 1
# A mean is that of its folds.
grep -v '^#' sizes.csv | cut -d, -f2 | tail -n 1 >mean
grep -v '^#' sizes-folds.csv | tail -n 1 | awk -F, '{ printf "%.9g\n", ($2 + $3 + $4) / 3 }' >mean2
awk 'NR == FNR { a = $1 } NR > FNR { print (($1 - a) ^ 2 < 1e-12) ? "the mean of the folds" : $1 " " a }' mean mean2
# Small sizes get as many updates as large ones: 40 rows are enough for moons.
"$LC" train t.csv -t moon --train-sizes 40,400 --folds 3 --epochs 20 --metrics auroc -o auroc.csv -q || exit
awk -F, '/^[0-9]/ { print $1, ($4 > 0.9) ? "fits its rows" : $4 }' auroc.csv
sed -n 's/.*\(val_auroc,val_auroc_std\).*/\1/p' auroc.csv
# The scores are those of the weights that are kept, and the seed's on any number of threads.
for more in '' --restore-best '--restore-best --threads 1'; do
    # shellcheck disable=SC2086 # words
    "$LC" train t.csv -t moon --train-sizes 1 --folds 3 --lr 0.1 --epochs 30 --patience 5 $more -o kept.csv --force -q || exit
    grep -v '^#' kept.csv | tail -n 1 >"kept$more"
done
cmp -s kept 'kept--restore-best' || echo 'restore-best counts'
cmp 'kept--restore-best' 'kept--restore-best --threads 1' && echo 'threads do not'
# The folds' file is as safe as the record.
"$LC" train t.csv -t moon --train-sizes 1 --folds 3 -o sizes.csv
cp t.csv x-folds.csv
"$LC" train x-folds.csv -t moon --train-sizes 1 --folds 3 -o x.csv --force
