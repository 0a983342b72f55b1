# SPDX-License-Identifier: GPL-3.0-or-later
# check.awk - what a page may not be: tags that don't match, elements and attributes that no page of
# ours has, ids that stand twice, links out of the page, styles or scripts but the one that its
# Content-Security-Policy knows.
function complain(what) { print FILENAME ": " what; bad = 1 }
function attribute(name, value) {
    if (index(allowed, " " name " ") == 0)
        complain("attribute " name)
    if ((name == "href" || name == "src") && value !~ /^#/)
        complain("link to " value)
    if (name == "id" && ids[value]++)
        complain("id " value " twice")
}
function open(name, rest) {
    if (index(elements, " " name " ") == 0)
        complain("element " name)
    count[name]++
    while (match(rest, /^[ \t\n]*[a-zA-Z:-]+="[^"<>]*"/)) {
        one = substr(rest, RSTART, RLENGTH)
        rest = substr(rest, RLENGTH + 1)
        sub(/^[ \t\n]+/, "", one)
        eq = index(one, "=")
        attribute(substr(one, 1, eq - 1), substr(one, eq + 2, length(one) - eq - 2))
    }
    if (rest ~ /[^ \t\n\/]/)
        complain("in <" name ">: " rest)
    if (rest !~ /\/$/)
        stack[++depth] = name
}
BEGIN {
    RS = "<"
    elements = " html head meta title style body header main section footer p h1 h2 h3 h4 h5 b code span" \
        " ul li dl div dt dd details summary figure svg g defs path rect circle use text table thead" \
        " tbody tr th td script a noscript "
    allowed = " lang charset http-equiv content name class id tabindex role aria-label scope type viewBox" \
        " stroke-linecap stroke-linejoin fill stroke color stroke-width stroke-dasharray font-size" \
        " font-weight font-style text-anchor transform d x y cx cy r width height href opacity" \
        " fill-opacity stroke-opacity fill-rule open aria-sort title x1 x2 y1 y2 data-v "
}
NR == 1 { next }
raw { # the contents of a style or script end with its own tag only
    if (substr($0, 1, length(raw) + 2) != "/" raw ">")
        next
    raw = ""
}
/^!DOCTYPE html>/ { next }
{
    end = index($0, ">")
    tag = substr($0, 1, end - 1)
    if (!end) {
        complain("a tag without end: " substr($0, 1, 40))
        next
    }
    if (substr(tag, 1, 1) == "/") {
        if (stack[depth] != substr(tag, 2))
            complain("</" substr(tag, 2) "> closes <" stack[depth] ">")
        depth--
        next
    }
    match(tag, /^[a-z0-9]+/)
    name = substr(tag, 1, RLENGTH)
    open(name, substr(tag, RLENGTH + 1))
    if (name == "style" || (name == "script" && tag !~ /application\/json/)) {
        raw = name
        loaded[name]++
    } else if (name == "script") {
        raw = name
    }
    text = substr($0, end + 1)
    if (text ~ />/ && !raw)
        complain("an unescaped > after <" tag ">")
}
END {
    if (depth)
        complain("<" stack[depth] "> is never closed")
    if (loaded["style"] != loaded["script"] || loaded["style"] < 1 || loaded["style"] > 2)
        complain(loaded["style"] + 0 " styles, " loaded["script"] + 0 " scripts")
    exit bad
}
