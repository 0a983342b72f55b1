# SPDX-License-Identifier: GPL-3.0-or-later
# The static program needs nothing but itself, and says the same as the other one.
case $LC in */release/*) ;; *) echo 'made of the release build only'; exit 77 ;; esac
for lib in c csv gsl json-c utf8proc protobuf-c z zstd sqlite3; do
    case $(cc -print-file-name=lib$lib.a) in
    /*) ;;
    *) echo "no static lib$lib here"; exit 77 ;;
    esac
done
unset MAKEFLAGS MFLAGS
make -s -C "$ROOT" static >log 2>&1 || { cat log; exit 1; }
program=$ROOT/build/release/static/learncurve
[ "$(wc -c <"$program")" -lt 8000000 ] || echo 'it has 8 MB or more'
readelf -lW "$program" | grep INTERP
mkdir -p root/tmp
cp "$program" root/learncurve
cp -r "$SAMPLES" root/samples
if [ "$(id -u)" = 0 ]; then bare='chroot root'; else bare='unshare -r chroot root'; fi
$bare /learncurve --version >log 2>&1 || { echo "can't chroot here: $(tail -n 1 log)"; exit 77; }
(cd root && find samples -type f ! -name README.md | sort) >logs
# shellcheck disable=SC2086 # words
xargs $bare /learncurve diagnose --jsonl <logs >bare.out 2>bare.err
(cd root && xargs "$LC" diagnose --jsonl <../logs >../full.out 2>../full.err)
cmp bare.out full.out
cmp bare.err full.err
wc -l <logs | awk '{ print ($1 > 100 ? "all" : "few") " samples" }'
$bare /learncurve plot samples/csv/overfitting.csv -o run.png
echo "status $?, without gnuplot"
COLUMNS=60 $bare /learncurve plot --terminal samples/csv/overfitting.csv | grep -c .
