# SPDX-License-Identifier: GPL-3.0-or-later
exec 2>&1
"$LC" scan; echo $?
"$LC" scan missing; echo $?
"$LC" scan --since soon .; echo $?
"$LC" scan --fail-on plateu .; echo $?
mkdir empty
"$LC" scan empty; echo $?
