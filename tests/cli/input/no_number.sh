# SPDX-License-Identifier: GPL-3.0-or-later
printf "name,colour\nanna,red\nbert,blue\n" >run.csv && "$LC" run.csv
