/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * history_json.c - the history of a training in one value, as people save it from Keras and from
 * loops of their own: JSON, or what Python prints.
 *
 * A dict of lists by name, {"loss": [...], "val_loss": [...]}, alone or as "history" beside "epoch"
 * and "params"; pandas writes a list as {"0": 0.5, "1": 0.4}. Or a list of records, or a dict of them by
 * number, {"epoch_1": {"loss": 0.5}}.
 *
 * Or curves with an x of their own, as ClearML's get_reported_scalars() returns them, {"loss": {"train":
 * {"x": [0, 1], "y": [2.3, 1.9]}}}, and its WebApp and Plotly save a graph: a list of {"name", "x", "y"}.
 * Both are known from ClearML's source.
 */
#include "read/engine/document.h"

#include "model/metric.h"
#include "base/mem.h"
#include "base/text.h"
#include "read/engine/dialect.h"
#include "read/engine/named.h"
#include "read/engine/python_literal.h"
#include "read/engine/json_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define NESTED_MAX 3    /* of dicts between the history and a list */
#define ROWS_PROBED 20  /* of a list of records */
#define SCORE_TRACES 60 /* as much as a list of unknown names */
#define SCORE_NUMBERED 85
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

/* ---- curves with an x of their own ------------------------------------------------------ */

typedef struct point {
    double x, y;
    uint32_t id;
} point;

typedef struct points {
    point *at;
    size_t n, cap;
} points;

static bool is_curve(struct json_object *value)
{
    struct json_object *x = lc_json_get(value, "x"), *y = lc_json_get(value, "y");
    return is_list(x) && is_list(y) && json_object_array_length(x) == json_object_array_length(y);
}

/* Somewhere in dicts by name, or in a list. */
static bool has_curve(struct json_object *value, int depth)
{
    bool found = is_curve(value);
    if (json_object_is_type(value, json_type_array))
        for (size_t i = 0; i < json_object_array_length(value) && !found; i++)
            found = is_curve(json_object_array_get_idx(value, i));
    if (depth > NESTED_MAX || !json_object_is_type(value, json_type_object))
        return found;
    json_object_object_foreach(value, key, member)
    {
        (void)key;
        found = found || has_curve(member, depth + 1);
    }
    return found;
}

static lc_status add_curve(points *p, lc_builder *b, const char *name, struct json_object *curve,
                           lc_error *err)
{
    struct json_object *x = lc_json_get(curve, "x"), *y = lc_json_get(curve, "y");
    size_t n = json_object_array_length(x);
    point next = {.id = 0};
    lc_status st = lc_builder_metric(b, name, strlen(name), &next.id);
    if (st == LC_OK && !lc_mem_grow(&p->at, &p->cap, p->n + n, sizeof *p->at))
        return lc_error_nomem(err);
    for (size_t k = 0; k < n && st == LC_OK; k++)
        if (lc_json_number(json_object_array_get_idx(x, k), &next.x) &&
            lc_json_number(json_object_array_get_idx(y, k), &next.y))
            p->at[p->n++] = next;
    return st;
}

/* In dicts by name; a name that is its dict's, as of {"lr": {"lr": ...}}, isn't said twice. */
static lc_status add_curves(points *p, lc_builder *b, const char *path, struct json_object *dict,
                            int depth, lc_error *err)
{
    lc_status st = LC_OK;
    json_object_object_foreach(dict, key, value)
    {
        bool deeper = depth < NESTED_MAX && json_object_is_type(value, json_type_object);
        if (st != LC_OK || (!is_curve(value) && !deeper))
            continue;
        bool alone = !*path || strcmp(path, key) == 0;
        char *name = alone ? lc_mem_text(key, strlen(key)) : lc_text_format("%s/%s", path, key);
        if (!name)
            return lc_error_nomem(err);
        st = is_curve(value) ? add_curve(p, b, name, value, err)
                             : add_curves(p, b, name, value, depth + 1, err);
        lc_mem_free(name);
    }
    return st;
}

/* "train" in loss.json, as the graph's title is the file's name, is "loss/train". */
static lc_status add_traces(points *p, lc_builder *b, struct json_object *list, lc_error *err)
{
    const lc_span file = lc_named_by_file(lc_builder_path(b));
    lc_status st = LC_OK;
    for (size_t i = 0; i < json_object_array_length(list) && st == LC_OK; i++) {
        struct json_object *trace = json_object_array_get_idx(list, i);
        const char *name = json_object_get_string(lc_json_get(trace, "name"));
        lc_span text = lc_span_trim(lc_span_of(name ? name : "y"));
        int len = (int)lc_span_length(&text);
        bool bare = lc_span_length(&file) && lc_metric_kind(text.s, (size_t)len) == LC_OTHER;
        char *own = lc_text_format("%.*s%s%.*s", bare ? (int)lc_span_length(&file) : 0, file.s,
                                   bare ? "/" : "", len, text.s);
        if (!own)
            return lc_error_nomem(err);
        st = is_curve(trace) ? add_curve(p, b, own, trace, err) : LC_OK;
        lc_mem_free(own);
    }
    return st;
}

static int by_x(const void *pa, const void *pb)
{
    const point *a = pa, *b = pb;
    return a->x != b->x ? (a->x > b->x) - (a->x < b->x) : (a->id > b->id) - (a->id < b->id);
}

/* ---- reading --------------------------------------------------------------------------- */

