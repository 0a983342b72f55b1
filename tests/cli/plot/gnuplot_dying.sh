# SPDX-License-Identifier: GPL-3.0-or-later
# A gnuplot that can't start is not said to be something else.
printf '#!/bin/sh\necho "libc.so.6: cannot allocate memory" >&2\nexit 127\n' >dies
chmod +x dies
printf 'epoch,loss,val_loss\n1,.9,.9\n2,.8,.8\n3,.7,.7\n' >x.csv
LEARNCURVE_GNUPLOT=./dies "$LC" plot -o x.svg x.csv
