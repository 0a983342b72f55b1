# SPDX-License-Identifier: GPL-3.0-or-later
# tell.awk - what `diagnose --jsonl -vv` says of runs, without its words: the verdict with what each rule adds to
# it, and a line for each finding with its evidence; numbers to four digits.
function text(name,    at) {
    at = index(rest, "\"" name "\":")
    if (!at) return ""
    rest = substr(rest, at + length(name) + 3)
    return rest
}
# The value behind a name: to its comma outside of brackets and quotes.
function value(name,    i, c, deep, quoted) {
    if (text(name) == "") return ""
    for (i = 1; i <= length(rest); i++) {
        c = substr(rest, i, 1)
        if (c == "\"") quoted = !quoted
        if (quoted) continue
        if (c == "[" || c == "{") deep++
        if ((c == "]" || c == "}") && --deep < 0) break
        if (c == "," && !deep) break
    }
    return substr(rest, 1, i - 1)
}
# Without quotes and brackets, each number to four digits.
function brief(s,    out, word) {
    gsub(/"rule":|"log_odds":|["\[\]{}]/, "", s)
    gsub(/,/, " ", s)
    gsub(/:/, " ", s)
    while (match(s, /-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/)) {
        word = substr(s, RSTART, RLENGTH)
        out = out substr(s, 1, RSTART - 1) (RSTART > 1 && substr(s, RSTART - 1, 1) ~ /[a-z_0-9]/ ? word : sprintf("%.4g", word))
        s = substr(s, RSTART + RLENGTH)
    }
    return out s
}
# How many texts a list holds.
function items(list) { return list == "[]" ? 0 : 1 + gsub(/","/, "", list) }
{
    rest = $0
    file = value("file")
    gsub(/"|\.csv/, "", file)
    text("verdict")
    name = value("name"); severity = value("severity"); confidence = value("confidence"); odds = value("probability")
    print file ": " brief(name " " severity " " confidence " " odds)
    print "  weights " brief(value("weights"))
    print "  else " brief(value("alternative") " " value("alternative_confidence"))
    text("findings")
    while (index(rest, "\"id\":")) {
        line = value("id") " " value("severity") " " value("confidence") " " value("log_lr")
        line = line " " value("series") " " value("from") " " value("to")
        line = line " " value("evidence") " " value("explained_by")
        print "  " brief(line " causes " items(value("causes")) " advice " items(value("advice")))
    }
}