static struct json_object *take_next(column *c, size_t k)
{
    struct json_object *value;
    if (c->list) {
        value = json_object_array_get_idx(c->list, k);
    } else {
        value = json_object_iter_peek_value(&c->at);
        json_object_iter_next(&c->at);
    }
    return value;
}

/* v, which was read of `value` (NULL: it is gone). */
static lc_status put_value(lc_builder *b, uint32_t id, double v, struct json_object *value)
{
    const char *spelling = lc_json_spelling(value, v);
    return lc_builder_put_text(b, id, v, spelling, strlen(spelling));
}

static lc_status put_next(lc_builder *b, column *c, size_t k)
{
    struct json_object *value = take_next(c, k);
    double v;
    return put_value(b, c->id, lc_json_number(value, &v) ? v : lc_absent(), value);
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
            st = put_next(b, &c->at[i], k);
    }
    if (st == LC_OK && c->at[c->n - 1].n < c->at[0].n)
        st = lc_builder_remark(b, 0,
                               "lists of %zu and of %zu values: each is counted from the first "
                               "record on",
                               c->at[0].n, c->at[c->n - 1].n);
    return st;
}

/* In the order of x, which counts iterations; curves needn't have the same. */
static lc_status put_points(lc_builder *b, points *p)
{
    uint32_t axis;
    lc_status st = lc_builder_metric(b, "iteration", strlen("iteration"), &axis);
    if (st == LC_OK)
        st = lc_builder_axis(b, axis, LC_STEP);
    qsort(p->at, p->n, sizeof *p->at, by_x);
    for (size_t i = 0; i < p->n && st == LC_OK; i++) {
        if (i == 0 || p->at[i].x != p->at[i - 1].x) {
            st = lc_builder_record(b);
            if (st == LC_OK)
                st = lc_builder_put(b, axis, p->at[i].x);
        }
        if (st == LC_OK)
            st = put_value(b, p->at[i].id, p->at[i].y, NULL);
    }
    return st;
}

static lc_status take_curves(lc_builder *b, struct json_object *root, lc_error *err)
{
    points p = {0};
    lc_status st = json_object_is_type(root, json_type_array) ? add_traces(&p, b, root, err)
                                                              : add_curves(&p, b, "", root, 0, err);
    if (st == LC_OK && p.n)
        st = put_points(b, &p);
    lc_mem_free(p.at);
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

/* ---- records by their numbers ------------------------------------------------------------ */

/* "12", "epoch_12", "step 12": what is numbered, "" for no word. */
static bool take_number_key(const char *key, lc_span *what, double *n)
{
    lc_span rest = lc_span_of(key);
    *what = (lc_span){rest.s, rest.s};
    while (rest.s < rest.end && !isdigit((unsigned char)*rest.s))
        rest.s++;
    what->end = rest.s;
    while (what->end > what->s && strchr("_- ", what->end[-1]))
        what->end--;
    bool named = lc_kind_is_axis(lc_metric_kind(what->s, lc_span_length(what)));
    return (what->s == what->end || named) && lc_span_take_count(&rest, n) && rest.s == rest.end;
}

/* {"1": {"loss": 0.5}, "2": {"loss": 0.4}}: a record under each number. */
static bool is_dict_of_records(struct json_object *root)
{
    double n;
    lc_span what;
    int measured = 0;
    if (!json_object_is_type(root, json_type_object) || json_object_object_length(root) < 2)
        return false;
    json_object_object_foreach(root, key, row)
    {
        if (!take_number_key(key, &what, &n) || !json_object_is_type(row, json_type_object))
            return false;
        measured += lc_json_record_score(row) > 0;
    }
    return measured > 0;
}

/* Numbers without a word may count anything: then the records stand in the order of the log. */
static lc_status take_numbered(lc_builder *b, struct json_object *root, lc_error *err)
{
    lc_status st = LC_OK;
    json_object_object_foreach(root, key, row)
    {
        double n;
        lc_span what;
        uint32_t id;
        take_number_key(key, &what, &n);
        if (st == LC_OK)
            st = lc_builder_record(b);
        if (st == LC_OK && what.s < what.end &&
            (st = lc_builder_metric(b, what.s, lc_span_length(&what), &id)) == LC_OK)
            st = lc_builder_put(b, id, n);
        if (st == LC_OK)
            st = lc_json_put_all(b, row, NULL, err);
    }
    return st;
}

static lc_status history_take(lc_builder *b, struct json_object *root, lc_error *err)
{
    struct json_object *history = history_of(root);
    if (is_dict_of_records(root))
        return take_numbered(b, root, err);
    if (!is_curve(root) && has_curve(root, 0))
        return take_curves(b, root, err);
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
    if (nomem)
        return LC_PROBE_NO_MEMORY;
    return measures == 0 || !mostly ? 0 : measures > 1 ? 90 : 75;
}

/* A graph's curves; what they are of may stand in the file's name only. */
static bool is_traces(struct json_object *list)
{
    return json_object_is_type(list, json_type_array) && has_curve(list, 0);
}

static int history_score(const lc_probe_buffer *head)
{
    struct json_object *root = NULL;
    lc_span text = {head->bytes, head->bytes + head->n};
    bool cut;
    lc_status st = lc_python_literal_take(&root, &cut, &text, NULL);
    if (st != LC_OK)
        return st == LC_E_NOMEM ? LC_PROBE_NO_MEMORY : 0;
    struct json_object *history = history_of(root);
    int score = is_dict_of_records(root)                         ? SCORE_NUMBERED
                : is_traces(history)                             ? SCORE_TRACES
                : json_object_is_type(history, json_type_array)  ? score_of_records(history)
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
