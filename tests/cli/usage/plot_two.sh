# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" plot a.csv b.csv
