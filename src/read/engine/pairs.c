/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pairs.c - the names and numbers in a line that somebody printed for people. */
#include "read/engine/pairs.h"

#include "base/number.h"
#include "model/metric.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define JOIN_MAX 2     /* blanks between two words of a name */
#define GAP_MAX 6      /* blanks between a name and its value where nothing else stands: "%8.4f" */
#define THREE (-1.0)   /* "97/100/100": counters, of which none is the total; else a date */
#define ALIGN_MAX 40   /* blanks before a ':' that is aligned with those of other lines */
#define ASIDE_MAX 1000 /* [bytes] between brackets */
#define DECIMAL_MAX 32 /* [bytes] of a number with a decimal comma or an exponent of Fortran */
#define ABBREVIATION_MAX 4 /* letters before its point */
#define COCO_LAST 0.95     /* overlap up to which COCO's mean average precision goes */

typedef struct scan {
    const char *start; /* of the line */
    lc_span rest;      /* still to be looked at */
    lc_span name;      /* the words before it ... */
    bool open;         /* ... if a value may follow them */
} scan;

/* ---- bytes and words ------------------------------------------------------------------- */

static bool is_digit(char c)
{
    return isdigit((unsigned char)c) != 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* UTF-8 beginning with these bytes is punctuation: dashes, arrows, the blocks of progress bars, and
 * pictures. */
static bool is_symbol(char c)
{
    return c == '\xc2' || c == '\xe2' || c == '\xf0';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           ((unsigned char)c >= 0x80 && !is_symbol(c));
}

static bool is_letter_at(const lc_span *t)
{
    return is_letter(*t->s);
}

/* A byte that holds two parts of a word together: "top-1", "train/loss", "Acc@1", "valid_1's". */
static bool is_joint(const lc_span *t)
{
    return strchr("-./@'^&+", *t->s) && t->end - t->s > 1 &&
           (is_letter(t->s[1]) || is_digit(t->s[1]));
}

static bool at_any(const lc_span *t, const char *bytes)
{
    return t->s < t->end && *t->s && strchr(bytes, *t->s);
}

static bool is_of_word(const lc_span *t)
{
    return is_letter(*t->s) || is_digit(*t->s) || is_joint(t);
}

static lc_span take_word(lc_span *t)
{
    return lc_span_take_while(t, is_of_word);
}

static bool is_word_of(const lc_span *word, const char *const *list)
{
    for (; *list; list++)
        if (lc_span_is(word, *list))
            return true;
    return false;
}

/* Blanks alone, at most so many; tabs part columns. The '#' of "Epoch #3" is none of the name. */
static bool is_gap(lc_span gap, size_t most)
{
    if (lc_span_length(&gap) > most)
        return false;
    for (; gap.s < gap.end; gap.s++)
        if (*gap.s != ' ' && *gap.s != '#')
            return false;
    return true;
}

/* ---- values ---------------------------------------------------------------------------- */

static bool is_rate(const lc_span *word)
{
    static const char *const per[] = {"s",     "sec", "second", "it", "iter", "step", "batch",
                                      "epoch", "min", "GPU",    "h",  "ms",   NULL};
    lc_span rest = *word;
    while (lc_span_take_until(&rest, "/"))
        if (is_word_of(&rest, per))
            return true;
    return false;
}

static bool is_unit(const lc_span *word)
{
    static const char *const units[] = {
        "s",   "sec",  "secs",   "second",  "seconds", "ms", "us",  "ns",   "m",
        "min", "mins", "minute", "minutes", "h",       "hr", "hrs", "hour", "hours",
        "d",   "day",  "days",   "B",       "KB",      "MB", "GB",  "TB",   "KiB",
        "MiB", "GiB",  "K",      "M",       "G",       "k",  "x",   "it",   "dB",
        "Hz",  "W",    "GFLOPS", "TFLOPS",  "px",      NULL};
    return is_word_of(word, units) || is_rate(word);
}

/* "2.5M" of parameters is a number of them; of memory, too. 1 for other units. */
static double times_of(const lc_span *unit)
{
    static const struct {
        const char *unit;
        double times;
    } units[] = {{"K", 1e3}, {"k", 1e3}, {"M", 1e6}, {"G", 1e9}, {"T", 1e12}};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (lc_span_is(unit, units[i].unit))
            return units[i].times;
    return 1;
}

static void scale_value(lc_pair *p, double times)
{
    p->v.value *= times;
    p->rounded = times > 1;
}

/* "1K/20K": of a counter that is shortened. */
static bool take_scaled_total(lc_span *t, lc_pair *p)
{
    lc_span rest = *t, unit = lc_span_take_while(&rest, is_letter_at), same;
    double of, times = times_of(&unit);
    if (times == 1 || !lc_span_take_word(&rest, "/") || !lc_span_take_number(&rest, &of))
        return false;
    same = lc_span_take_while(&rest, is_letter_at);
    if (!lc_span_equals(&unit, &same))
        return false;
    scale_value(p, times);
    p->of = of * times;
    p->unit = (lc_span){t->s, t->s};
    *t = rest;
    return true;
}

/* "30ms", "5 it/s", "81.2%", "81.2 %". False when other letters go on behind the number. */
static bool take_unit(lc_span *t, lc_pair *p)
{
    lc_span rest = *t;
    p->unit = (lc_span){t->s, t->s};
    if (lc_span_take_word(&rest, "%") || lc_span_take_word(&rest, " %")) {
        p->unit = (lc_span){rest.s - 1, rest.s};
        *t = rest;
        return true;
    }
    bool apart = lc_span_take_word(&rest, " ");
    if (!apart)
        lc_span_take_word(&rest, "/");
    lc_span word = take_word(&rest);
    if (word.s == word.end)
        return true;
    word.s -= !apart && word.s > t->s; /* "12/s" */
    /* A single letter that stands apart may well be the next name. */
    bool known = is_unit(&word) && (!apart || lc_span_length(&word) > 1 || *word.s == 's');
    if (known && apart && rest.s < rest.end && !at_any(&rest, " \t,;|)]}."))
        known = false;
    if (known) {
        p->unit = word;
        *t = rest;
        if (!apart)
            scale_value(p, times_of(&p->unit));
    }
    return known || apart;
}

/* "5", "60,000" */
static bool take_whole(lc_span *t, double *v)
{
    return lc_span_take_thousands(t, v) ? *v == floor(*v) : lc_span_take_count(t, v);
}

/* The total of a counter: "5/10", "50 / 1,000", "5 of 10". False where a slash is something else. */
static bool take_total(lc_span *t, lc_pair *p)
{
    lc_span rest = p->v.text, slash = *t;
    double whole;
    p->of = 0;
    bool counts = take_whole(&rest, &whole) && rest.s == rest.end;
    rest = *t;
    lc_span_skip_blanks(&slash);
    if (counts && lc_span_take_word(&rest, " of ")) {
        if (take_whole(&rest, &p->of))
            *t = rest;
        return true;
    }
    if (!lc_span_take_word(&slash, "/"))
        return true;
    lc_span_skip_blanks(&slash);
    if (slash.s < slash.end && is_letter(*slash.s))
        return true; /* a rate */
    if (!counts || !take_whole(&slash, &p->of))
        return false;
    if (lc_span_take_word(&slash, "/") && take_whole(&slash, &whole))
        p->of = THREE;
    *t = slash;
    return true;
}

/* "1,090,312", and "5 345.6" where a blank parts them and a point follows. */
static void take_thousands(lc_span *t, lc_pair *p)
{
    lc_span whole = {p->v.text.s, t->end}, blank = *t, three;
    double v, more;
    if (lc_span_take_thousands(&whole, &v)) {
        p->v.value = v;
        p->v.text.end = whole.s;
        *t = whole;
        return;
    }
    three = p->v.text;
    if (!lc_span_take_count(&three, &v) || three.s < three.end || lc_span_length(&p->v.text) > 3 ||
        v == 0 || !lc_span_take_word(&blank, " "))
        return;
    three = blank;
    if (!lc_span_take_count(&three, &more) || three.s - blank.s != 3 ||
        !lc_span_begins(&three, ".") || !lc_span_take_number(&blank, &more))
        return;
    p->v.value = v * 1000 + more;
    p->v.text.end = blank.s;
    *t = blank;
}

/* Read the number again with another byte at `at`: "0,6931" has a point there, "3.6D+00" an 'e'. */
static void take_respelled(lc_span *t, lc_pair *p, size_t at, char c)
{
    char text[DECIMAL_MAX];
    size_t n = (size_t)(t->end - p->v.text.s);
    n = n < sizeof text ? n : sizeof text;
    memcpy(text, p->v.text.s, n);
    text[at] = c;
    p->v.text.end = t->s = p->v.text.s + lc_number_read(&p->v.value, text, n);
}

/* "0" or "-0": no thousands go on behind it. */
static bool is_zero(lc_span whole)
{
    lc_span_take_word(&whole, "-");
    return lc_span_is(&whole, "0");
}

/* "0,6931" where a comma stands for the point; three digits behind it may be thousands. */
static void take_decimal_comma(lc_span *t, lc_pair *p)
{
    lc_span rest = *t;
    double decimals;
    size_t point = (size_t)(t->s - p->v.text.s);
    p->comma = false;
    if (lc_span_has(&p->v.text, ".") || !lc_span_take_word(&rest, ",") ||
        !lc_span_take_count(&rest, &decimals) || point >= DECIMAL_MAX ||
        (rest.s - t->s == 4 && !is_zero(p->v.text)))
        return;
    take_respelled(t, p, point, '.');
    p->comma = true;
}

/* "3.62720D+00" */
static void take_fortran_exponent(lc_span *t, lc_pair *p)
{
    lc_span rest = *t;
    double exponent;
    size_t at = (size_t)(t->s - p->v.text.s);
    if (!lc_span_has(&p->v.text, ".") || !lc_span_take_word(&rest, "D") || !at_any(&rest, "+-") ||
        at >= DECIMAL_MAX)
        return;
    rest.s++;
    if (lc_span_take_count(&rest, &exponent))
        take_respelled(t, p, at, 'e');
}

/* "0.51/0.62", "61.2% / 58.3%", "0.51|0.62": two values; two counts are a counter and its total. */
static bool take_second(lc_span *t, lc_pair *p)
{
    lc_span rest = *t;
    bool percent = lc_span_take_word(&rest, "%");
    bool decimal = percent || lc_span_has(&p->v.text, ".");
    p->has_second = false;
    p->unit = (lc_span){rest.s - percent, rest.s};
    if (!lc_span_take_word(&rest, "|")) {
        lc_span_skip_blanks(&rest);
        if (!lc_span_take_word(&rest, "/"))
            return false;
        lc_span_skip_blanks(&rest);
    }
    p->second.text.s = rest.s;
    if (!lc_span_take_number(&rest, &p->second.value))
        return false;
    p->second.text.end = rest.s;
    decimal |= lc_span_has(&p->second.text, ".");
    if (!decimal || percent != lc_span_take_word(&rest, "%") || lc_span_begins(&rest, "/"))
        return false;
    p->of = 0;
    p->has_second = true;
    *t = rest;
    return true;
}

/* "6 days, 23:28:43", "0h 3m10s", "1 minute and 2 seconds" */
static bool is_of_clock(const lc_pair *p, lc_span rest)
{
    static const char *const parts[] = {"d",     "day", "days", "h",    "hr",     "hrs",     "hour",
                                        "hours", "m",   "min",  "mins", "minute", "minutes", NULL};
    static const char *const last[] = {"s", "sec", "secs", "second", "seconds", NULL};
    double v;
    if (!is_word_of(&p->unit, parts))
        return false;
    if (!lc_span_take_word(&rest, ", "))
        lc_span_take_word(&rest, " and ");
    lc_span_skip_blanks(&rest);
    if (!lc_span_take_number(&rest, &v))
        return false;
    if (lc_span_begins(&rest, ":"))
        return true;
    lc_span_skip_blanks(&rest);
    lc_span unit = lc_span_take_while(&rest, is_letter_at);
    return is_word_of(&unit, parts) || is_word_of(&unit, last);
}

/* " * 1,234,567 @ 1,024": of how many words a cost is the mean, as Marian prints it. */
static bool is_weighted(lc_span t)
{
    double v;
    return lc_span_take_word(&t, "* ") && lc_span_take_thousands(&t, &v) &&
           lc_span_begins(&t, " @ ");
}

/* Whether what follows a number lets it be one: no date, time, version, expression, "1,234". */
static bool ends_value(lc_span t)
{
    if (t.s == t.end || is_symbol(*t.s))
        return true;
    char c = *t.s++, next = t.s < t.end ? *t.s : ' ';
    if (is_blank(c)) {
        lc_span_skip_blanks(&t);
        bool operates = at_any(&t, "*+") && t.end - t.s > 1 && t.s[1] == ' ';
        return !operates || is_weighted(t);
    }
    if (c == ',' || c == ':')
        return !is_digit(next);
    if (c == '.' || c == '-')
        return is_blank(next);
    return strchr(";|)]}'\"([!>", c) != NULL && c;
}

/* "avg ", "mean: " before a mean. */
static void take_mean_word(lc_span *t)
{
    static const char *const words[] = {"avg", "Avg", "ave", "average", "mean", NULL};
    lc_span rest = *t, word = lc_span_take_while(&rest, is_letter_at);
    if (!is_word_of(&word, words))
        return;
    while (at_any(&rest, ":= "))
        rest.s++;
    *t = rest;
}

/* "(0.61)", "( 0.61)" or "(avg 0.61)" behind a value: the mean so far. "(98%)" says it again in percent, and
 * "(13/128)" behind a percentage what it is of. */
static void take_mean(lc_span *t, lc_pair *p)
{
    lc_span rest = *t;
    double mean;
    p->has_mean = false;
    lc_span_skip_blanks(&rest);
    if (!lc_span_take_word(&rest, "("))
        return;
    lc_span_skip_blanks(&rest);
    take_mean_word(&rest);
    bool delta = lc_span_take_word(&rest, "\u0394");
    lc_span_skip_blanks(&rest);
    lc_span spelling = rest;
    if (!lc_span_take_number(&rest, &mean))
        return;
    spelling.end = rest.s;
    /* "(+0.000000)", "(-0.308)" is a change since the last time */
    if (delta || at_any(&spelling, "+") || (at_any(&spelling, "-") && p->v.value >= 0)) {
        lc_span_skip_blanks(&rest);
        if (lc_span_take_word(&rest, ")"))
            *t = rest;
        return;
    }
    bool percent = lc_span_take_word(&rest, "%"), of = lc_span_is(&p->unit, "%");
    if (of && lc_span_take_word(&rest, "/") && !lc_span_take_number(&rest, &mean))
        return;
    lc_span_skip_blanks(&rest);
    if (!lc_span_take_word(&rest, ")"))
        return;
    *t = rest;
    /* A whole number in brackets counts something, unless the value is one as well. */
    bool like = lc_span_has(&spelling, ".") || !lc_span_has(&p->v.text, ".");
    p->has_mean = like && percent == of && p->of == 0;
    p->mean = mean;
}

/* A number and what belongs to it. */
static bool take_value(lc_span *t, lc_pair *p)
{
    lc_span rest = *t;
    p->v.text.s = rest.s;
    if (!lc_span_take_number(&rest, &p->v.value))
        return false;
    p->v.text.end = rest.s;
    p->rounded = false;
    take_thousands(&rest, p);
    take_decimal_comma(&rest, p);
    take_fortran_exponent(&rest, p);
    if (!take_second(&rest, p) && !take_scaled_total(&rest, p) &&
        (!take_total(&rest, p) || !take_unit(&rest, p)))
        return false;
    if (!ends_value(rest) || is_of_clock(p, rest))
        return false;
    take_mean(&rest, p);
    *t = rest;
    return true;
}

/* "[1/10]", "( 5)": a value and nothing else in brackets. */
static bool take_bracketed(lc_span *t, lc_pair *p)
{
    lc_span rest = *t;
    const char *close = at_any(&rest, "[") ? "]" : ")";
    if (!at_any(&rest, "[("))
        return false;
    rest.s++;
    lc_span_skip_blanks(&rest);
    if (!take_value(&rest, p))
        return false;
    lc_span_skip_blanks(&rest);
    if (!lc_span_take_word(&rest, close))
        return false;
    *t = rest;
    return true;
}

/* "tensor(0.5, device='cuda:0')": what Python prints for a number in a box of its own. */
static bool take_boxed(lc_span *t, lc_pair *p)
{
    static const char *const boxes[] = {"tensor(", "np.float32(", "np.float64(", "Array("};
    for (size_t i = 0; i < sizeof boxes / sizeof *boxes; i++) {
        lc_span rest = *t;
        if (!lc_span_take_word(&rest, boxes[i]))
            continue;
        if (!take_value(&rest, p) || !lc_span_take_until(&rest, ")"))
            return false;
        *t = rest;
        return true;
    }
    return false;
}

/* ---- the line -------------------------------------------------------------------------- */

static void close_name(scan *s)
{
    s->open = false;
}

/* "loss: 1,234" is 1.234 to some and 1234 to others; "gpus: 0,12" may be a list. */
static bool is_unclear(const lc_pair *p)
{
    lc_span rest = p->v.text;
    lc_kind kind = lc_metric_kind(p->v.name.s, lc_span_length(&p->v.name));
    bool quantity = kind == LC_LOSS || kind == LC_SCORE;
    if (p->comma)
        return !quantity && kind != LC_LEARNING_RATE && !lc_span_is(&p->unit, "%");
    return quantity && lc_span_take_until(&rest, ",") && !lc_span_has(&rest, ",") &&
           !lc_span_has(&rest, ".");
}

/* The name ends here and its value has been taken up to `rest`. */
static bool give(scan *s, lc_pair *p, lc_span rest, bool marked)
{
    p->v.name = s->name;
    p->marked = marked;
    s->rest = rest;
    p->unclear = is_unclear(p);
    if (p->unclear && !p->comma)
        p->v.value /= 1000;
    if (p->of != THREE)
        return true;
    p->of = 0;
    s->open = false;
    return lc_kind_is_axis(lc_metric_kind(s->name.s, lc_span_length(&s->name)));
}

/* Over what can't be taken apart; at least a byte. */
static void skip_token(scan *s)
{
    do
        s->rest.s++;
    while (s->rest.s < s->rest.end && !at_any(&s->rest, " \t,;|)]}<>\"'"));
}

static lc_span gap_before(const scan *s)
{
    return (lc_span){s->name.end, s->rest.s};
}

/* "over 96 secs", "in 12 minutes": no name. */
static bool is_preposition(const lc_span *word)
{
    static const char *const list[] = {"over", "in", "for", "after", "at", "of", "to", NULL};
    return is_word_of(word, list);
}

/* "1epoch results": the name behind its number. */
static bool take_prefixed(scan *s, lc_pair *p)
{
    lc_span rest = s->rest, name;
    double v;
    if (!lc_span_take_count(&rest, &v) || rest.s == rest.end || !is_letter(*rest.s))
        return false;
    *p = (lc_pair){.v = {.text = {s->rest.s, rest.s}, .value = v}, .unit = {rest.s, rest.s}};
    name = take_word(&rest);
    if (!lc_kind_is_axis(lc_metric_kind(name.s, lc_span_length(&name))))
        return false;
    s->name = name;
    return give(s, p, rest, true);
}

/* "mean loss over last 100 batches: 0.5", "learning rate of group 0 to 1e-4": a number within a name. */
static bool is_of_name(const scan *s)
{
    static const char *const ends[] = {" last", " past", " previous", " group", NULL};
    for (const char *const *end = ends; s->open && *end; end++)
        if (lc_span_ends(&s->name, *end))
            return true;
    return false;
}

static bool at_number(scan *s, lc_pair *p)
{
    lc_span rest = s->rest;
    double v;
    if (take_prefixed(s, p))
        return true;
    if (is_of_name(s) && is_gap(gap_before(s), JOIN_MAX) && lc_span_take_count(&rest, &v) &&
        at_any(&rest, " ")) {
        s->name.end = s->rest.s = rest.s;
        return false;
    }
    rest = s->rest;
    bool named = s->open && is_gap(gap_before(s), GAP_MAX) && !is_preposition(&s->name);
    if (take_value(&rest, p) && named)
        return give(s, p, rest, false);
    close_name(s);
    if (rest.s > s->rest.s)
        s->rest = rest;
    else
        skip_token(s);
    return false;
}

/* From behind an opening bracket to behind the one that closes it; to the end where none is near, so that
 * many that are never closed don't all look for it through all of a line. */
static bool skip_brackets(lc_span *t)
{
    int depth = 1;
    const char *near = t->end - t->s > ASIDE_MAX ? t->s + ASIDE_MAX : t->end;
    for (; t->s < near && depth > 0; t->s++)
        depth += *t->s == '(' ? 1 : *t->s == ')' ? -1 : 0;
    if (depth > 0)
        t->s = t->end;
    return depth == 0;
}

static bool is_mark(lc_span t)
{
    lc_span_skip_blanks(&t);
    return at_any(&t, ":=");
}

/* "@[ IoU=0.50:0.95 ]" */
static bool is_condition(lc_span t)
{
    lc_span_skip_blanks(&t);
    return lc_span_begins(&t, "@[");
}

/* "(ms): 31.4", "(micro avg)  0.76": brackets that belong to the name. */
static bool belongs_to_name(lc_span inside, lc_span after)
{
    double v;
    if (inside.s == inside.end || !is_letter(*inside.s) || lc_span_has(&inside, "=") ||
        lc_span_has(&inside, ","))
        return at_any(&inside, "%") && is_mark(after);
    if (is_mark(after))
        return true;
    if (is_condition(after))
        return true;
    lc_span_skip_blanks(&after);
    /* "Epoch(train)  [1][ 50/150]" */
    bool counts = at_any(&after, "[") &&
                  lc_metric_split_word(inside.s, lc_span_length(&inside)) != LC_SPLIT_NONE;
    return counts || lc_span_take_number(&after, &v);
}

/* Brackets with no value in them: a part of the name, or an aside that ends it. What never closes
 * goes on in the next lines. */
static void skip_aside(scan *s)
{
    lc_span inside = {s->rest.s + 1, s->rest.end}, after = inside;
    bool closed = skip_brackets(&after);
    inside.end = closed ? after.s - 1 : after.s;
    if (closed && s->open && belongs_to_name(inside, after))
        s->name.end = after.s;
    else
        close_name(s);
    s->rest = after;
}

/* Words that say how grave a message is stand before names and are none. */
static bool is_level(const lc_span *word)
{
    static const char *const levels[] = {"INFO",     "DEBUG",  "WARN",  "WARNING", "ERROR",
                                         "CRITICAL", "NOTICE", "TRACE", NULL};
    return is_word_of(word, levels);
}

/* "Ep. 1", "L.r. 1e-4": the point belongs to the name. */
static bool is_abbreviated(const scan *s)
{
    lc_span rest = s->rest;
    return lc_span_length(&s->name) <= ABBREVIATION_MAX && lc_span_take_word(&rest, ". ") &&
           rest.s < rest.end && is_digit(*rest.s);
}

/* "Epoch12: ", "step_100 ": a counter that hangs on its name. */
static bool take_suffixed(scan *s, lc_pair *p)
{
    static const char *const words[] = {"epoch", "Epoch", "EPOCH", "ep",   "Ep",        "EP",
                                        "step",  "Step",  "STEP",  "iter", "iteration", NULL};
    lc_span rest = s->rest, name = lc_span_take_while(&rest, is_letter_at);
    while (name.end > name.s && name.end[-1] == '_')
        name.end--;
    if (!is_word_of(&name, words) || rest.s == rest.end || !is_digit(*rest.s) ||
        !take_value(&rest, p))
        return false;
    s->name = name;
    return give(s, p, rest, true);
}

/* The 3rd epoch or step in Chinese or Japanese: the name stands behind the number. */
static bool take_ordinal(scan *s, lc_pair *p)
{
    static const char *const counters[] = {"轮次", "轮", "輪", "エポック", "步", "ステップ", NULL};
    lc_span rest = s->rest;
    if (!lc_span_take_word(&rest, "第"))
        return false;
    lc_span_skip_blanks(&rest);
    *p = (lc_pair){.v.text = rest};
    if (!lc_span_take_count(&rest, &p->v.value))
        return false;
    p->v.text.end = rest.s;
    lc_span_skip_blanks(&rest);
    for (const char *const *c = counters; *c; c++) {
        s->name.s = rest.s;
        if (!lc_span_take_word(&rest, *c))
            continue;
        s->name.end = rest.s;
        p->unit = (lc_span){rest.s, rest.s};
        return give(s, p, rest, true);
    }
    close_name(s);
    return false;
}

static bool at_word(scan *s, lc_pair *p)
{
    lc_span rest = s->rest;
    if (s->open && is_gap(gap_before(s), GAP_MAX) && (take_value(&rest, p) || take_boxed(&rest, p)))
        return give(s, p, rest, false); /* nan, inf */
    if (take_suffixed(s, p) || take_ordinal(s, p))
        return true;
    lc_span gap = gap_before(s), word = take_word(&s->rest);
    if (s->open && is_gap(gap, JOIN_MAX))
        s->name.end = word.end;
    else
        s->name = word;
    s->open = !is_level(&word);
    if (s->open && is_abbreviated(s))
        s->name.end = ++s->rest.s;
    if (lc_span_begins(&s->rest, "://")) {
        close_name(s);
        skip_token(s);
    } else if (at_any(&s->rest, "(")) {
        skip_aside(s);
    }
    return false;
}

/* ':', '=', ":=", "->", "-->", "=>", an arrow; "==" compares. */
static bool take_mark(lc_span *t)
{
    static const char *const marks[] = {"-->", "->", "=>", ":=", ":", "\u2192", NULL};
    for (const char *const *m = marks; *m; m++)
        if (lc_span_take_word(t, *m))
            return true;
    return !lc_span_begins(t, "==") && lc_span_take_word(t, "=");
}

/* "train.py:120", "module:function:246 - ", "(trainer:338)": a place in a source file. */
static bool is_source_place(const scan *s, const lc_span *behind_mark)
{
    lc_span behind = *behind_mark;
    double line;
    bool chained = s->name.s - s->start >= 2 && s->name.s[-1] == ':' && !is_blank(s->name.s[-2]);
    if (chained && behind.s == s->name.end + 1 && lc_span_take_count(&behind, &line) &&
        lc_span_begins(&behind, " - "))
        return true;
    behind = *behind_mark;
    bool bracketed = s->name.s > s->start && s->name.s[-1] == '(';
    if (bracketed && behind.s == s->name.end + 1 && lc_span_take_count(&behind, &line) &&
        lc_span_begins(&behind, ")") &&
        lc_metric_kind(s->name.s, lc_span_length(&s->name)) == LC_OTHER)
        return true;
    const char *dot = s->name.end;
    while (dot > s->name.s && is_letter(dot[-1]))
        dot--;
    return dot > s->name.s && dot < s->name.end && dot[-1] == '.' && s->name.end[0] == ':' &&
           behind_mark->s == s->name.end + 1 && is_digit(*behind_mark->s);
}

static bool is_mark_gap(lc_span gap)
{
    while (at_any(&gap, "'\"|"))
        gap.s++;
    return is_gap(gap, ALIGN_MAX);
}

/* "mAP@0.5:0.95: 0.3", "IoU=0.50:0.95 = 0.3": a range, of which the value comes behind another mark; that of COCO
 * is so well known that it may come without one. */
static bool take_range(lc_span *t)
{
    lc_span rest = *t, behind;
    double v, end;
    bool half = t->s[-1] == ':' && is_digit(t->s[-2]);
    if (!half && (!lc_span_take_number(&rest, &v) || !lc_span_take_word(&rest, ":")))
        return false;
    if (!lc_span_take_number(&rest, &end))
        return false;
    behind = rest;
    lc_span_skip_blanks(&behind);
    if (!take_mark(&behind) && !(end == COCO_LAST && behind.s > rest.s))
        return false;
    lc_span_skip_blanks(&behind);
    if (!lc_span_take_number(&behind, &v))
        return false;
    *t = rest;
    return true;
}

static bool at_mark(scan *s, lc_pair *p, lc_span behind)
{
    if (s->open && s->rest.s == s->name.end && behind.s - s->rest.s == 1 && take_range(&behind)) {
        s->name.end = s->rest.s = behind.s;
        return false;
    }
    bool named = s->open && is_mark_gap(gap_before(s));
    lc_span t = behind;
    close_name(s);
    s->rest = behind;
    if (!named || t.s == t.end || is_source_place(s, &t))
        return false;
    lc_span_skip_blanks(&t);
    bool quoted = at_any(&t, "'\"");
    t.s += quoted;
    if (!take_value(&t, p) && !take_bracketed(&t, p) && !take_boxed(&t, p))
        return false;
    t.s += quoted && at_any(&t, "'\"");
    return give(s, p, t, true);
}

/* A counter that has no name; "before" it ends where its brackets begin. */
static bool give_nameless(scan *s, lc_pair *p, lc_span rest)
{
    s->name = (lc_span){s->rest.s, s->rest.s};
    return give(s, p, rest, true);
}

/* "Average Precision (AP) @[ IoU=0.50:0.95 | area=all ] = 0.3": what is between the brackets belongs to
 * the name. */
static bool take_condition(scan *s)
{
    lc_span behind = s->rest;
    if (!s->open || !is_gap(gap_before(s), JOIN_MAX) || !lc_span_take_word(&behind, "@[") ||
        !lc_span_take_until(&behind, "]") || !is_mark(behind))
        return false;
    s->name.end = s->rest.s = behind.s;
    return true;
}

static bool at_bracket(scan *s, lc_pair *p)
{
    lc_span rest = s->rest, after = {s->rest.s + 1, s->rest.end};
    bool condition = skip_brackets(&after) && is_condition(after);
    bool wide = condition || at_any(&rest, "["); /* "Epoch(train)   [  1][ 50/150]" */
    bool named = s->open && is_gap(gap_before(s), wide ? GAP_MAX : JOIN_MAX);
    if (take_bracketed(&rest, p) && (named || p->of > 0))
        return named ? give(s, p, rest, true) : give_nameless(s, p, rest);
    /* "completed (loss: 0.5)" is no call */
    after.end = after.s;
    after.s = s->rest.s;
    bool call = gap_before(s).s == gap_before(s).end || !lc_span_has(&after, ": ");
    if (named && *s->rest.s == '(' && call) {
        skip_aside(s);
        return false;
    }
    close_name(s);
    s->rest.s++;
    return false;
}

/* "| 391/391 [": where a progress bar stands. "|proj g|= 2.4" is a norm. */
static bool at_bar(scan *s, lc_pair *p)
{
    if (s->open && lc_span_begins(&s->rest, "|=")) {
        s->rest.s++;
        return false;
    }
    close_name(s);
    s->rest.s++;
    lc_span rest = s->rest;
    lc_span_skip_blanks(&rest);
    return rest.s < rest.end && is_digit(*rest.s) && take_value(&rest, p) && p->of > 0 &&
           give_nameless(s, p, rest);
}

static bool starts_number(const lc_span *t)
{
    double v;
    lc_span rest = *t;
    return is_digit(*t->s) || (at_any(t, "-+.") && lc_span_take_number(&rest, &v));
}

/* Paths, and what a backslash escapes, hold nothing. */
static bool starts_path(const lc_span *t)
{
    return at_any(t, "/\\~") && t->end - t->s > 1 && !is_blank(t->s[1]);
}

/* Over one character that is no part of a name; some may stand between a name and its value. */
static void skip_character(scan *s)
{
    s->open = s->open && at_any(&s->rest, " \t'\"#");
    s->rest.s++;
    while (s->rest.s < s->rest.end && ((unsigned char)*s->rest.s & 0xc0) == 0x80)
        s->rest.s++; /* the rest of it in UTF-8 */
}

/* Look at what comes next; true when it completes a pair. */
static bool advance(scan *s, lc_pair *p)
{
    lc_span behind = s->rest;
    if (starts_number(&s->rest))
        return at_number(s, p);
    if (is_letter(*s->rest.s))
        return at_word(s, p);
    if (at_any(&s->rest, "[("))
        return at_bracket(s, p);
    if (*s->rest.s == '|')
        return at_bar(s, p);
    if (take_condition(s))
        return false;
    if (take_mark(&behind))
        return at_mark(s, p, behind);
    if (starts_path(&s->rest)) {
        close_name(s);
        skip_token(s);
    } else {
        skip_character(s);
    }
    return false;
}

bool lc_pair_next_of_any(lc_span *line, lc_pair *pair)
{
    scan s = {.start = line->s, .rest = *line, .name = {line->s, line->s}};
    while (s.rest.s < s.rest.end)
        if (advance(&s, pair)) {
            pair->before = (lc_span){line->s, pair->v.name.s};
            *line = s.rest;
            return true;
        }
    return false;
}

bool lc_pair_next(lc_span *line, lc_pair *pair)
{
    while (lc_pair_next_of_any(line, pair))
        if (!pair->unclear && !pair->has_second)
            return true;
    return false;
}

bool lc_pair_take_value(lc_span *line, lc_pair *pair)
{
    lc_span rest = *line;
    lc_span_skip_blanks(&rest);
    if (!lc_span_take_word(&rest, "is ") && !take_mark(&rest))
        return false;
    lc_span_skip_blanks(&rest);
    if (!take_value(&rest, pair) || pair->has_second)
        return false;
    pair->unclear = false;
    pair->marked = true;
    *line = rest;
    return true;
}

bool lc_pair_is(lc_named_value *v, lc_span part, const char *sign)
{
    lc_span rest = part;
    if (!lc_span_take_until(&rest, sign))
        return false;
    for (lc_span more = rest; lc_span_take_until(&more, sign);)
        rest = more;
    v->name = lc_span_trim((lc_span){part.s, rest.s - strlen(sign)});
    v->text = lc_span_trim(rest);
    if (v->text.end > v->text.s && v->text.end[-1] == '%') {
        v->text.end--;
        v->text = lc_span_trim(v->text);
    }
    return lc_span_length(&v->name) > 0 && lc_span_is_number(&v->text, &v->value);
}
