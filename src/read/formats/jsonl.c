/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * jsonl.c - any other JSON Lines of metrics: an object a line, whoever wrote it.
 *
 * {"epoch": 1, "loss": 0.5} or, in long form, {"step": 3, "name": "loss", "value": 0.5}. Objects
 * within are flattened to "train/loss". Where a text says which split a line is of, as "phase":
 * "val" does, its metrics' names are made to say it.
 */
#include "read/engine/json_lines.h"

#include "base/mem.h"
#include "read/engine/run_boundary.h"
#include "read/engine/named.h"
#include "model/metric.h"
#include "model/role_names.h"

#include <math.h>
#include <string.h>

#define SKIPPED_MAX 8   /* members that name the run */
#define KNOWN_MAX 64    /* members of a line whose metrics are kept for the next one */
#define CONFIG "config" /* what a run was set to */

typedef struct jsonl {
    lc_run_boundary again;
    char *axis;     /* the member that says where a line stands; NULL until there is one */
    lc_split split; /* of the first line that has it */
    bool plain;     /* the last line is numbers alone, and none of them names a run */
    size_t known;   /* the run whose metrics the last line's members are known to be; 0: none */
    uint32_t id[KNOWN_MAX]; /* of each member */
} jsonl;

/* Most rows are numbers alone. */
static bool has_text(struct json_object *row)
{
    json_object_object_foreach(row, key, value)
    {
        (void)key;
        if (json_object_is_type(value, json_type_string))
            return true;
    }
    return false;
}

/* Which split a line is of, as a text in it says; none when there is no such text. */
static lc_status split_of(lc_split *split, struct json_object *row, lc_error *err)
{
    static const char *const keys[] = {"split", "phase", "mode", "stage", "subset"};
    *split = LC_SPLIT_NONE;
    if (!has_text(row))
        return LC_OK;
    for (size_t i = 0; i < sizeof keys / sizeof *keys && *split == LC_SPLIT_NONE; i++) {
        const char *text = lc_json_text(lc_json_get(row, keys[i]));
        lc_metric m = {0};
        lc_status st = *text ? lc_metric_infer(&m, text, strlen(text), err) : LC_OK;
        if (st != LC_OK)
            return st;
        *split = m.split;
        lc_metric_free(&m);
    }
    return LC_OK;
}

/* The name of the line's epoch, else of its first step; NULL when it has neither. */
static const char *find_axis(struct json_object *row)
{
    const char *axis = NULL;
    bool epoch = false;
    json_object_object_foreach(row, key, value)
    {
        double v;
        if (!lc_json_number(value, &v))
            continue;
        lc_kind kind = lc_metric_kind(key, strlen(key));
        if (!epoch && (kind == LC_EPOCH || (kind == LC_STEP && !axis)))
            axis = key;
        epoch |= kind == LC_EPOCH;
    }
    return axis;
}

/* The run that members such as "run", "fold" or "seed" name: they go to names[], NULL-terminated, as far as
 * there is room. */
static lc_status choose_run(const char *names[SKIPPED_MAX + 1], lc_builder *b,
                            struct json_object *row)
{
    char name[LC_NAME_MAX];
    size_t n = 0, members = 0;
    names[0] = NULL;
    json_object_object_foreach(row, key, value)
    {
        bool text = json_object_is_type(value, json_type_string);
        double v;
        if (!lc_names_run(key))
            continue;
        if (members < SKIPPED_MAX) {
            names[members++] = key;
            names[members] = NULL;
        }
        if ((!text && !lc_json_number(value, &v)) || n >= sizeof name)
            continue;
        int wrote = text ? snprintf(name + n, sizeof name - n, "%s%.80s", n ? ", " : "",
                                    lc_json_text(value))
                         : snprintf(name + n, sizeof name - n, "%s%.40s %g", n ? ", " : "", key, v);
        n += wrote > 0 ? (size_t)wrote : 0;
    }
    return n ? lc_builder_choose_run(b, name) : LC_OK;
}

/* What a run was set to is no curve, and which run it is has been told. */
static lc_status put_members(lc_builder *b, struct json_object *row, const char *const *of_run,
                             const char *split, const char *also, lc_error *err)
{
    const char *skipped[SKIPPED_MAX + 3] = {CONFIG, also};
    for (size_t n = also ? 2 : 1; *of_run; n++)
        skipped[n] = *of_run++;
    return split ? lc_json_put_split(b, row, skipped, split, err)
                 : lc_json_put_all(b, row, skipped, err);
}

