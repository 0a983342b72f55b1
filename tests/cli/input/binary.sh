# SPDX-License-Identifier: GPL-3.0-or-later
printf "\000\001\002\377\n\000" >run.csv && "$LC" run.csv
