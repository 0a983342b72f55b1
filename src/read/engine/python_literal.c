/* SPDX-License-Identifier: GPL-3.0-or-later */
/* python_literal.c - values as Python prints them. */
#include "read/engine/python_literal.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#define SPELLING_SIZE 40 /* [bytes] that are kept of a number too large for a double, and a NUL */

typedef struct literal {
    lc_span rest;
    int depth;
    bool cut; /* the text has ended within a value */
    lc_error *err;
} literal;

static lc_status take_value(literal *l, struct json_object **value);

static lc_status no_value(const literal *l, const char *expected)
{
    lc_span near = l->rest;
    int n = lc_span_length(&near) < 20 ? (int)lc_span_length(&near) : 20;
    return lc_error_set(l->err, LC_E_FORMAT, 0, "expected %s at '%.*s'", expected, n, near.s);
}

/* "// to the end of the line" */
static bool skip_comment(literal *l)
{
    bool line = lc_span_begins(&l->rest, "//"), block = lc_span_begins(&l->rest, "/*");
    bool cut = lc_span_is(&l->rest, "/");
    if ((line || block) && !lc_span_take_until(&l->rest, line ? "\n" : "*/"))
        cut = true;
    if (cut)
        l->rest.s = l->rest.end;
    return line || block || cut;
}

/* Blanks, and comments as people leave them in JSON. */
static void skip_space(literal *l)
{
    do {
        while (l->rest.s < l->rest.end && strchr(" \t\r\n", *l->rest.s) && *l->rest.s)
            l->rest.s++;
    } while (skip_comment(l));
}

/* What comes next but space, or 0 at the text's end, which is then noted. */
static char look(literal *l)
{
    skip_space(l);
    l->cut |= l->rest.s == l->rest.end;
    return l->cut ? '\0' : *l->rest.s;
}

/* ---- texts, numbers, words ------------------------------------------------------------- */

/* The text's closing quote; NULL when it is not there. */
static const char *find_quote(lc_span inside, char quote, bool *escaped)
{
    *escaped = false;
    for (const char *s = inside.s; s < inside.end; s++) {
        if (*s == quote)
            return s;
        if (*s == '\\') {
            *escaped = true;
            s++;
        }
    }
    return NULL;
}

static lc_status take_text(literal *l, struct json_object **value)
{
    lc_span all = l->rest, inside = {l->rest.s + 1, l->rest.end};
    bool escaped;
    const char *end = find_quote(inside, *all.s, &escaped);
    l->rest.s = end ? end + 1 : all.end;
    if (!end) {
        l->cut = true;
        return LC_OK;
    }
    size_t n = (size_t)(end + 1 - all.s);
    /* JSON's escapes; a text with some of Python's own stays as it stands. */
    lc_status st = escaped ? lc_json_parse(value, all.s, n, 0, NULL) : LC_E_FORMAT;
    if (st == LC_OK || st == LC_E_NOMEM)
        return st == LC_OK ? st : lc_error_nomem(l->err);
    if (n > INT32_MAX)
        return lc_error_set(l->err, LC_E_LIMIT, 0, "a text of more than 2 GiB");
    *value = json_object_new_string_len(inside.s, (int)(n - 2));
    return *value ? LC_OK : lc_error_nomem(l->err);
}

static bool is_of_word(const lc_span *t)
{
    return isalnum((unsigned char)*t->s) || *t->s == '_' || *t->s == '.';
}

static bool is_of_number(const lc_span *t)
{
    return is_of_word(t) || *t->s == '-' || *t->s == '+';
}

static lc_span take_word(literal *l)
{
    return lc_span_take_while(&l->rest, is_of_word);
}

/* "-", "-in" or "..": the text ends before it is clear what this will be. */
static bool is_beginning(lc_span t)
{
    lc_span_take_while(&t, is_of_number);
    return t.s == t.end;
}

static lc_status cut_short(literal *l)
{
    l->rest.s = l->rest.end;
    l->cut = true;
    return LC_OK;
}

static lc_status take_number(literal *l, struct json_object **value)
{
    char text[SPELLING_SIZE];
    double v;
    const char *from = l->rest.s;
    if (is_beginning(l->rest))
        return cut_short(l);
    if (!lc_span_take_number(&l->rest, &v))
        return no_value(l, "a value");
    take_word(l); /* Python 2: "10L" */
    if (l->rest.s == l->rest.end)
        return cut_short(l); /* its last digits may be missing */
    bool named = isalpha((unsigned char)from[from[0] == '-' || from[0] == '+']); /* -inf */
    if (isinf(v) && !named) { /* 1e309 is no infinity, which lc_json_spelling() tells apart */
        snprintf(text, sizeof text, "%.*s", (int)fmin((double)(l->rest.s - from), sizeof text - 1),
                 from);
        *value = json_object_new_double_s(v, text);
    } else {
        *value = json_object_new_double(v);
    }
    return *value ? LC_OK : lc_error_nomem(l->err);
}

/* "dtype=" before an argument's value. */
static void skip_keyword(literal *l)
{
    literal before = *l;
    take_word(l);
    if (look(l) == '=')
        l->rest.s++;
    else
        *l = before;
}

/* What stands in "array([0.5], dtype=float32)": the first argument that says anything. */
static lc_status take_call(literal *l, struct json_object **value)
{
    lc_status st = LC_OK;
    l->rest.s++;
    for (char c; st == LC_OK && (c = look(l)) && c != ')';) {
        struct json_object *argument = NULL;
        if (c == ',') {
            l->rest.s++;
            continue;
        }
        skip_keyword(l);
        st = take_value(l, &argument);
        if (*value)
            json_object_put(argument);
        else
            *value = argument;
    }
    if (st == LC_OK && !l->cut)
        l->rest.s++;
    return st;
}

