# SPDX-License-Identifier: GPL-3.0-or-later
printf 'length,width,kind\n1,2,a\n2,3,b\n' >t.csv && "$LC" train t.csv --target kimd
