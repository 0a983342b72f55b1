# SPDX-License-Identifier: GPL-3.0-or-later
cd "$ROOT" && "$LC" diagnose --forecast --run 1 samples/sklearn_learning_curve/folds.csv
