# SPDX-License-Identifier: GPL-3.0-or-later
# What a study of hyperparameters prints is no curve.
cat >study.log <<'END'
[I 2031-02-03 10:11:12,345] A new study created in memory with name: no-name
[I 2031-02-03 10:11:15,101] Trial 0 finished with value: 0.625 and parameters: {'lr': 0.5}. Best is trial 0 with value: 0.625.
[I 2031-02-03 10:11:18,202] Trial 1 finished with value: 0.5 and parameters: {'lr': 0.25}. Best is trial 1 with value: 0.5.
END
"$LC" study.log
