/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * history_json.c - the history of a training in one value, as people save it from Keras and from
 * loops of their own: JSON, or what Python prints.
 *
 * A dict of lists by name, {"loss": [...], "val_loss": [...]}, alone or as "history" beside "epoch"
 * and "params"; pandas writes a list as {"0": 0.5, "1": 0.4}. Or a list of records.
 */
#include "read/engine/document.h"

#include "model/metric.h"
#include "base/mem.h"
#include "base/text.h"
#include "read/engine/dialect.h"
#include "read/engine/python_literal.h"
#include "read/engine/json_lines.h"

#include <stdlib.h>
#include <string.h>

#define NESTED_MAX 3   /* of dicts between the history and a list */
#define ROWS_PROBED 20 /* of a list of records */
#define FACT_LIMIT 1e9 /* a size above it isn't believed */

/* ---- lists by name --------------------------------------------------------------------- */

typedef struct column {
    char *name;
    uint32_t id;
    size_t n;
    struct json_object *list;       /* an array, or NULL ... */
    struct json_object_iterator at; /* ... where it is a dict by number */
} column;

typedef struct columns {
    column *at;
    size_t n, cap;
    size_t others; /* members of another kind */
} columns;

static void columns_free(columns *c)
{
    for (size_t i = 0; i < c->n; i++)
        lc_mem_free(c->at[i].name);
    lc_mem_free(c->at);
    *c = (columns){0};
}

static bool is_list(struct json_object *value)
{
    size_t n = json_object_is_type(value, json_type_array) ? json_object_array_length(value) : 0;
    double v;
    for (size_t i = 0; i < n; i++)
        if (lc_json_number(json_object_array_get_idx(value, i), &v))
            return true;
    return false;
}

/* {"0": 0.5, "1": 0.4} */
static bool is_numbered(struct json_object *value)
{
    bool numbers = false;
    double v;
    json_object_object_foreach(value, key, member)
    {
        lc_span name = lc_span_of(key);
        if (!lc_span_take_count(&name, &v) || name.s != name.end)
            return false;
        numbers |= lc_json_number(member, &v);
    }
    return numbers;
}

static lc_status add_column(columns *c, const char *name, struct json_object *value, lc_error *err)
{
    column made = {.name = lc_mem_text(name, strlen(name))};
    if (!made.name || !lc_mem_grow(&c->at, &c->cap, c->n + 1, sizeof *c->at)) {
        lc_mem_free(made.name);
        return lc_error_nomem(err);
    }
    if (json_object_is_type(value, json_type_array)) {
        made.list = value;
        made.n = json_object_array_length(value);
    } else {
        made.at = json_object_iter_begin(value);
        made.n = (size_t)json_object_object_length(value);
    }
    c->at[c->n++] = made;
    return LC_OK;
}

static lc_status collect(columns *c, struct json_object *dict, const char *path, int depth,
                         lc_error *err)
{
    lc_status st = LC_OK;
    json_object_object_foreach(dict, key, value)
    {
        bool object = json_object_is_type(value, json_type_object);
        bool list = object ? is_numbered(value) : is_list(value);
        if (st != LC_OK || (!list && (!object || depth == NESTED_MAX))) {
            c->others++;
            continue;
        }
        char *name = *path ? lc_text_format("%s/%s", path, key) : lc_mem_text(key, strlen(key));
        if (!name)
            st = lc_error_nomem(err);
        else if (list)
            st = add_column(c, name, value, err);
        else
            st = collect(c, value, name, depth + 1, err);
        lc_mem_free(name);
    }
    return st;
}

/* ---- reading --------------------------------------------------------------------------- */

static double take_next(column *c, size_t k)
{
    struct json_object *value;
    double v;
    if (c->list) {
        value = json_object_array_get_idx(c->list, k);
    } else {
        value = json_object_iter_peek_value(&c->at);
        json_object_iter_next(&c->at);
    }
    return lc_json_number(value, &v) ? v : lc_absent();
}

static lc_status put_value(lc_builder *b, uint32_t id, double v)
{
    const char *spelling = lc_json_spelling(v);
    return lc_builder_put_text(b, id, v, spelling, strlen(spelling));
}

static int longer_first(const void *pa, const void *pb)
{
    const column *a = pa, *b = pb;
    return a->n != b->n ? (a->n > b->n ? -1 : 1) : 0;
}

static lc_status put_columns(lc_builder *b, columns *c)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < c->n && st == LC_OK; i++)
        st = lc_builder_metric(b, c->at[i].name, strlen(c->at[i].name), &c->at[i].id);
    qsort(c->at, c->n, sizeof *c->at, longer_first);
    for (size_t k = 0; k < c->at[0].n && st == LC_OK; k++) {
        st = lc_builder_record(b);
        for (size_t i = 0; i < c->n && c->at[i].n > k && st == LC_OK; i++)
            st = put_value(b, c->at[i].id, take_next(&c->at[i], k));
    }
    if (st == LC_OK && c->at[c->n - 1].n < c->at[0].n)
        st = lc_builder_remark(b, 0,
                               "lists of %zu and of %zu values: each is counted from the first "
                               "record on",
                               c->at[0].n, c->at[c->n - 1].n);
    return st;
}

