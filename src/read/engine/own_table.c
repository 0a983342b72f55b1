/* SPDX-License-Identifier: GPL-3.0-or-later */
/* own_table.c - runs in our own JSON, as documents and by lines. */
#include "read/engine/own_table.h"

#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "model/facts.h"
#include "model/metric.h"

#include <string.h>

#define MARKS_MAX 8 /* '_' behind KEY_text: metrics that are called so, one within another */

bool lc_own_table_is_header(struct json_object *object)
{
    return strcmp(lc_json_text(lc_json_get(object, "schema")), LC_OWN_TABLE_SCHEMA) == 0;
}

/* ---- the head --------------------------------------------------------------------------- */

lc_status lc_own_table_begin(lc_builder *b, struct json_object *head, lc_error *err)
{
    lc_facts facts = {0};
    struct json_object *name = lc_json_get(head, "name"), *axis = lc_json_get(head, "axis");
    const char *called = lc_json_text(name), *along = lc_json_text(axis);
    const char *word = lc_json_text(lc_json_get(head, "axis_kind"));
    lc_kind kind;
    uint32_t id;
    if (!json_object_is_type(axis, json_type_string) || !lc_kind_find(&kind, word, strlen(word)))
        return lc_error_set(err, LC_E_FORMAT, 0, "a run without its axis");
    for (size_t i = 0; i < LC_FACTS; i++) {
        const char *key = lc_fact_name(i);
        double v;
        if (lc_json_number(lc_json_get(head, key), &v))
            lc_fact_set(&facts, key, strlen(key), v);
    }
    lc_status st = lc_builder_begin(b, name ? called : NULL, strlen(called));
    if (st == LC_OK)
        st = lc_builder_facts(b, &facts);
    if (st == LC_OK)
        st = lc_builder_metric(b, along, strlen(along), &id);
    return st == LC_OK ? lc_builder_axis(b, id, kind) : st;
}

static lc_status add_metric(lc_builder *b, struct json_object *metric)
{
    struct json_object *name = lc_json_get(metric, "name");
    const char *called = lc_json_text(name), *split = lc_json_text(lc_json_get(metric, "split"));
    const char *kind = lc_json_text(lc_json_get(metric, "kind"));
    const char *better = lc_json_text(lc_json_get(metric, "better"));
    lc_map meaning = {.has_split = false};
    uint32_t id;
    if (!json_object_is_type(name, json_type_string))
        return LC_OK;
    meaning.has_split = lc_split_find(&meaning.split, split, strlen(split));
    meaning.has_kind = lc_kind_find(&meaning.kind, kind, strlen(kind));
    meaning.has_better = lc_direction_find(&meaning.better, better, strlen(better));
    lc_status st = lc_builder_metric(b, called, strlen(called), &id);
    return st == LC_OK ? lc_builder_means(b, id, &meaning) : st;
}

lc_status lc_own_table_metrics(lc_builder *b, struct json_object *metrics)
{
    lc_status st = LC_OK;
    if (!json_object_is_type(metrics, json_type_array))
        return LC_OK;
    for (size_t i = 0; st == LC_OK && i < json_object_array_length(metrics); i++)
        st = add_metric(b, json_object_array_get_idx(metrics, i));
    return st;
}

/* ---- records ---------------------------------------------------------------------------- */

/* How a null is spelled, or NULL: KEY_text, with '_' behind it while a metric is called so. */
static lc_status find_spelling(const char **text, const char *key, struct json_object *record,
                               lc_error *err)
{
    *text = NULL;
    for (int marks = 0; marks <= MARKS_MAX && !*text; marks++) {
        char *name = lc_text_format("%s_text%.*s", key, marks, "________");
        if (!name)
            return lc_error_nomem(err);
        struct json_object *beside = lc_json_get(record, name);
        if (json_object_is_type(beside, json_type_string))
            *text = lc_json_text(beside);
        lc_mem_free(name);
    }
    return LC_OK;
}

/* A number or null; texts are labels and spellings. */
static lc_status put_member(lc_builder *b, const char *key, struct json_object *value,
                            struct json_object *record, lc_error *err)
{
    const char *text = NULL;
    uint32_t id;
    double v = 0;
    lc_status st = value ? LC_OK : find_spelling(&text, key, record, err);
    if (st != LC_OK)
        return st;
    if (value ? json_object_is_type(value, json_type_string) || !lc_json_number(value, &v)
              : !text || lc_number_read(&v, text, strlen(text)) == 0)
        return LC_OK;
    st = lc_builder_metric(b, key, strlen(key), &id);
    if (st != LC_OK)
        return st;
    return text ? lc_builder_put_text(b, id, v, text, strlen(text)) : lc_builder_put(b, id, v);
}

lc_status lc_own_table_record(lc_builder *b, struct json_object *record, lc_error *err)
{
    lc_status st = lc_builder_record(b);
    json_object_object_foreach(record, key, value) if (st == LC_OK) st =
        put_member(b, key, value, record, err);
    return st;
}
