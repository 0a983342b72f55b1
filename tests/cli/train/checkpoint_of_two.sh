# SPDX-License-Identifier: GPL-3.0-or-later
# One run a checkpoint: the second is refused at its start. Nothing waits for a pipe, nothing is written
# through a symbolic link, permissions are kept, and neighbours of a similar name stay.
"$LC" make-data moons -n 50 >m.csv
train() { timeout 20 "$LC" train m.csv --target moon --hidden 4 -q "$@"; }
echo mine >c.partial
ln -s "$PWD/mine" c.lock
train --epochs 2 -o a.csv --checkpoint c
echo "status $?"
rm c.lock
"$LC" train m.csv --target moon --hidden 4 -q --epochs 1000000 -o a.csv --checkpoint c &
while ! [ -s c ] || ! [ -e c.lock ]; do sleep 0.05; done
train --epochs 2 -o b.csv --checkpoint c
echo "status $?"
kill -9 $!
wait 2>/dev/null
chmod 640 c
train --epochs 2 -o b.csv --checkpoint c
echo "status $?"
stat -c %a c
mkfifo pipe
train --epochs 2 -o c.csv --checkpoint pipe
train --epochs 2 -o c.csv --save pipe
echo theirs >theirs
ln -s theirs link.csv
train --epochs 2 -o link.csv --force
cat theirs c.partial
ls
