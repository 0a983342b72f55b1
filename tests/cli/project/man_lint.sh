# SPDX-License-Identifier: GPL-3.0-or-later
# mandoc has nothing to say of the pages, but that they are not installed here.
command -v mandoc >/dev/null || { echo 'needs mandoc'; exit 77; }
for c in '' $("$LC" help | sed -n 's/^  \([a-z-]*\)  .*/\1/p'); do
    # shellcheck disable=SC2086 # none or one word
    "$LC" help --man $c >"page-$c.1"
    mandoc -T lint "page-$c.1" 2>/dev/null | grep -v 'referenced manual not found'
done
:
