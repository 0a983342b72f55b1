# SPDX-License-Identifier: GPL-3.0-or-later
# With a terminal as input there is nothing to read: the help, and status 2.
command -v script >/dev/null || { echo 'no script(1)'; exit 77; }
script -qec "$LC" /dev/null </dev/null >got
echo "status $?"
tr -d '\r' <got | head -n 1
