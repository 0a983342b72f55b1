# SPDX-License-Identifier: GPL-3.0-or-later
# Names that would be markup stay text, in the page, its plot and its data.
name='a"><img src=x onerror=alert(4)>&lt;.jsonl'
awk 'BEGIN {
    for (i = 1; i <= 40; i++)
        printf "{\"epoch\":%d,\"<img src=x onerror=alert(1)>loss\":%g,\"\\\"><svg onload=alert(3)>\":%g," \
            "\"<\\/script><script>alert(2)<\\/script>val_loss\":%g,\"a&lt;b\\u2028 ]]> --> acc\":%g}\n",
            i, 2 / i + 0.1, i, 1 / i + 0.3 + i / 90, 1 - 1 / i
}' >"$name"
"$LC" report "$name" -o page.html
awk -f "$ROOT/tests/cli/report-html/check.awk" page.html && echo 'well-formed, and nothing comes from elsewhere'
grep -o '<title>.*' page.html
grep -o '<th scope="row">[^/]*/' page.html
grep -o '<text>[^<]*acc' page.html | sort -u
grep -o '"name":"[^"]*loss"' page.html
grep -c 'alert(1)' page.html