static lc_status take_lists(lc_builder *b, struct json_object *root, struct json_object *history,
                            lc_error *err)
{
    columns c = {0};
    lc_status st = LC_OK;
    struct json_object *epoch = lc_json_get(root, "epoch");
    if (history != root && is_list(epoch))
        st = add_column(&c, "epoch", epoch, err);
    if (st == LC_OK)
        st = collect(&c, history, "", 0, err);
    if (st == LC_OK && c.n == 0)
        st = lc_error_set(err, LC_E_FORMAT, 0, "not a training log: no list of numbers by name");
    else if (st == LC_OK)
        st = put_columns(b, &c);
    columns_free(&c);
    return st;
}

static lc_status take_records(lc_builder *b, struct json_object *list, lc_error *err)
{
    lc_status st = LC_OK;
    size_t n = json_object_array_length(list);
    for (size_t i = 0; i < n && st == LC_OK; i++) {
        struct json_object *row = json_object_array_get_idx(list, i);
        if (!json_object_is_type(row, json_type_object))
            continue;
        st = lc_builder_record(b);
        if (st == LC_OK)
            st = lc_json_put_all(b, row, NULL, err);
    }
    return st;
}

static size_t size_of(struct json_object *params, const char *key)
{
    double v = lc_json_get_number(params, key);
    return v >= 1 && v < FACT_LIMIT ? (size_t)v : 0;
}

/* What Keras' History object keeps of fit()'s arguments. */
static lc_status put_facts(lc_builder *b, struct json_object *params)
{
    lc_facts facts = {
        .train_samples = size_of(params, "samples"), /* until Keras 2.2 */
        .batch_size = size_of(params, "batch_size"),
        .planned_epochs = (double)size_of(params, "epochs"),
    };
    return lc_builder_facts(b, &facts);
}

static struct json_object *history_of(struct json_object *root)
{
    struct json_object *within = lc_json_get(root, "history");
    bool holds = json_object_is_type(within, json_type_object) ||
                 json_object_is_type(within, json_type_array);
    return holds ? within : root;
}

static lc_status history_take(lc_builder *b, struct json_object *root, lc_error *err)
{
    struct json_object *history = history_of(root);
    if (json_object_is_type(history, json_type_array))
        return take_records(b, history, err);
    if (!json_object_is_type(history, json_type_object))
        return lc_error_set(err, LC_E_FORMAT, 0, "not a training log: neither a dict nor a list");
    lc_status st = put_facts(b, lc_json_get(root, "params"));
    return st == LC_OK ? take_lists(b, root, history, err) : st;
}

/* ---- telling it ------------------------------------------------------------------------ */

static int score_of_records(struct json_object *list)
{
    int score = 0;
    size_t n = json_object_array_length(list);
    for (size_t i = 0; i < n && i < ROWS_PROBED; i++) {
        int row = lc_json_record_score(json_object_array_get_idx(list, i));
        score = row > score ? row : score;
    }
    return score;
}

/* Lists of losses or scores, and not many members of another kind beside them. */
static int score_of_lists(struct json_object *history)
{
    columns c = {0};
    size_t measures = 0;
    bool nomem = collect(&c, history, "", 0, NULL) != LC_OK;
    for (size_t i = 0; i < c.n && !nomem; i++) {
        lc_kind kind = lc_metric_kind(c.at[i].name, strlen(c.at[i].name));
        measures += kind == LC_LOSS || kind == LC_SCORE;
    }
    bool mostly = c.n >= c.others;
    columns_free(&c);
    return measures == 0 || !mostly ? 0 : measures > 1 ? 90 : 75;
}

static int history_score(const lc_probe_buffer *head)
{
    struct json_object *root = NULL;
    lc_span text = {head->bytes, head->bytes + head->n};
    bool cut;
    if (lc_python_literal_take(&root, &cut, &text, NULL) != LC_OK)
        return 0;
    struct json_object *history = history_of(root);
    int score = json_object_is_type(history, json_type_array)    ? score_of_records(history)
                : json_object_is_type(history, json_type_object) ? score_of_lists(history)
                                                                 : 0;
    json_object_put(root);
    return score;
}

static const lc_document_form history_form = {.score = history_score, .take = history_take};

const lc_reader lc_reader_history_json = {
    .name = "history_json",
    .summary = "a history saved as JSON or printed by Python: lists by name, or a list of records",
    .example = "{\"loss\": [0.71, 0.64], \"val_loss\": [0.69, 0.66]}",
    .form = &history_form,
    LC_READ_BY_DOCUMENT,
};
