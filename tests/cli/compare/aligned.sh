# SPDX-License-Identifier: GPL-3.0-or-later
# Runs side by side by time since their start, or by the samples they have seen.
awk 'BEGIN { print "epoch,time,val_loss"; for (e = 1; e <= 4; e++) print e "," 1.7e9 + 60 * e "," 1 / e }' >a.csv
awk 'BEGIN { print "# train_samples: 2000\nepoch,time,val_loss"
    for (e = 1; e <= 4; e++) print e "," 1.8e9 + 30 * e "," 1.1 / e }' >b.csv
awk 'BEGIN { print "# batch_size: 100\nstep,time,val_loss"; for (e = 1; e <= 4; e++) print 20 * e "," 40 * e "," 0.9 / e }' >c.csv
"$LC" compare a.csv b.csv c.csv --x time
"$LC" compare b.csv c.csv --x samples -o - | grep '^set xrange\|^set label'
"$LC" compare b.csv c.csv --x samples
"$LC" compare a.csv c.csv --x samples
echo $?
