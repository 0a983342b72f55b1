# SPDX-License-Identifier: GPL-3.0-or-later
# The sources as an archive, of the version that the program, the header and the news have.
git -C "$ROOT" rev-parse HEAD >log 2>&1 || { echo 'no git checkout'; exit 77; }
unset MAKEFLAGS MFLAGS
version=$(sed -n 's/^#define LC_VERSION "\(.*\)"/\1/p' "$ROOT/src/learncurve.h")
"$LC" --version | grep -qx "learncurve $version" || echo "the program isn't $version"
sed -n '/^## NEWS/,$p' "$ROOT/src/README.md" | grep -m 1 '^[0-9]' | grep -q "^$version\>" || echo "no news of $version"
make -s -C "$ROOT" dist
tarball=$ROOT/build/learncurve-$version.tar.gz
tar -tzf "$tarball" | sed "s/$version/VERSION/" | grep -x 'learncurve-VERSION/\(Makefile\|README.md\|LICENSE\|src/learncurve.h\)'
tar -tzf "$tarball" | grep -v "^learncurve-$version/"
cp "$tarball" once.tar.gz
make -s -C "$ROOT" dist
cmp once.tar.gz "$tarball"
