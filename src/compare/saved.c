/* SPDX-License-Identifier: GPL-3.0-or-later */
/* saved.c - the summary numbers of one group as a JSON file, a baseline that can be kept. */
#include "base/mem.h"
#include "base/node.h"
#include "base/temp.h"

#include <errno.h>
#include <json-c/json.h>
#include <math.h>
#include <string.h>

#define FAMILY "learncurve/baseline/"
#define SCHEMA FAMILY "1"
#define SIZE_MOST 65536 /* [bytes] of such a file */

static lc_status write_group(FILE *out, const lc_comparison *c, lc_error *err)
{
    const lc_compared *g = &c->group[0];
    bool failed;
    lc_node o = lc_node_top(&failed);
    lc_node_text(o, "schema", SCHEMA);
    lc_node_text(o, "metric", c->metric);
    lc_node_text(o, "better", lc_direction_name(c->better));
    lc_node_text(o, "axis", c->axis);
    lc_node_text(o, "name", g->name);
    lc_node_count(o, "runs", g->runs);
    lc_node_number(o, "best", g->best, NULL);
    lc_node_number(o, "best_low", g->best_low, NULL);
    lc_node_number(o, "best_high", g->best_high, NULL);
    lc_node_number(o, "best_at", g->best_at, NULL);
    lc_node_number(o, "last", g->last, NULL);
    lc_status st = lc_node_write(out, o, LC_JSON_PRETTY, err);
    putc('\n', out);
    return st;
}

lc_status lc_comparison_save(const char *path, const lc_comparison *comparison, lc_error *err)
{
    lc_temp file = LC_TEMP_INIT;
    FILE *out = NULL;
    if (comparison->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "nothing to save");
    lc_status st = lc_temp_open(&out, &file, path, err);
    if (st == LC_OK)
        st = write_group(out, comparison, err);
    return lc_temp_finish(&file, out, path, st, err);
}

/* ---- reading ---------------------------------------------------------------------------- */

static const char *text_of(struct json_object *o, const char *key)
{
    struct json_object *v = NULL;
    if (!json_object_object_get_ex(o, key, &v) || !json_object_is_type(v, json_type_string))
        return "";
    return json_object_get_string(v);
}

/* Absent where there is no number. */
static double number_of(struct json_object *o, const char *key)
{
    struct json_object *v = NULL;
    bool found =
        json_object_object_get_ex(o, key, &v) &&
        (json_object_is_type(v, json_type_double) || json_object_is_type(v, json_type_int));
    return found ? json_object_get_double(v) : lc_absent();
}

/* "lower", ...; the constant texts of the enumerators, so that they need not be owned. */
static lc_direction direction_of(const char *word)
{
    for (int d = LC_NEITHER; d <= LC_HIGHER_IS_BETTER; d++)
        if (strcmp(lc_direction_name((lc_direction)d), word) == 0)
            return (lc_direction)d;
    return LC_NEITHER;
}

static const char *axis_of(const char *word)
{
    for (int k = LC_OTHER; k <= LC_TRAIN_SIZE; k++)
        if (strcmp(lc_kind_name((lc_kind)k), word) == 0)
            return lc_kind_name((lc_kind)k);
    return lc_kind_name(LC_COUNT);
}

static lc_status take(lc_comparison *c, struct json_object *o, lc_error *err)
{
    const char *metric = text_of(o, "metric"), *name = text_of(o, "name");
    const double none = lc_absent(), runs = number_of(o, "runs");
    *c = (lc_comparison){.metric = lc_mem_text(metric, strlen(metric)),
                         .better = direction_of(text_of(o, "better")),
                         .axis = axis_of(text_of(o, "axis")),
                         .level = number_of(o, "best"),
                         .group = lc_mem_resize(NULL, 1, sizeof *c->group)};
    char *own = lc_mem_text(name, strlen(name));
    if (!c->metric || !c->group || !own) {
        lc_mem_free(own);
        return lc_error_nomem(err);
    }
    c->n = 1;
    c->group[0] = (lc_compared){.name = own,
                                .runs = runs >= 1 && runs < 1e9 ? (size_t)runs : 0,
                                .best = number_of(o, "best"),
                                .best_low = number_of(o, "best_low"),
                                .best_high = number_of(o, "best_high"),
                                .best_at = number_of(o, "best_at"),
                                .last = number_of(o, "last"),
                                .reached = none,
                                .difference = none,
                                .low = none,
                                .high = none};
    if (!*metric || c->better == LC_NEITHER || !isfinite(c->group[0].best))
        return lc_error_set(err, LC_E_FORMAT, 0, "a baseline without a metric or its best value");
    return LC_OK;
}

static lc_status parse(lc_comparison *c, const char *text, size_t n, lc_error *err)
{
    struct json_tokener *t = json_tokener_new();
    struct json_object *o = t ? json_tokener_parse_ex(t, text, (int)n) : NULL;
    if (t)
        json_tokener_free(t);
    lc_status st = LC_OK;
    const char *schema = text_of(o, "schema");
    if (strncmp(schema, FAMILY, strlen(FAMILY)) != 0)
        st = lc_error_set(err, LC_E_FORMAT, 0, "no baseline, which has the schema " SCHEMA);
    else if (strcmp(schema, SCHEMA) != 0)
        st = lc_error_set(err, LC_E_LIMIT, 0,
                          "a baseline of the schema '%.60s', where " SCHEMA " is read", schema);
    else
        st = take(c, o, err);
    json_object_put(o);
    return st;
}

lc_status lc_comparison_load(lc_comparison *comparison, const char *path, lc_error *err)
{
    static const size_t most = SIZE_MOST;
    FILE *in = fopen(path, "r");
    if (!in)
        return lc_error_set(err, LC_E_IO, 0, "cannot be opened: %s", strerror(errno));
    lc_comparison c = LC_COMPARISON_INIT;
    char *text = lc_mem_resize(NULL, most, 1);
    size_t n = text ? fread(text, 1, most, in) : 0;
    bool broken = ferror(in) != 0;
    fclose(in);
    lc_status st = !text    ? lc_error_nomem(err)
                   : broken ? lc_error_set(err, LC_E_IO, 0, "cannot be read")
                            : parse(&c, text, n, err);
    lc_mem_free(text);
    if (st != LC_OK) {
        lc_comparison_free(&c);
        return st;
    }
    lc_comparison_free(comparison);
    *comparison = c;
    return LC_OK;
}
