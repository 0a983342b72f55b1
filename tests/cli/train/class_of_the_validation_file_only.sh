# SPDX-License-Identifier: GPL-3.0-or-later
printf 'a,y\n1,0\n2,1\n3,0\n' >t.csv && printf 'a,y\n1,2\n' >v.csv
"$LC" train t.csv -t y --validation-file v.csv
