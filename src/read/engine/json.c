/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c - JSON as trainers write it. */
#include "read/engine/json.h"

#include "base/mem.h"
#include "base/text.h"
#include "read/engine/span.h"
#include "model/metric.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#define PUT_DEPTH 8 /* of objects within a record: beyond it is no metric's name any more */

/* Say why a tokener that did not succeed failed. */
static lc_status tokener_error(struct json_tokener *t, long line, lc_error *err)
{
    enum json_tokener_error why = json_tokener_get_error(t);
    if (why == json_tokener_error_depth)
        return lc_error_set(err, LC_E_LIMIT, line, "JSON nested more than %d deep", LC_JSON_DEPTH);
    if (why == json_tokener_continue)
        return lc_error_set(err, LC_E_FORMAT, line, "JSON that breaks off");
    return lc_error_set(err, LC_E_FORMAT, line, "no JSON: %s", json_tokener_error_desc(why));
}

lc_status lc_json_parse_next(struct json_object **value, struct json_tokener **tokener,
                             const char *text, size_t n, long line, lc_error *err)
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
    if (st == LC_OK && json_tokener_get_error(t) == json_tokener_continue)
        parsed = json_tokener_parse_ex(t, "", 1); /* a lone number ends where the text does */
    if (st == LC_OK && json_tokener_get_error(t) != json_tokener_success)
        st = tokener_error(t, line, err);
    else if (st == LC_OK && json_tokener_get_parse_end(t) < length)
        st = lc_error_set(err, LC_E_FORMAT, line, "more text behind the JSON value");
    if (st != LC_OK) {
        json_object_put(parsed);
        return st;
    }
    *value = parsed;
    return LC_OK;
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

const char *lc_json_spelling(double v)
{
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

static lc_status put_number(lc_builder *b, const char *key, double v)
{
    uint32_t id;
    const char *spelling = lc_json_spelling(v);
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
        return put_number(b, key, v);
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
