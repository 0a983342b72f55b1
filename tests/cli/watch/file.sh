# SPDX-License-Identifier: GPL-3.0-or-later
# A file that appears, grows by half lines, is cut and written anew, and is replaced, at last by one
# that is longer already.
cat >write.sh <<'END'
sleep 0.6
printf 'epoch,lo' >run.csv
sleep 0.15
printf 'ss,val_loss\n1,1.5,1.6\n2,1.2,1.3\n3,na' >>run.csv
sleep 0.15
echo n,1.2 >>run.csv
sleep 0.6
printf 'epoch,loss,val_loss\n1,1.5,1.6\n' >run.csv
sleep 0.6
printf '2,1.4,1.5\n3,1.3,nan\n' >>run.csv
sleep 0.6
printf 'epoch,loss,val_loss\n1,1.5,1.6\n2,nan,1.4\n' >new.csv
mv new.csv run.csv
sleep 0.6
printf 'epoch,loss,val_loss\n1,1.4,1.5\n2,1.3,1.4\n3,nan,1.3\n' >new.csv
mv new.csv run.csv
sleep 0.6
END
for how in '' '--poll 0.05'; do
    rm -f run.csv
    sh write.sh &
    # shellcheck disable=SC2086 # words
    timeout 20 "$LC" watch $how --pid $! run.csv >out
    echo "status $?"
    cut -d : -f 1,2 out
done
