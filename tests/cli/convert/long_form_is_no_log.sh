# SPDX-License-Identifier: GPL-3.0-or-later
"$LC" convert --long "$SAMPLES/csv/overfitting.csv" -o long.csv && "$LC" long.csv
