# SPDX-License-Identifier: GPL-3.0-or-later
# With a terminal as input there is nothing to read: the help, and status 2.
script -qec true /dev/null </dev/null >/dev/null 2>&1 || { echo 'no script(1), or no terminals'; exit 77; }
script -qec "$LC" /dev/null </dev/null >got
echo "status $?"
tr -d '\r' <got | head -n 1
