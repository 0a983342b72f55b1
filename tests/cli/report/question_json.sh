# SPDX-License-Identifier: GPL-3.0-or-later
# All of the object, its numbers to five digits: the last ones are the compiler's.
ln -s "$SAMPLES" samples
"$LC" diagnose --json samples/keras_console/crossvalidated-444546.log | awk '
    /^ *"[a-z_0-9]+": -?[0-9]/ {
        at = index($0, ": ") + 2
        comma = /,$/ ? "," : ""
        printf "%s%.5g%s\n", substr($0, 1, at - 1), substr($0, at) + 0, comma
        next
    }
    { print }'
