# SPDX-License-Identifier: GPL-3.0-or-later
# What holds for every command: -V, -h with its exit statuses and an example, "--" before words that begin
# with a dash, and numbers with a point under any locale.
commands=$("$LC" help | sed -n 's/^  \([a-z][a-z-]*\)  *[a-z].*/\1/p')
echo "$commands" | wc -l | tr -d ' '
for command in $commands; do
    [ "$("$LC" "$command" -V)" = "$("$LC" --version)" ] || echo "$command -V"
    "$LC" "$command" -h | sed -n '/^Exit status 0: /,$p' >end
    grep -q '^Exit status 0: success; ' end || echo "$command has no exit status"
    sed "1,/^Example:/d" end | grep -q "learncurve $command" ||
        echo "$command has no example"
    case $command in
    watch | record) ;; # a command line stands behind "--", or nothing
    *) # the word is an operand: never an unknown option
        "$LC" "$command" -- -odd </dev/null 2>&1 | grep 'unknown option' && echo "$command --" ;;
    esac
done
cp "$SAMPLES/csv/overfitting.csv" -- -odd.csv
"$LC" -q -- -odd.csv && "$LC" diagnose --brief -- -odd.csv | cut -c 1-19
# The program never asks for a locale, so that no library writes a comma for a point.
! nm -D "$LC" 2>/dev/null | grep -w setlocale
for locale in $(locale -a | grep -iE '^(de_DE|fr_FR)\.utf-?8$'); do
    LC_ALL=$locale "$LC" diagnose --json -- -odd.csv >other
    "$LC" diagnose --json -- -odd.csv | cmp - other
done
