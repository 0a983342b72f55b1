# SPDX-License-Identifier: GPL-3.0-or-later
[ -w /dev/full ] || { echo 'no /dev/full'; exit 77; }
"$LC" convert "$SAMPLES/csv/overfitting.csv" >/dev/full
