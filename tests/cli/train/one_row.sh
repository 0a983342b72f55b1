# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a,y\n1,2\n' >t.csv && "$LC" train t.csv -t y
