# SPDX-License-Identifier: GPL-3.0-or-later
# A pipe is waited for, and after a second that is said; it is read to its end.
mkfifo slow
{ sleep 1.5; printf 'epoch,loss\n1,3\n2,2\n'; sleep 0.2; printf '3,1\n'; } >slow &
timeout 20 "$LC" convert slow
wait
# One whose writer has gone before it is read holds what was written.
mkfifo quick
for _ in 1 2 3 4 5 6 7 8; do
    printf 'epoch,loss\n1,3\n' >quick &
    timeout 20 "$LC" convert quick >got || echo "status $?"
    wait
done
cat got
