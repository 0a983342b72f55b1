# SPDX-License-Identifier: GPL-3.0-or-later
# Each command has a manual page with all options of its --help, and pages name only pages that are there.
mkdir man
"$LC" help --man >man/learncurve.1
for c in $("$LC" help | sed -n 's/^  \([a-z-]*\)  .*/\1/p'); do
    "$LC" help --man "$c" >"man/learncurve-$c.1"
    "$LC" help "$c" | grep -o '^ *\(-., \)\?--[a-z0-9-]*' | sed 's/.*--//' | sort >said
    sed -n 's/\\-/-/g; s/^\.It.* Fl -\([a-z0-9-]*\).*/\1/p' "man/learncurve-$c.1" | sort | diff said - || echo "of $c"
    for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
        grep -qx "\.Sh $section" "man/learncurve-$c.1" || echo "$c: no $section"
    done
done
# shellcheck disable=SC2013 # names of pages are words
for page in $(cat man/* | sed -n 's/^\.Xr \(learncurve[a-z-]*\) 1.*/\1/p' | sort -u); do
    [ -f "man/$page.1" ] || echo "$page: named, not there"
done
sed -n '/^\.Sh SYNOPSIS/,/^\.Sh OPTIONS/p' man/learncurve-plot.1
grep -A 1 'Fl o .*Fl ..output' man/learncurve-plot.1
sed -n '/^\.Sh ENV/,$p' man/learncurve-diagnose.1
