# SPDX-License-Identifier: GPL-3.0-or-later
# The examples are built against the installed libraries, static and shared; uninstall leaves
# nothing.
# shellcheck disable=SC2046,SC2086 # flags are words
case $LC in */release/*) ;; *) echo 'tried on the release build only'; exit 77 ;; esac
exec 2>&1
unset MAKEFLAGS MFLAGS
make -s -C "$ROOT" install PREFIX=/opt/learncurve DESTDIR="$PWD/root" >log || { cat log; exit 1; }
find root ! -type d | sort | sed 's/\.so\.[0-9]*$/.so.N/; s/learncurve-[a-z-]*\.1$/learncurve-COMMAND.1/' | uniq
at=$PWD/root/opt/learncurve
export PKG_CONFIG_PATH="$at/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$PWD/root"
strict='-std=c17 -Wall -Wextra -Wpedantic -Werror'
example=$ROOT/tests/example/example.c
{
    cc $strict -o shared "$example" $(pkg-config --cflags --libs learncurve) -lm
    cc $strict -o static "$example" $(pkg-config --cflags --static --libs learncurve |
        sed 's/-llearncurve/-l:liblearncurve.a/')
}
LD_LIBRARY_PATH=$at/lib ./shared >shared.out
echo "shared: $?"
./static >static.out
echo "static: $?"
cmp shared.out static.out
sed -n '/^Verdict/q;p' static.out
grep '"schema"' static.out
grep '^stopped' static.out
cc $strict -o program "$ROOT/tests/example/program.c" $(pkg-config --cflags --libs learncurve)
log=$SAMPLES/csv/overfitting.csv
mkdir logs && cp "$SAMPLES/csv/healthy.csv" logs
LD_LIBRARY_PATH=$at/lib ./program "$log" logs >program.out
echo "program: $?"
{
    "$LC" inspect --map lr=ignore "$log"
    "$LC" diagnose --map lr=ignore --online --forecast --set spikes.noise=9 "$log"
    "$LC" explain overfitting
    "$LC" scan --jsonl logs
    "$LC" diagnose --jsonl "$log" "$log"
} >"$PWD/same" 2>/dev/null
grep -A 3 'is better, the best first' program.out
sed '/is better, the best first/,$d' program.out | tail -n "$(wc -l <same)" | diff same -
"$LC" convert --map lr=ignore --to jsonl "$log" 2>/dev/null | cmp run.jsonl -
grep -c '^plot' run.gp
grep '<h1>' run.html
cc $strict -o record "$ROOT/tests/example/record.c" -I"$at/include" -L"$at/lib" -llearncurve_record
LD_LIBRARY_PATH=$at/lib
export LD_LIBRARY_PATH
./record && ./record # the second one has nothing to add
echo "record: $?"
cat run.csv
{
    cc $strict -o shared "$ROOT/tests/example/train.c" $(pkg-config --cflags --libs learncurve_train)
    cc $strict -o static "$ROOT/tests/example/train.c" $(pkg-config --cflags --static --libs \
        learncurve_train | sed 's/-llearncurve[_a-z]*/-l:lib&.a/g; s/lib-l/lib/g')
}
LD_LIBRARY_PATH=$at/lib ./shared >shared.out
echo "shared: $?"
./static | diff shared.out -
cat shared.out
make -s -C "$ROOT" uninstall PREFIX=/opt/learncurve DESTDIR="$PWD/root" >log || cat log
find root ! -type d
