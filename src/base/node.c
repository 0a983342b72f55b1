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

lc_status lc_node_write(FILE *out, lc_node top, lc_json_layout layout, lc_error *err)
{
    static const int flags[] = {
        [LC_JSON_PRETTY] =
            JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE,
        [LC_JSON_LINE] = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
    };
    const char *text =
        top.o && !*top.failed ? json_object_to_json_string_ext(top.o, flags[layout]) : NULL;
    if (text)
        fputs(text, out);
    json_object_put(top.o);
    return text ? LC_OK : lc_error_nomem(err);
}
