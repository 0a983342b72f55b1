# SPDX-License-Identifier: GPL-3.0-or-later
# A finding stops a command: by SIGINT, then SIGTERM, then SIGKILL, with all that it has started.
log=$SAMPLES/csv/overfitting.csv
cat >train.sh <<END
trap 'echo saved; exit 5' INT
cat '$log'
for i in 1 2 3 4 5 6 7 8 9; do sleep 1; done
END
"$LC" watch --stop-on non-finite,overfitting -- sh train.sh 2>err | tail -n 1
cat err
"$LC" watch --stop-on overfitting --quiet -- sh train.sh
echo "status $?"
# Both of the next two ignore what is sent first.
for ignored in INT 'INT TERM'; do
    "$LC" watch --stop-on overfitting --grace 0.2 --quiet -- \
        sh -c "trap '' $ignored; cat '$log'; sleep 987 & echo \$! >child; sleep 987; sleep 987"
    echo "status $?"
    kill -0 "$(cat child)" 2>/dev/null && ps -o stat= -p "$(cat child)" | grep -v Z
done
"$LC" watch --stop-on overfitting --min-confidence 0.99999 --quiet -- cat "$log" | cut -d : -f 1,2
"$LC" watch --stop-on overfitting --patience 30 --quiet -- cat "$log" | tail -n 1
"$LC" watch --stop-on critical --quiet -- cat "$log" >/dev/null
echo "status $?"
