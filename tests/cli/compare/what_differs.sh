# SPDX-License-Identifier: GPL-3.0-or-later
# The hyper-parameters in which runs differ, of files beside their logs, comments and columns.
mkdir -p adam sgd-1 sgd-2 mlruns/first/metrics mlruns/first/params mlruns/second/metrics mlruns/second/params
printf 'epoch,val_loss\n1,0.9\n2,0.5\n' >adam/results.csv
printf 'epoch,val_loss\n1,0.9\n2,0.6\n' >sgd-1/results.csv
printf 'epoch,val_loss\n1,0.9\n2,0.7\n' >sgd-2/results.csv
printf 'optimizer: adam\nlr0: 0.001\nepochs: 2\nseed: 1\n' >adam/args.yaml
printf 'optimizer: sgd\nlr0: 0.01\nmomentum: 0.9\nepochs: 2\nseed: 1\n' >sgd-1/args.yaml
# shellcheck disable=SC2016 # text, no command
printf 'optimizer: sgd\nlr0: 1e-2\nmomentum: 0.9\nepochs: 2\nseed: 2\nname: "\033[31m`touch canary`"\n' >sgd-2/args.yaml
"$LC" compare adam sgd-1 sgd-2
"$LC" compare adam sgd-1=sgd sgd-2=sgd --json | sed -n '/"differs"/,$p'
for run in first second; do
    printf '1700000000000 0.5 0\n1700000001000 0.4 1\n' >mlruns/$run/metrics/val_loss
    echo $run >mlruns/$run/params/name
done
ls
"$LC" compare mlruns | sed -n '/^What/,$p'
i=0
while [ $i -lt 6 ]; do
    i=$((i + 1))
    printf '# width: %s\n# optimizer: adam\nepoch,val_loss,dropout\n1,0.9,0.%s\n2,0.%s,0.%s\n' $((16 * i)) $i $i $i >many-$i.csv
done
"$LC" compare many-*.csv | sed -n '/^What/,$p'
cd "$SAMPLES" || exit
"$LC" compare wandb_file/config.wandb=wandb mlflow_db/params.db | sed -n '/^What/,$p'