static lc_status take_named(literal *l, struct json_object **value)
{
    lc_span word = take_word(l);
    double v;
    if (l->rest.s == l->rest.end) {
        l->cut = true;
        return LC_OK;
    }
    if (*l->rest.s == '(')
        return take_call(l, value);
    if (*l->rest.s == '\'' || *l->rest.s == '"') /* b'text' */
        return take_text(l, value);
    if (lc_span_is(&word, "True") || lc_span_is(&word, "true"))
        *value = json_object_new_boolean(1);
    else if (lc_span_is(&word, "False") || lc_span_is(&word, "false"))
        *value = json_object_new_boolean(0);
    else if (lc_span_is_number(&word, &v))
        *value = json_object_new_double(v);
    else
        return LC_OK; /* None, and names such as float32 */
    return *value ? LC_OK : lc_error_nomem(l->err);
}

/* "<class 'list'>" */
static void skip_angles(literal *l)
{
    int open = 0;
    for (; l->rest.s < l->rest.end; l->rest.s++) {
        open += *l->rest.s == '<';
        open -= *l->rest.s == '>';
        if (open == 0) {
            l->rest.s++;
            return;
        }
    }
    l->cut = true;
}

/* ---- lists and dicts ------------------------------------------------------------------- */

/* Commas may be missing between the items: NumPy prints "[0.5 0.4]". */
static lc_status take_list(literal *l, char close, struct json_object **value)
{
    struct json_object *list = json_object_new_array();
    lc_status st = list ? LC_OK : lc_error_nomem(l->err);
    l->rest.s++;
    for (char c; st == LC_OK && (c = look(l)) && c != close;) {
        struct json_object *item = NULL;
        if (c == ',') {
            l->rest.s++;
            continue;
        }
        st = take_value(l, &item);
        if (st == LC_OK && (item || !l->cut) && json_object_array_add(list, item) == 0)
            continue;
        json_object_put(item);
        if (st == LC_OK && !l->cut)
            st = lc_error_nomem(l->err);
    }
    if (st == LC_OK && !l->cut)
        l->rest.s++;
    *value = list;
    return st;
}

/* A key is a text, or whatever else stands there, as it stands there. */
static lc_status take_key(literal *l, struct json_object **key)
{
    lc_span raw = l->rest;
    lc_status st = take_value(l, key);
    raw.end = l->rest.s;
    if (st != LC_OK || l->cut || json_object_is_type(*key, json_type_string))
        return st;
    size_t n = lc_span_length(&raw);
    json_object_put(*key);
    *key = json_object_new_string_len(raw.s, n < 256 ? (int)n : 256);
    return *key ? LC_OK : lc_error_nomem(l->err);
}

static lc_status take_member(literal *l, struct json_object *dict)
{
    struct json_object *key = NULL, *value = NULL;
    lc_status st = take_key(l, &key);
    if (st == LC_OK && look(l) != ':' && !l->cut)
        st = no_value(l, "':'");
    if (st == LC_OK && !l->cut) {
        l->rest.s++;
        st = look(l) ? take_value(l, &value) : LC_OK;
        if (st == LC_OK && (value || !l->cut) &&
            json_object_object_add(dict, json_object_get_string(key), value) == 0)
            value = NULL; /* it has moved */
    }
    json_object_put(key);
    json_object_put(value);
    return st;
}

static lc_status take_dict(literal *l, struct json_object **value)
{
    struct json_object *dict = json_object_new_object();
    lc_status st = dict ? LC_OK : lc_error_nomem(l->err);
    l->rest.s++;
    for (char c; st == LC_OK && (c = look(l)) && c != '}';) {
        if (c == ',')
            l->rest.s++;
        else
            st = take_member(l, dict);
    }
    if (st == LC_OK && !l->cut)
        l->rest.s++;
    *value = dict;
    return st;
}

static lc_status take_any(literal *l, char c, struct json_object **value)
{
    if (c == '{')
        return take_dict(l, value);
    if (c == '[' || c == '(')
        return take_list(l, c == '[' ? ']' : ')', value);
    if (c == '\'' || c == '"')
        return take_text(l, value);
    if (isalpha((unsigned char)c) || c == '_')
        return take_named(l, value);
    if (c == '<' || lc_span_take_word(&l->rest, "...")) {
        if (c == '<')
            skip_angles(l);
        return LC_OK;
    }
    return take_number(l, value);
}

static lc_status take_value(literal *l, struct json_object **value)
{
    char c = look(l);
    if (l->cut)
        return LC_OK;
    if (l->depth == LC_JSON_DEPTH)
        return lc_error_set(l->err, LC_E_LIMIT, 0, "a value nested more than %d deep",
                            LC_JSON_DEPTH);
    l->depth++;
    lc_status st = take_any(l, c, value);
    l->depth--;
    return st;
}

lc_status lc_python_literal_take(struct json_object **value, bool *cut, lc_span *text,
                                 lc_error *err)
{
    literal l = {.rest = *text, .err = err};
    struct json_object *taken = NULL;
    lc_status st = take_value(&l, &taken);
    *text = l.rest;
    if (st != LC_OK) {
        json_object_put(taken);
        return st;
    }
    *value = taken;
    *cut = l.cut;
    return LC_OK;
}
