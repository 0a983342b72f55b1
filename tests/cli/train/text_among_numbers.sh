# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a,b,y\n1,2,0\n3,4,1\n5,six,0\n1,2,1\n' >t.csv && "$LC" train t.csv -t y