/* Keep which metrics the members of a line of numbers are. */
static lc_status learn_metrics(jsonl *j, lc_builder *b, struct json_object *row)
{
    size_t n = 0;
    json_object_object_foreach(row, key, value)
    {
        (void)value;
        if (n == KNOWN_MAX || strcmp(key, CONFIG) == 0)
            return LC_OK;
        lc_status st = lc_builder_metric(b, key, strlen(key), &j->id[n++]);
        if (st != LC_OK)
            return st;
    }
    j->known = j->again.runs;
    return LC_OK;
}

/* A line of numbers alone, of the same names as the one before. */
static lc_status put_again(jsonl *j, lc_builder *b, struct json_object *row, lc_error *err)
{
    lc_status st = LC_OK;
    size_t n = 0;
    if (j->known == 0 || j->known != j->again.runs) {
        st = put_members(b, row, (const char *[]){NULL}, NULL, NULL, err);
        return st == LC_OK ? learn_metrics(j, b, row) : st;
    }
    json_object_object_foreach(row, key, value)
    {
        double v;
        (void)key;
        if (st == LC_OK && lc_json_number(value, &v))
            st = lc_builder_put(b, j->id[n], v);
        n++;
    }
    return st;
}

static lc_status put_long(lc_builder *b, struct json_object *row, const char *const *of_run,
                          const char *name, struct json_object *value, lc_error *err)
{
    lc_status st = put_members(b, row, of_run, NULL, "value", err);
    return st == LC_OK ? lc_json_put(b, name, value, err) : st;
}

/* Keep the axis of the first line that has one. */
static lc_status choose_axis(jsonl *j, struct json_object *row, lc_split split, lc_error *err)
{
    const char *axis = j->axis ? NULL : find_axis(row);
    if (!axis)
        return LC_OK;
    j->split = split;
    j->axis = lc_mem_text(axis, strlen(axis));
    return j->axis ? LC_OK : lc_error_nomem(err);
}

/* Lines that go back to where the log began are of another run; those of another split may come
 * after all of the first one's. */
static lc_status begin_run(jsonl *j, lc_builder *b, struct json_object *row, lc_split split,
                           lc_error *err)
{
    lc_status st = choose_axis(j, row, split, err);
    double x = j->axis ? lc_json_get_number(row, j->axis) : NAN;
    return st == LC_OK && isfinite(x) && split == j->split ? lc_run_boundary_at(&j->again, b, x)
                                                           : st;
}

static lc_status jsonl_row(void *state, const lc_json_lines *in, struct json_object *row,
                           lc_error *err)
{
    jsonl *j = state;
    const char *name, *of_run[SKIPPED_MAX + 1] = {NULL};
    struct json_object *value;
    lc_split split = LC_SPLIT_NONE;
    bool plain = in->again && j->plain;
    bool is_long = !plain && lc_json_record_is_long(row, &name, &value);
    lc_status st = plain ? LC_OK : split_of(&split, row, err);
    if (st == LC_OK && !is_long)
        st = begin_run(j, in->builder, row, split, err);
    if (st == LC_OK && !plain)
        st = choose_run(of_run, in->builder, row);
    j->plain = plain || (!is_long && !of_run[0] && !has_text(row));
    j->known = plain ? j->known : 0;
    if (st == LC_OK)
        st = lc_builder_record(in->builder);
    if (st != LC_OK)
        return st;
    if (plain)
        return put_again(j, in->builder, row, err);
    if (is_long)
        return put_long(in->builder, row, of_run, name, value, err);
    if (lc_split_is_held_out(split))
        return put_members(in->builder, row, of_run, split == LC_TEST ? "test" : "val", NULL, err);
    return put_members(in->builder, row, of_run, NULL, NULL, err);
}

static void jsonl_free(void *state)
{
    lc_mem_free(((jsonl *)state)->axis);
}

static int jsonl_score(struct json_object *row, int so_far)
{
    int score = so_far < LC_JSON_RECORD_MOST ? lc_json_record_score(row) : 0;
    return score > so_far ? score : so_far;
}

static const lc_json_line_form jsonl_form = {
    .size = sizeof(jsonl),
    .score = jsonl_score,
    .row = jsonl_row,
    .free = jsonl_free,
};

const lc_reader lc_reader_jsonl = {
    .name = "jsonl",
    .summary = "JSON Lines of metrics, an object a line",
    .example = "{\"epoch\": 1, \"loss\": 0.71, \"val_loss\": 0.69}",
    .form = &jsonl_form,
    LC_READ_JSON_LINES,
};
