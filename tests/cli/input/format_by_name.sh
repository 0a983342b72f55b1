# SPDX-License-Identifier: GPL-3.0-or-later
# The content is CSV: the reader that is asked for finds nothing.
printf 'epoch,loss\n1,0.9\n2,0.8\n' >run.csv
"$LC" --format keras_console run.csv
