# SPDX-License-Identifier: GPL-3.0-or-later
# The manual pages are good mdoc.
command -v mandoc >/dev/null || { echo 'needs mandoc'; exit 77; }
"$LC" help --man >learncurve.1
for c in $("$LC" help | sed -n 's/^  \([a-z-]*\)  .*/\1/p'); do
    "$LC" help --man "$c" >"learncurve-$c.1"
done
[ -s learncurve-watch.1 ] || echo 'no pages'
# It looks for pages that others name where the system has them only.
mandoc -T lint ./*.1 2>/dev/null | grep -v 'referenced manual not found: Xr \(gnuplot\|learncurve[a-z-]*\) 1$' || :
