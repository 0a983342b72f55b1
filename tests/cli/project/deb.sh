# SPDX-License-Identifier: GPL-3.0-or-later
# Each file that `make install` writes is in one Debian package, and each line of the packages' lists names some.
case $LC in */release/*) ;; *) echo 'tried on the release build only'; exit 77 ;; esac
unset MAKEFLAGS MFLAGS
make -s -C "$ROOT" install DESTDIR="$PWD/root" PREFIX=/usr LIBDIR=/usr/lib/x86_64-linux-gnu >log 2>&1 || { cat log; exit 1; }
cd root || exit
cat "$ROOT"/scripts/deb/debian/*.install | while read -r pattern; do
    # shellcheck disable=SC2086 # patterns of names without blanks
    find $pattern ! -type d || echo "names nothing: $pattern" >&2
done | sort >../packed
find . ! -type d | sed 's|^./||' | sort | diff - ../packed && echo 'each one once'
# shellcheck disable=SC2013 # names are words
for package in $(grep -o '[a-z0-9-]*-dev\|protobuf-c-compiler' "$ROOT/scripts/setup" | grep -v libc6); do
    grep -q "^ $package,$" "$ROOT/scripts/deb/debian/control" || echo "not needed to build a package: $package"
done
