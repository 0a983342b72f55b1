# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" diagnose --forecast --run 1 "$SAMPLES/sklearn_learning_curve/folds.csv"
