/* SPDX-License-Identifier: GPL-3.0-or-later */
/* node.c - JSON that is built and written. */
#include "base/node.h"

#include "base/mem.h"
#include "base/text.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

/* json-c says NULL both for null and for no memory, so a value that should be there must be. */
static void put(lc_node to, const char *key, json_object *value)
{
    if (value && to.o && json_object_object_add(to.o, key, value) == 0)
        return;
    json_object_put(value);
    *to.failed = true;
}

static void append(lc_node to, json_object *value)
{
    if (value && to.o && json_object_array_add(to.o, value) == 0)
        return;
    json_object_put(value);
    *to.failed = true;
}

lc_node lc_node_top(bool *failed)
{
    *failed = false;
    return (lc_node){json_object_new_object(), failed};
}

lc_node lc_node_put_array(lc_node to, const char *key)
{
    lc_node made = {json_object_new_array(), to.failed};
    put(to, key, made.o);
    return *to.failed ? (lc_node){NULL, to.failed} : made;
}

lc_node lc_node_put_object(lc_node to, const char *key)
{
    lc_node made = {json_object_new_object(), to.failed};
    put(to, key, made.o);
    return *to.failed ? (lc_node){NULL, to.failed} : made;
}

lc_node lc_node_append_object(lc_node to)
{
    lc_node made = {json_object_new_object(), to.failed};
    append(to, made.o);
    return *to.failed ? (lc_node){NULL, to.failed} : made;
}

void lc_node_null(lc_node to, const char *key)
{
    if (!to.o || json_object_object_add(to.o, key, NULL) != 0)
        *to.failed = true;
}

void lc_node_flag(lc_node to, const char *key, bool flag)
{
    put(to, key, json_object_new_boolean(flag));
}

void lc_node_count(lc_node to, const char *key, size_t n)
{
    put(to, key, json_object_new_uint64(n));
}

void lc_node_fact(lc_node to, const char *key, size_t n)
{
    if (n)
        lc_node_count(to, key, n);
    else
        lc_node_null(to, key);
}

static json_object *text_of(const char *s)
{
    char *clean = lc_text_clean(s, strlen(s));
    json_object *o = clean ? json_object_new_string(clean) : NULL;
    lc_mem_free(clean);
    return o;
}

void lc_node_text(lc_node to, const char *key, const char *s)
{
    if (s)
        put(to, key, text_of(s));
    else
        lc_node_null(to, key);
}

void lc_node_append_text(lc_node to, const char *s)
{
    append(to, text_of(s));
}

void lc_node_texts(lc_node to, const char *key, const lc_texts *texts)
{
    lc_node list = lc_node_put_array(to, key);
    for (size_t i = 0; i < texts->n; i++)
        lc_node_append_text(list, texts->text[i]);
}

void lc_node_append_texts(lc_node to, const lc_texts *texts)
{
    lc_node list = {json_object_new_array(), to.failed};
    append(to, list.o);
    for (size_t i = 0; i < texts->n && !*to.failed; i++)
        lc_node_append_text(list, texts->text[i]);
}

void lc_node_number(lc_node to, const char *key, double v, const char *spelling)
{
    if (isfinite(v)) {
        char exact[LC_NUMBER_SIZE];
        lc_text_exact(exact, v);
        put(to, key, json_object_new_double_s(v, exact));
        return;
    }
    lc_node_null(to, key);
    if (lc_is_absent(v))
        return;
    char *text_key = lc_text_format("%s_text", key);
    if (text_key)
        lc_node_text(to, text_key, spelling ? spelling : isnan(v) ? "NaN" : v > 0 ? "inf" : "-inf");
    else
        *to.failed = true;
    lc_mem_free(text_key);
}

/* ---- the text --------------------------------------------------------------------------- */

void lc_json_quote(FILE *out, const char *s)
{
    static const char named[] = "\"\\\b\f\n\r\t", letter[] = "\"\\bfnrt";
    putc('"', out);
    for (; *s; s++) {
        const char *at = strchr(named, *s);
        if (at)
            fprintf(out, "\\%c", letter[at - named]);
        else if ((unsigned char)*s < 0x20)
            fprintf(out, "\\u%04x", (unsigned)(unsigned char)*s);
        else
            putc(*s, out);
    }
    putc('"', out);
}

/* Where the next member goes: on a line of its own, or behind the last one. */
static void put_break(FILE *out, lc_json_layout layout, int depth, bool after)
{
    fputs(after ? "," : "", out);
    if (layout == LC_JSON_PRETTY)
        fprintf(out, "\n%*s", 2 * depth, "");
}

static void put_value(FILE *out, struct json_object *o, lc_json_layout layout, int depth);

static void put_members(FILE *out, struct json_object *o, lc_json_layout layout, int depth)
{
    bool after = false;
    json_object_object_foreach(o, key, value)
    {
        put_break(out, layout, depth, after);
        lc_json_quote(out, key);
        fputs(layout == LC_JSON_PRETTY ? ": " : ":", out);
        put_value(out, value, layout, depth);
        after = true;
    }
}

static void put_value(FILE *out, struct json_object *o, lc_json_layout layout, int depth)
{
    bool list = json_object_is_type(o, json_type_array);
    size_t n = list ? json_object_array_length(o) : 0;
    switch (json_object_get_type(o)) {
    case json_type_object:
    case json_type_array:
        putc(list ? '[' : '{', out);
        for (size_t i = 0; i < n; i++) {
            put_break(out, layout, depth + 1, i > 0);
            put_value(out, json_object_array_get_idx(o, i), layout, depth + 1);
        }
        if (!list)
            put_members(out, o, layout, depth + 1);
        put_break(out, layout, depth, false);
        putc(list ? ']' : '}', out);
        break;
    case json_type_string:
        lc_json_quote(out, json_object_get_string(o));
        break;
    case json_type_double: /* the digits that it was made with */
        fputs(json_object_get_userdata(o), out);
        break;
    case json_type_int:
        fprintf(out, "%llu", (unsigned long long)json_object_get_uint64(o));
        break;
    default:
        fputs(!o ? "null" : json_object_get_boolean(o) ? "true" : "false", out);
    }
}

/* json-c's own printer passes over what it has no memory for. */
lc_status lc_node_write(FILE *out, lc_node top, lc_json_layout layout, lc_error *err)
{
    bool whole = top.o && !*top.failed;
    if (whole)
        put_value(out, top.o, layout, 0);
    json_object_put(top.o);
    return whole ? LC_OK : lc_error_nomem(err);
}
