# SPDX-License-Identifier: GPL-3.0-or-later
# A pipe is waited for, and after a second that is said; it is read to its end.
mkfifo slow
{ sleep 1.5; printf 'epoch,loss\n1,3\n2,2\n'; sleep 0.2; printf '3,1\n'; } >slow &
timeout 20 "$LC" convert slow
wait
mkfifo quick
printf 'epoch,loss\n1,3\n' >quick &
timeout 20 "$LC" convert quick
