# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" convert --long "$SAMPLES/csv/overfitting.csv" -o long.csv && "$LC" convert long.csv | grep -v '^#' | head -n 3
