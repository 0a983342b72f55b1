# SPDX-License-Identifier: GPL-3.0-or-later
# On a terminal the curves are drawn over each other; its modes are as before, whatever ends the watch.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
cat >train.sh <<'END'
head -n 40 "$1" >run.csv
sleep 0.4
tail -n +41 "$1" >>run.csv
sleep 0.6
END
cat >session.sh <<'END'
stty cols 70 rows 18
stty -a >before
sh train.sh "$1" &
LC_ALL=C.UTF-8 TERM=xterm "$LC" watch --pid $! run.csv
stty -a >after
END
export LC
script -qec "sh session.sh '$SAMPLES/csv/overfitting.csv'" /dev/null </dev/null >screen
cmp before after
# Each frame switches the break of lines off, and on again at its end. The last one is shown.
tr -d '\r' <screen | awk -v RS='\033[[][?]7l' 'END { print (NR > 2 ? "several" : NR - 1) " frames" }'
tr -d '\r' <screen | awk -v RS='\033[[][?]7l' '{ last = $0 } END { printf "%s", last }' |
    sed 's/\x1b[[][?0-9;]*[A-Za-z]//g; s/, [0-9.e+]*\/s.*//; s/, [0-9.]* s each.*//; s/\(val_loss\): .*/\1/'
# What was found in a run goes from the screen when the run begins anew.
cat >train.sh <<'END'
printf 'epoch,loss\n1,1.5\n2,nan\n' >run.csv
sleep 0.4
printf 'epoch,loss\n1,1.4\n' >run.csv
sleep 0.6
END
script -qec "sh session.sh" /dev/null </dev/null >screen
grep -q 'critical non-finite' screen && echo found
tr -d '\r' <screen | awk -v RS='\033[[][?]7l' '{ last = $0 } END { printf "%s", last }' |
    grep -o 'critical non-finite\|epoch 1: begins anew[^[]*holds'
# A command's bars stay bars: it has a terminal of the same size, and its bytes come as they are.
cat >command.sh <<'END'
stty cols 70 rows 18
"$LC" watch -- sh -c 'test -t 1 && stty size <&1; printf "50 %%\r100 %%\n"; exit 4'
echo "status $?"
END
script -qec 'sh command.sh' /dev/null </dev/null | od -c | sed 's/^[0-9]* *//'
