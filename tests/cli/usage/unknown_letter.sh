# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" run.csv -z
