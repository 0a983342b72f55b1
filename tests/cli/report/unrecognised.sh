# SPDX-License-Identifier: GPL-3.0-or-later
# What can't be judged is said with the true reason, and what to tell.
printf 'step 10 a=0.5 b=1.5\nstep 20 a=0.25 b=1.25\nstep 30 a=0.125 b=1.0\n' | "$LC" - | sed -n '2,3p'
printf '[0/2][0/9] Loss_D: 1.5 Loss_G: 2.5\n[0/2][5/9] Loss_D: 1.25 Loss_G: 2.25\n' | "$LC" - | sed -n '2,5p'
