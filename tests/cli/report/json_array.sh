# SPDX-License-Identifier: GPL-3.0-or-later
cp "$SAMPLES/keras_console/crossvalidated-444546.log" a.log && cp a.log b.log
"$LC" --json a.log b.log | grep -c '"schema"'
"$LC" --json a.log b.log | sed -n '1p;$p'
