# SPDX-License-Identifier: GPL-3.0-or-later
# Names of a log can't become a workflow command, a link, a mention or markup in any form; xmllint and
# cmark-gfm look as well where they are there.
i=0
printf 'epoch' >run.csv
for name in '@octocat' '#12' '<img onerror=x>' '[x](http://evil.example)' 'a|b' '``' 'www.evil.example' \
    ']]>' '::set-output name=a::b' '::stop-commands::x' '##[add-mask]y' '%0A::add-mask::z'; do
    printf ',"%s\n%s loss"' "$name" "$name" >>run.csv
done
echo >>run.csv
while [ $((i += 1)) -le 30 ]; do
    awk -v e=$i 'BEGIN { printf "%d", e
        for (k = 0; k < 12; k++) printf ",%.4f", (e < 15 ? 1 / e : 0.07 + 0.03 * (e - 14)) + k / 1000
        print "" }' >>run.csv
done
mv run.csv '::error::file=a,b.csv'
"$LC" --github ./*.csv | cut -c 1-101
# shellcheck disable=SC2016 # a fence, no command
"$LC" --markdown ./*.csv | sed '/^```text/,/^```$/d'
"$LC" --junit ./*.csv >junit.xml
grep -c '<testcase' junit.xml >cases
[ -s cases ] || echo 'no case'
! command -v xmllint >/dev/null || xmllint --noout junit.xml
! command -v cmark-gfm >/dev/null || {
    "$LC" --markdown ./*.csv | cmark-gfm -e table -e autolink -e strikethrough --unsafe |
        grep -E '<(a|img|del|em) '
}
# In the other forms too no line is a command, which blanks before it and text before the old form don't hinder.
{
    for form in '' -v -vv --brief --json --jsonl --csv --junit --sarif --markdown; do
        "$LC" $form ./*.csv
    done
    "$LC" inspect ./*.csv
    "$LC" scan .
    "$LC" scan --csv .
    "$LC" compare --markdown ./*.csv
    "$LC" compare ./*.csv
    "$LC" -m '##[add-mask]z' ./*.csv
    "$LC" plot --terminal ./*.csv
} >got 2>&1
grep -E '^[[:space:]]*::|##\[' got
:
