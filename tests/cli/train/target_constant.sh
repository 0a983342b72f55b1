# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a,y\n1,0\n2,0\n3,0\n' >t.csv && "$LC" train t.csv -t y
