/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json_lines.c - readers of JSON Lines. */
#include "read/engine/json_lines.h"

#include "base/mem.h"
#include "read/engine/dialect.h"
#include "model/metric.h"

#include <string.h>

typedef struct rows {
    lc_json_lines in;
    const lc_json_line_form *form;
    struct json_tokener *tokener;
    struct json_object *row; /* the last line's, by which the next one is read; NULL: none */
    char *text;              /* of a line that is not complete */
    size_t n, cap;
    size_t objects;
    void *state;
} rows;

bool lc_json_record_is_long(struct json_object *row, const char **name, struct json_object **value)
{
    static const char *const names[] = {"name", "metric", "key", "tag"};
    double v;
    *value = lc_json_get(row, "value");
    *name = "";
    if (!*value)
        return false;
    for (size_t i = 0; i < sizeof names / sizeof *names && !**name; i++)
        *name = lc_json_text(lc_json_get(row, names[i]));
    return **name && lc_json_number(*value, &v);
}

/* What the names of an object's numbers tell. */
typedef struct outlook {
    bool axis, loss, measure;
} outlook;

static void look_at_name(outlook *o, const char *name)
{
    lc_kind kind = lc_metric_kind(name, strlen(name));
    o->axis |= lc_kind_is_axis(kind);
    o->measure |= kind == LC_LOSS || kind == LC_SCORE;
    o->loss |= kind == LC_LOSS && strstr(name, "loss");
}

/* Objects within are looked at, and what they hold for a split: {"metrics": {"train": {"loss": 0.5}}}. */
static void look_at_object(outlook *o, struct json_object *object, int depth)
{
    double v;
    json_object_object_foreach(object, name, value)
    {
        bool deeper = depth == 0 || (depth == 1 && lc_metric_split_word(name, strlen(name)));
        if (lc_json_number(value, &v))
            look_at_name(o, name);
        else if (deeper && json_object_is_type(value, json_type_object))
            look_at_object(o, value, depth + 1);
    }
}

int lc_json_record_score(struct json_object *row)
{
    outlook o = {0};
    const char *name;
    struct json_object *value;
    if (!json_object_is_type(row, json_type_object))
        return 0;
    look_at_object(&o, row, 0);
    if (lc_json_record_is_long(row, &name, &value))
        look_at_name(&o, name);
    return o.axis && o.measure ? LC_JSON_RECORD_MOST : o.loss ? 40 : 0;
}

int lc_json_lines_probe(const lc_reader *self, const lc_probe_buffer *head)
{
    const lc_json_line_form *form = self->form;
    int score = 0;
    for (size_t i = 0; i < head->rows; i++)
        score = form->score(head->row[i], score);
    return score;
}

lc_status lc_json_lines_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err)
{
    const lc_json_line_form *form = self->form;
    rows *r = lc_mem_resize(NULL, 1, sizeof *r);
    if (!r)
        return lc_error_nomem(err);
    *r = (rows){.in = {.builder = b, .number = 1}, .form = form};
    *state = r;
    r->state = lc_mem_resize(NULL, form->size, 1);
    if (!r->state)
        return lc_error_nomem(err);
    memset(r->state, 0, form->size);
    return LC_OK;
}

/* A line that is no object: a remark, or the end under --strict. */
static lc_status broken(rows *r, const lc_error *why, lc_error *err)
{
    if (why->code == LC_E_NOMEM)
        return lc_error_nomem(err);
    return lc_builder_malformed(r->in.builder, r->in.number, err, "%s", why->msg);
}

static lc_status parse_row(rows *r, const lc_span *line, lc_error *err)
{
    size_t n = lc_span_length(line);
    r->in.again = r->row && lc_json_take_numbers(r->row, line->s, n);
    if (r->in.again)
        return LC_OK;
    json_object_put(r->row);
    r->row = NULL;
    return lc_json_parse_next(&r->row, &r->tokener, line->s, n, r->in.number, err);
}

static lc_status take_line(rows *r, const char *text, size_t n, lc_error *err)
{
    lc_error why = LC_ERROR_INIT;
    lc_span line = {text, text + n};
    if (n && text[n - 1] == '\r')
        line.end--;
    line = lc_span_trim(line);
    if (line.s == line.end)
        return LC_OK;
    if (parse_row(r, &line, &why) != LC_OK)
        return broken(r, &why, err);
    if (!json_object_is_type(r->row, json_type_object))
        return LC_OK;
    r->objects++;
    lc_builder_at_line(r->in.builder, r->in.number, NULL, 0);
    return r->form->row(r->state, &r->in, r->row, err);
}

static lc_status keep(rows *r, const char *bytes, size_t n, lc_error *err)
{
    if (r->n + n > LC_JSON_LINE_MAX)
        return lc_error_set(err, LC_E_LIMIT, r->in.number, "a line of more than %u MiB",
                            LC_JSON_LINE_MAX >> 20);
    if (n && !lc_mem_grow(&r->text, &r->cap, r->n + n, 1))
        return lc_error_nomem(err);
    if (n)
        memcpy(r->text + r->n, bytes, n);
    r->n += n;
    return LC_OK;
}

lc_status lc_json_lines_feed(void *state, const char *bytes, size_t n, lc_error *err)
{
    rows *r = state;
    lc_status st = LC_OK;
    while (n > 0 && st == LC_OK) {
        const char *end = memchr(bytes, '\n', n);
        size_t k = end ? (size_t)(end - bytes) : n;
        if (!end || r->n) {
            st = keep(r, bytes, k, err);
            if (st == LC_OK && end)
                st = take_line(r, r->text, r->n, err);
            r->n = end ? 0 : r->n;
        } else {
            st = take_line(r, bytes, k, err);
        }
        r->in.number += end != NULL;
        bytes += k + (end != NULL);
        n -= k + (end != NULL);
    }
    return st;
}

lc_status lc_json_lines_finish(void *state, lc_error *err)
{
    rows *r = state;
    lc_status st = r->n ? take_line(r, r->text, r->n, err) : LC_OK;
    if (st == LC_OK && r->objects == 0)
        return lc_error_set(err, LC_E_FORMAT, 0,
                            "not a training log: no line that is a JSON object");
    return st == LC_OK && r->form->finish ? r->form->finish(r->state, &r->in, err) : st;
}

void lc_json_lines_close(void *state)
{
    rows *r = state;
    if (!r)
        return;
    if (r->state && r->form->free)
        r->form->free(r->state);
    if (r->tokener)
        json_tokener_free(r->tokener);
    json_object_put(r->row);
    lc_mem_free(r->state);
    lc_mem_free(r->text);
    lc_mem_free(r);
}
