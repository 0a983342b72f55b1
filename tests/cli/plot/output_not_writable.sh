# SPDX-License-Identifier: GPL-3.0-or-later
# Nobody, root neither, makes a file below a plain file.
: >plain
"$LC" plot -o plain/run.png "$SAMPLES/keras_console/crossvalidated-444546.log"
