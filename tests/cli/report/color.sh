# SPDX-License-Identifier: GPL-3.0-or-later
cp "$SAMPLES/keras_console/crossvalidated-444546.log" run.log
esc=$(printf '\033')
count() { grep -c "$esc" || true; }
"$LC" run.log | count
"$LC" --color always run.log | sed -n 1p | sed "s/$esc/ESC/g"
CLICOLOR_FORCE=1 "$LC" run.log | sed -n 1p | sed "s/$esc/ESC/g"
NO_COLOR=1 CLICOLOR_FORCE=1 "$LC" run.log | count
CLICOLOR_FORCE=1 "$LC" --color never run.log | count
