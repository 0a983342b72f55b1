# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a,y\n' >t.csv && "$LC" train t.csv -t y
