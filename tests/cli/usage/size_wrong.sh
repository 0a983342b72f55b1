# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" plot run.csv --size 10x
