# SPDX-License-Identifier: GPL-3.0-or-later
# Where another process writes the run: a file that its loop looks for, a signal, or the status alone.
log=$SAMPLES/csv/overfitting.csv
cat >train.sh <<'END'
head -n 1 "$1" >run.csv
tail -n +2 "$1" | while IFS= read -r line && [ ! -e stop ]; do
    echo "$line" >>run.csv
    sleep 0.01
done
for i in $(seq 400); do
    [ -e stop ] && break
    sleep 0.05
done
END
sh train.sh "$log" &
timeout 20 "$LC" watch --stop-on overfitting --stop-file stop run.csv >out
echo "status $?"
tail -n 1 out
wait
[ -e stop ] && echo 'the loop has stopped'
"$LC" watch --stop-on overfitting --stop-file stop run.csv >out
echo "status $?"
rm stop
sleep 987 &
timeout 20 "$LC" watch --stop-on overfitting --grace 0.2 --pid $! "$log" >out
echo "status $?"
tail -n 1 out
wait $!
echo "process $?"
timeout 20 "$LC" watch --stop-on overfitting "$log" >out
echo "status $?"
tail -n 1 out
