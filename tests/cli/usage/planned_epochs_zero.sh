# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" run.csv --planned-epochs 0
