/* SPDX-License-Identifier: GPL-3.0-or-later */
/* span.c - taking a line of text apart. */
#include "read/engine/span.h"

#include "base/number.h"

#include <string.h>

#define COUNT_DIGITS 15 /* that a double holds exactly */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

lc_span lc_span_of(const char *text)
{
    return (lc_span){text, text + strlen(text)};
}

size_t lc_span_length(const lc_span *t)
{
    return (size_t)(t->end - t->s);
}

/* Most words differ in their first byte: no call, and no look at the rest of them. */
bool lc_span_begins(const lc_span *t, const char *word)
{
    const char *s = t->s;
    for (; *word; word++, s++)
        if (s == t->end || *s != *word)
            return false;
    return true;
}

bool lc_span_equals(const lc_span *a, const lc_span *b)
{
    size_t n = lc_span_length(a);
    return n == lc_span_length(b) && (a->s == b->s || memcmp(a->s, b->s, n) == 0);
}

bool lc_span_ends(const lc_span *t, const char *word)
{
    size_t n = strlen(word);
    return lc_span_length(t) >= n && (n == 0 || memcmp(t->end - n, word, n) == 0);
}

bool lc_span_is(const lc_span *t, const char *word)
{
    const char *s = t->s;
    for (; s < t->end; word++, s++)
        if (!*word || *s != *word)
            return false;
    return !*word;
}

bool lc_span_has(const lc_span *t, const char *word)
{
    lc_span rest = *t;
    return lc_span_take_until(&rest, word);
}

void lc_span_skip_blanks(lc_span *t)
{
    while (t->s < t->end && is_blank(*t->s))
        t->s++;
}

lc_span lc_span_trim(lc_span t)
{
    lc_span_skip_blanks(&t);
    while (t.end > t.s && is_blank(t.end[-1]))
        t.end--;
    return t;
}

bool lc_span_take_word(lc_span *t, const char *word)
{
    if (!lc_span_begins(t, word))
        return false;
    t->s += strlen(word);
    return true;
}

bool lc_span_take_until(lc_span *t, const char *word)
{
    size_t n = strlen(word);
    for (lc_span rest = *t; lc_span_length(&rest) >= n && n > 0; rest.s++) {
        const char *s = memchr(rest.s, word[0], lc_span_length(&rest) - n + 1);
        if (!s)
            return false;
        rest.s = s;
        if (memcmp(s, word, n) == 0) {
            t->s = s + n;
            return true;
        }
    }
    return false;
}

lc_span lc_span_take_part(lc_span *t, const char *word)
{
    lc_span part = *t;
    if (lc_span_take_until(t, word))
        part.end = t->s - strlen(word);
    else
        t->s = t->end;
    return lc_span_trim(part);
}

lc_span lc_span_take_while(lc_span *t, bool (*belongs)(const lc_span *at))
{
    lc_span taken = {t->s, t->s};
    while (t->s < t->end && belongs(t))
        t->s++;
    taken.end = t->s;
    return taken;
}

bool lc_span_take_token(lc_span *t, lc_span *token)
{
    lc_span rest = *t;
    lc_span_skip_blanks(&rest);
    token->s = rest.s;
    while (rest.s < rest.end && !is_blank(*rest.s))
        rest.s++;
    token->end = rest.s;
    if (token->s == token->end)
        return false;
    *t = rest;
    return true;
}

bool lc_span_take_count(lc_span *t, double *v)
{
    const char *begin = t->s;
    double n = 0;
    while (t->s < t->end && is_digit(*t->s) && t->s - begin < COUNT_DIGITS)
        n = n * 10 + (*t->s++ - '0');
    *v = n;
    return t->s != begin;
}

bool lc_span_take_number(lc_span *t, double *v)
{
    size_t n = lc_number_read(v, t->s, lc_span_length(t));
    if (n)
        t->s += n;
    return n > 0;
}

bool lc_span_is_number(const lc_span *t, double *v)
{
    lc_span rest = *t;
    if (!lc_span_take_number(&rest, v))
        return false;
    lc_span_take_word(&rest, "%");
    return rest.s == rest.end;
}

/* ",090" */
static bool take_three(lc_span *t, double *v)
{
    if (lc_span_length(t) < 4 || *t->s != ',')
        return false;
    lc_span three = {t->s + 1, t->s + 4};
    if (!lc_span_take_count(&three, v) || three.s < three.end ||
        (lc_span_length(t) > 4 && is_digit(t->s[4])))
        return false;
    t->s += 4;
    return true;
}

bool lc_span_take_thousands(lc_span *t, double *v)
{
    lc_span rest = *t, fraction;
    bool negative = lc_span_take_word(&rest, "-");
    const char *first = rest.s;
    double sum, three;
    if (!lc_span_take_count(&rest, &sum) || rest.s - first > 3 || *first == '0' ||
        !take_three(&rest, &three))
        return false;
    do
        sum = sum * 1000 + three;
    while (take_three(&rest, &three));
    fraction = rest;
    if (lc_span_begins(&fraction, ".") && lc_span_take_number(&fraction, &three)) {
        sum += three;
        rest = fraction;
    }
    *v = negative ? -sum : sum;
    *t = rest;
    return true;
}

bool lc_span_is_thousands(const lc_span *t, double *v)
{
    lc_span rest = *t;
    return lc_span_take_thousands(&rest, v) && rest.s == rest.end;
}

bool lc_span_is_clock(const lc_span *t, double *seconds)
{
    lc_span rest = *t;
    double part, sum = 0;
    bool days = false;
    int colons = 0;
    if (rest.s == rest.end || !memchr(rest.s, ':', lc_span_length(&rest)))
        return false; /* most texts */
    if (lc_span_take_count(&rest, &part) &&
        (lc_span_take_word(&rest, " days, ") || lc_span_take_word(&rest, " day, "))) {
        sum = part * 24;
        days = true;
    } else {
        rest = *t;
    }
    do {
        if (!lc_span_take_number(&rest, &part) || !(part >= 0))
            return false;
        sum = colons == 0 ? sum + part : sum * 60 + part;
    } while (lc_span_take_word(&rest, ":") && ++colons);
    if (rest.s != rest.end || colons < (days ? 2 : 1) || colons > 2)
        return false;
    *seconds = sum;
    return true;
}
