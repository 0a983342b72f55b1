# SPDX-License-Identifier: GPL-3.0-or-later
# Wide characters, controls, and names longer than their column.
printf 'epoch,\346\215\237\345\244\261 loss,\033[31mval_loss,a_very_long_name_of_a_metric_that_says_loss\n1,1,2,3\n2,1,2,3\n' >run.csv
"$LC" inspect run.csv
