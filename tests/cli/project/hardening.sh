# SPDX-License-Identifier: GPL-3.0-or-later
# The release build is hardened: position-independent, its tables read-only once it runs, no executable
# stack, stack protector, checked libc calls.
case $LC in */release/*) ;; *) echo 'only the release build is hardened'; exit 77 ;; esac
command -v readelf >/dev/null || { echo 'needs readelf'; exit 77; }
for file in "$LC" "${LC%/*}"/*.so; do
    name=${file##*/}
    readelf -W -l -d "$file" >parts
    readelf -W --dyn-syms "$file" >symbols
    [ "$name" != learncurve ] || grep -q 'FLAGS_1.*PIE' parts || echo "$name: not position-independent"
    grep -q 'GNU_RELRO' parts || echo "$name: no RELRO"
    grep -q 'BIND_NOW' parts || echo "$name: RELRO is not full"
    grep -q 'GNU_STACK.* RW ' parts || echo "$name: executable stack"
    grep -q ' __stack_chk_fail@' symbols || echo "$name: no stack protector"
    grep -q ' __snprintf_chk@' symbols || echo "$name: no _FORTIFY_SOURCE"
    echo "$name: checked"
done
