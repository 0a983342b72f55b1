# SPDX-License-Identifier: GPL-3.0-or-later
# A name that would paint the terminal red is as the log has it in a file, and cleaned on a terminal.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
esc=$(printf '\033')
printf 'epoch,%s[31mloss\n1,0.5\n2,0.4\n' "$esc" >run.csv
"$LC" convert run.csv -o out.csv && grep -c "$esc" out.csv
script -qec "$LC convert run.csv" /dev/null </dev/null | tr -d '\r' >shown
grep -c "$esc" shown
grep loss shown
