/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c - JSON as trainers write it. */
#include "read/engine/json.h"

#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "read/engine/span.h"
#include "model/metric.h"

#include <limits.h>
#include <math.h>
#include <string.h>
#include <strings.h>

#define INTEGER_DIGITS 19               /* of 2^63 - 1, the largest that json-c holds in full */
#define INTEGER_MOST 9007199254740992.0 /* 2^53: up to it each is a double */
#define PUT_DEPTH 8 /* of objects within a record: beyond it is no metric's name any more */

/* Say why a tokener that did not succeed failed. */
static lc_status tokener_error(struct json_tokener *t, long line, lc_error *err)
{
    enum json_tokener_error why = json_tokener_get_error(t);
    if (why == json_tokener_error_size) /* or of 2 GiB, which isn't parsed */
        return lc_error_nomem(err);
    if (why == json_tokener_error_depth)
        return lc_error_set(err, LC_E_LIMIT, line, "JSON nested more than %d deep", LC_JSON_DEPTH);
    return lc_error_set(err, LC_E_FORMAT, line, "no JSON: %s", json_tokener_error_desc(why));
}

/* What succeeded with no value had no memory for a locale, which json-c doesn't tell, unless it is null. */
static bool is_lost(const struct json_object *parsed, const lc_span *text)
{
    return !parsed && (lc_span_length(text) < 4 || strncasecmp(text->end - 4, "null", 4) != 0);
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The integer of so many digits that it may pass 2^63, to which json-c would cut it down: the next one
 * from s on; NULL: none. Its end is *long_end. */
static const char *find_long_integer(const char *s, const char *end, const char **long_end)
{
    for (const char *at = s; end - at >= INTEGER_DIGITS; at += INTEGER_DIGITS) {
        const char *first = at + INTEGER_DIGITS - 1, *last = first;
        if (!is_digit(*first))
            continue; /* none covers it, so none ends before the next step */
        while (first > s && is_digit(first[-1]))
            first--;
        while (last < end && is_digit(*last))
            last++;
        bool real = (first > s && first[-1] == '.') || (last < end && strchr(".eE", *last));
        if (last - first >= INTEGER_DIGITS && !real) {
            *long_end = last;
            return first;
        }
        at = last - INTEGER_DIGITS; /* these digits were looked at */
    }
    return NULL;
}

/* A copy in which such integers have ".0" behind them, and so are doubles; NULL when memory is out. */
static char *with_doubles(const char *text, size_t n, size_t *made)
{
    char *copy = lc_mem_resize(NULL, n + 2 * (n / INTEGER_DIGITS) + 1, 1);
    const char *end = text + n, *long_end = NULL, *at = find_long_integer(text, end, &long_end);
    bool quoted = false;
    size_t k = 0;
    for (const char *s = text; copy && s < end; s++) {
        copy[k++] = *s;
        if (quoted && *s == '\\' && s + 1 < end)
            copy[k++] = *++s;
        else if (*s == '"')
            quoted = !quoted;
        if (!at || s + 1 < long_end)
            continue;
        if (!quoted) {
            copy[k++] = '.';
            copy[k++] = '0';
        }
        at = find_long_integer(s + 1, end, &long_end);
    }
    *made = k;
    return copy;
}

static lc_status parse(struct json_object **value, struct json_tokener **tokener, const char *text,
                       size_t n, long line, lc_error *err)
{
    lc_span all = lc_span_trim((lc_span){text, text + n});
    struct json_tokener *t = *tokener = *tokener ? *tokener : json_tokener_new_ex(LC_JSON_DEPTH);
    if (!t)
        return lc_error_nomem(err);
    json_tokener_reset(t);
    size_t length = lc_span_length(&all);
    struct json_object *parsed = NULL;
    lc_status st = LC_OK;
    if (length >= INT_MAX)
        st = lc_error_set(err, LC_E_LIMIT, line, "JSON of more than 2 GiB");
    else
        parsed = json_tokener_parse_ex(t, all.s, (int)length);
    size_t end = json_tokener_get_parse_end(t);
    if (st == LC_OK && json_tokener_get_error(t) == json_tokener_continue) {
        parsed = json_tokener_parse_ex(t, "", 1); /* a lone number ends where the text does */
        end = length;
    }
    if (st == LC_OK && json_tokener_get_error(t) != json_tokener_success)
        st = tokener_error(t, line, err);
    else if (st == LC_OK && is_lost(parsed, &all))
        st = lc_error_nomem(err);
    else if (st == LC_OK && end < length)
        st = lc_error_set(err, LC_E_FORMAT, line, "more text behind the JSON value");
    if (st != LC_OK) {
        json_object_put(parsed);
        return st;
    }
    *value = parsed;
    return LC_OK;
}

lc_status lc_json_parse_next(struct json_object **value, struct json_tokener **tokener,
                             const char *text, size_t n, long line, lc_error *err)
{
    const char *long_end;
    if (!find_long_integer(text, text + n, &long_end))
        return parse(value, tokener, text, n, line, err);
    char *copy = with_doubles(text, n, &n);
    lc_status st = copy ? parse(value, tokener, copy, n, line, err) : lc_error_nomem(err);
    lc_mem_free(copy);
    return st;
}

lc_status lc_json_parse(struct json_object **value, const char *text, size_t n, long line,
                        lc_error *err)
{
    struct json_tokener *t = NULL;
    lc_status st = lc_json_parse_next(value, &t, text, n, line, err);
    if (t)
        json_tokener_free(t);
    return st;
}

/* Digits from s on, at least one; NULL: none. */
static const char *digits_end(const char *s, const char *end)
{
    const char *first = s;
    while (s < end && is_digit(*s))
        s++;
    return s > first ? s : NULL;
}

/* A number by JSON's grammar; NULL: none. */
static const char *number_end(const char *s, const char *end, bool *whole)
{
    const char *first = s += s < end && *s == '-';
    s = digits_end(s, end);
    if (!s || (*first == '0' && s > first + 1))
        return NULL;
    *whole = true;
    if (s < end && *s == '.') {
        *whole = false;
        s = digits_end(s + 1, end);
    }
    if (s && s < end && (*s | 0x20) == 'e') {
        *whole = false;
        s += end - s > 1 && (s[1] == '-' || s[1] == '+');
        s = digits_end(s + 1, end);
    }
    return s;
}

/* A number of the same type as `value`, which gets it. */
static bool take_number(struct json_object *value, lc_span *t)
{
    bool whole;
    double v;
    const char *end = number_end(t->s, t->end, &whole);
    if (!end || lc_number_read(&v, t->s, (size_t)(end - t->s)) != (size_t)(end - t->s))
        return false;
    t->s = end;
    if (whole)
        return json_object_is_type(value, json_type_int) && fabs(v) <= INTEGER_MOST &&
               json_object_set_int64(value, (int64_t)v);
    return json_object_is_type(value, json_type_double) && isfinite(v) &&
           json_object_set_double(value, v);
}

/* The same text in quotes, where nothing in it is spelled otherwise. */
static bool take_text(lc_span *t, const char *text)
{
    const char *s = t->s;
    if (s == t->end || *s++ != '"')
        return false;
    for (; *text; text++, s++)
        if (s == t->end || *s != *text || *s == '"' || *s == '\\')
            return false;
    if (s == t->end || *s != '"')
        return false;
    t->s = s + 1;
    return true;
}

/* Most bytes are none. */
static void skip_blanks(lc_span *t)
{
    if (t->s < t->end && *t->s <= ' ')
        lc_span_skip_blanks(t);
}

static bool take_byte(lc_span *t, char byte)
{
    skip_blanks(t);
    if (t->s == t->end || *t->s != byte)
        return false;
    t->s++;
    skip_blanks(t);
    return true;
}

bool lc_json_take_numbers(struct json_object *row, const char *text, size_t n)
{
    lc_span t = {text, text + n};
    char before = '{';
    if (!json_object_is_type(row, json_type_object))
        return false;
    json_object_object_foreach(row, key, value)
    {
        if (!take_byte(&t, before) || !take_text(&t, key) || !take_byte(&t, ':'))
            return false;
        if (json_object_is_type(value, json_type_string) ? !take_text(&t, lc_json_text(value))
                                                         : !take_number(value, &t))
            return false;
        before = ',';
    }
    return before == ',' && take_byte(&t, '}') && t.s == t.end;
}

bool lc_json_number(struct json_object *value, double *v)
{
    lc_span text;
    switch (json_object_get_type(value)) {
    case json_type_double:
        *v = json_object_get_double(value);
        return true;
    case json_type_int:
        *v = (double)json_object_get_int64(value);
        return true;
    case json_type_string:
        text = lc_span_of(json_object_get_string(value));
        return lc_span_is_number(&text, v);
    default:
        return false;
    }
}

const char *lc_json_spelling(struct json_object *value, double v)
{
    if (json_object_is_type(value, json_type_double) && isinf(v) && json_object_get_userdata(value))
        return json_object_get_userdata(value); /* 1e309 */
    return isnan(v) ? "NaN" : v > 0 ? "Infinity" : "-Infinity";
}

struct json_object *lc_json_get(struct json_object *object, const char *key)
{
    struct json_object *member = NULL;
    if (json_object_is_type(object, json_type_object))
        json_object_object_get_ex(object, key, &member);
    return member;
}

double lc_json_get_number(struct json_object *object, const char *key)
{
    double v;
    return lc_json_number(lc_json_get(object, key), &v) ? v : NAN;
}

const char *lc_json_text(struct json_object *value)
{
    return json_object_is_type(value, json_type_string) ? json_object_get_string(value) : "";
}

static lc_status put_number(lc_builder *b, const char *key, struct json_object *value, double v)
{
    uint32_t id;
    const char *spelling = lc_json_spelling(value, v);
    lc_status st = lc_builder_metric(b, key, strlen(key), &id);
    if (st == LC_OK)
        st = lc_builder_origin(b, id, "member '%.80s'", key);
    return st == LC_OK ? lc_builder_put_text(b, id, v, spelling, strlen(spelling)) : st;
}

static lc_status put_deep(lc_builder *b, const char *key, struct json_object *value, int depth,
                          lc_error *err)
{
    double v;
    lc_status st = LC_OK;
    if (lc_json_number(value, &v))
        return put_number(b, key, value, v);
    if (!json_object_is_type(value, json_type_object) || depth >= PUT_DEPTH)
        return LC_OK;
    json_object_object_foreach(value, name, member)
    {
        char *path = st == LC_OK ? lc_text_format("%s/%s", key, name) : NULL;
        if (st == LC_OK)
            st = path ? put_deep(b, path, member, depth + 1, err) : lc_error_nomem(err);
        lc_mem_free(path);
    }
    return st;
}

lc_status lc_json_put(lc_builder *b, const char *key, struct json_object *value, lc_error *err)
{
    return put_deep(b, key, value, 0, err);
}

static bool is_skipped(const char *key, const char *const *skipped)
{
    for (; skipped && *skipped; skipped++)
        if (strcmp(key, *skipped) == 0)
            return true;
    return false;
}

lc_status lc_json_put_all(lc_builder *b, struct json_object *object, const char *const *skipped,
                          lc_error *err)
{
    lc_status st = LC_OK;
    if (!json_object_is_type(object, json_type_object))
        return LC_OK;
    json_object_object_foreach(object, key, member) if (st == LC_OK && !is_skipped(key, skipped))
        st = lc_json_put(b, key, member, err);
    return st;
}

/* A name that doesn't tell the split of its values although they have one. */
static bool wants_split(const char *name, bool *nomem)
{
    lc_metric m = {0};
    if (lc_metric_infer(&m, name, strlen(name), NULL) != LC_OK) {
        *nomem = true;
        return false;
    }
    bool wants = m.split != LC_VALIDATION && m.split != LC_TEST && m.kind != LC_WALL_TIME &&
                 m.kind != LC_LEARNING_RATE && !lc_kind_is_axis(m.kind);
    lc_metric_free(&m);
    return wants;
}

static lc_status put_of_split(lc_builder *b, const char *name, struct json_object *value,
                              const char *split, lc_error *err)
{
    bool nomem = false;
    if (!wants_split(name, &nomem))
        return nomem ? lc_error_nomem(err) : lc_json_put(b, name, value, err);
    char *path = lc_text_format("%s/%s", split, name);
    lc_status st = path ? lc_json_put(b, path, value, err) : lc_error_nomem(err);
    lc_mem_free(path);
    return st;
}

lc_status lc_json_put_split(lc_builder *b, struct json_object *object, const char *const *skipped,
                            const char *split, lc_error *err)
{
    lc_status st = LC_OK;
    json_object_object_foreach(object, key, member) if (st == LC_OK && !is_skipped(key, skipped))
        st = put_of_split(b, key, member, split, err);
    return st;
}

static bool begins_with_one(const char *name, const char *const *prefixes)
{
    for (; *prefixes; prefixes++)
        if (strncmp(name, *prefixes, strlen(*prefixes)) == 0)
            return true;
    return false;
}

lc_status lc_json_averaged(lc_builder *b, struct json_object *object, const char *const *prefixes,
                           const char *how)
{
    lc_status st = LC_OK;
    json_object_object_foreach(object, key, member)
    {
        uint32_t id;
        double v;
        if (st != LC_OK || !begins_with_one(key, prefixes) || !lc_json_number(member, &v))
            continue;
        st = lc_builder_metric(b, key, strlen(key), &id);
        if (st == LC_OK)
            st = lc_builder_averaged(b, id, how);
    }
    return st;
}
