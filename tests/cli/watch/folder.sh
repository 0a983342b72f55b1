# SPDX-License-Identifier: GPL-3.0-or-later
# Two runs that begin in a folder, one of them below another folder that is not there yet. An old run that
# doesn't grow stops nothing; one that does, does.
mkdir runs
cp "$SAMPLES/csv/overfitting.csv" runs/old.csv
cat >write.sh <<'END'
sleep 0.2
printf 'epoch,loss,val_loss\n1,1.5,1.6\n2,1.4,1.5\n' >runs/a.csv
sleep 0.2
mkdir runs/later
printf 'epoch,loss,val_loss\n1,1.5,1.6\n' >runs/later/b.csv
sleep 0.6
echo 2,inf,1.5 >>runs/later/b.csv
sleep 0.6
echo 3,1.3,nan >>runs/a.csv
sleep 0.6
END
sh write.sh &
timeout 20 "$LC" watch --stop-on overfitting --pid $! runs >out
echo "status $?"
cut -d : -f 1-3 out
{ sleep 1; echo 81,0.25,0.9,0.63,0.83,0.0003 >>runs/old.csv; } &
timeout 20 "$LC" watch --stop-on overfitting runs | tail -n 1 | cut -d : -f 1-4
