# SPDX-License-Identifier: GPL-3.0-or-later
printf 'epoch,loss\n1,0.9\n2,0.8\n3,0.7\n' | "$LC" -v - | grep '^Run'
printf 'epoch,loss\n1,0.9\n2,0.8\n3,0.7\n' | "$LC" -v | grep '^Run'
printf 'epoch,loss\n1,0.9\n2,0.8\n3,x"y"\n' | "$LC" --strict -
