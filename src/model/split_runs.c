/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split_runs.c - several runs in one table: one is copied out of it. */
#include "model/split_runs.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/metric.h"
#include "model/params.h"
#include "model/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define APART_MAX 16       /* runs that are told apart by labels of their records */
#define CROSSINGS_MIN 2    /* from a record of one to one of another that isn't further on */
#define NOWHERE UINT32_MAX /* place of a record at which the run has no value */

/* The run's number, 1-based, or 0. The last one asked for and the next are looked at first: columns
 * and records of one run stand together, or runs take turns. */
static size_t find_run(const lc_split_runs *split, const char *name)
{
    for (size_t i = 0; i < split->n; i++) {
        size_t k = (split->now + i) % split->n;
        if (strcmp(split->run[k], name) == 0)
            return k + 1;
    }
    return 0;
}

static lc_status add_run(lc_split_runs *split, const char *name, lc_error *err)
{
    if (split->n >= LC_SPLIT_RUNS_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "more than %u runs side by side",
                            LC_SPLIT_RUNS_MAX);
    if (!lc_mem_grow(&split->run, &split->cap, split->n + 1, sizeof *split->run))
        return lc_error_nomem(err);
    char *copy = lc_mem_text(name, strlen(name));
    if (!copy)
        return lc_error_nomem(err);
    split->run[split->n++] = copy;
    return LC_OK;
}

static lc_status choose_run(lc_split_runs *split, const char *name, lc_error *err)
{
    size_t k = find_run(split, name);
    lc_status st = k ? LC_OK : add_run(split, name, err);
    if (st == LC_OK)
        split->now = k ? k - 1 : split->n - 1;
    return st;
}

lc_status lc_split_runs_choose(lc_split_runs *split, const char *name, lc_error *err)
{
    split->by_record = true;
    return choose_run(split, name, err);
}

/* Along the axis no run goes back, and from one to the other it often doesn't rise. */
static bool cross_along(const lc_split_runs *split, const lc_series *axis)
{
    double last[APART_MAX];
    size_t crossings = 0;
    for (size_t k = 0; k < split->n; k++)
        last[k] = -INFINITY;
    for (size_t r = 0; r < axis->n; r++) {
        uint32_t k = split->group[r];
        if (!(axis->y[r] >= last[k]))
            return false;
        last[k] = axis->y[r];
        crossings += r > 0 && split->group[r - 1] != k && axis->y[r] <= axis->y[r - 1];
    }
    return crossings >= CROSSINGS_MIN;
}

static bool is_shared(const lc_split_runs *split, const lc_series *s)
{
    uint32_t seen = 0;
    for (size_t i = 0; i < s->n; i++)
        seen |= UINT32_C(1) << split->group[lc_series_record(s, i)];
    return seen == (UINT32_C(1) << split->n) - 1;
}

bool lc_split_runs_are_apart(const lc_split_runs *split, const lc_run *whole)
{
    bool shared = false, cross = false;
    if (split->n < 2 || split->n > APART_MAX)
        return false;
    for (size_t i = 0; i < whole->series_n && !(shared && cross); i++) {
        const lc_series *s = &whole->series[i];
        lc_kind kind = s->metric.kind;
        if (kind == LC_LOSS || kind == LC_SCORE)
            shared |= is_shared(split, s);
        else if (lc_kind_is_axis(kind) && !s->at && s->n == whole->rows)
            cross |= cross_along(split, s);
    }
    return shared && cross;
}

bool lc_split_runs_note(lc_split_runs *split, size_t first, size_t n)
{
    if (!lc_mem_grow(&split->group, &split->group_cap, first + n, sizeof *split->group))
        return false;
    for (size_t r = first; r < first + n; r++)
        split->group[r] = (uint32_t)split->now;
    return true;
}

lc_status lc_split_runs_assign(lc_split_runs *split, size_t i, const char *run, const char *metric,
                               lc_error *err)
{
    lc_status st = choose_run(split, run, err);
    if (st != LC_OK)
        return st;
    if (!lc_mem_grow(&split->owner, &split->owner_cap, i + 1, sizeof *split->owner))
        return lc_error_nomem(err);
    while (split->owner_n <= i)
        split->owner[split->owner_n++] = (lc_series_owner){0};
    lc_series_owner *owner = &split->owner[i];
    char *name = lc_mem_text(metric, strlen(metric));
    if (!name)
        return lc_error_nomem(err);
    lc_mem_free(owner->metric);
    *owner = (lc_series_owner){split->now + 1, name};
    return LC_OK;
}

void lc_split_runs_free(lc_split_runs *split)
{
    for (size_t i = 0; i < split->n; i++)
        lc_mem_free(split->run[i]);
    for (size_t i = 0; i < split->owner_n; i++)
        lc_mem_free(split->owner[i].metric);
    lc_mem_free(split->run);
    lc_mem_free(split->owner);
    lc_mem_free(split->group);
    *split = (lc_split_runs)LC_SPLIT_RUNS_INIT;
}

static lc_series_owner owner_of(const lc_split_runs *split, size_t i)
{
    return i < split->owner_n ? split->owner[i] : (lc_series_owner){0};
}

/* Number the records at which run k has a value: place[r], or NOWHERE. How many they are. */
static size_t place_records(uint32_t *place, const lc_run *whole, const lc_split_runs *split,
                            size_t k)
{
    size_t n = 0;
    for (size_t r = 0; r < whole->rows; r++)
        place[r] = NOWHERE;
    for (size_t i = 0; i < whole->series_n; i++) {
        const lc_series *s = &whole->series[i];
        size_t values = owner_of(split, i).run == k + 1 ? s->n : 0;
        for (size_t v = 0; v < values; v++)
            place[lc_series_record(s, v)] = 0;
    }
    for (size_t r = 0; r < whole->rows; r++)
        if (place[r] != NOWHERE)
            place[r] = (uint32_t)n++;
    return n;
}

/* What is copied of the records first .. end - 1: those that have a place; place NULL: all. */
typedef struct records {
    size_t first, end;
    const uint32_t *place;
} records;

static uint32_t place_of(const records *kept, size_t r)
{
    return kept->place ? kept->place[r] : (uint32_t)(r - kept->first);
}

/* Append the series' values at the records that are kept. */
static lc_status copy_values(lc_series *to, const lc_series *from, const records *kept,
                             lc_error *err)
{
    bool replaced;
    for (size_t v = lc_series_value_at(from, kept->first); v < from->n; v++) {
        size_t r = lc_series_record(from, v);
        if (r >= kept->end)
            break;
        uint32_t at = place_of(kept, r);
        if (at != NOWHERE && !lc_series_push(to, at, from->y[v], &replaced))
            return lc_error_nomem(err);
    }
    to->percent = from->percent;
    to->is_told_percent = from->is_told_percent;
    if (from->spelling && !(to->spelling = lc_mem_text(from->spelling, strlen(from->spelling))))
        return lc_error_nomem(err);
    to->line = from->line;
    if (from->origin && !(to->origin = lc_mem_text(from->origin, strlen(from->origin))))
        return lc_error_nomem(err);
    if (from->averaged && !(to->averaged = lc_mem_text(from->averaged, strlen(from->averaged))))
        return lc_error_nomem(err);
    return LC_OK;
}

/* What is known of the metric, for a copy that has its name. */
static lc_status copy_meaning(lc_metric *to, const lc_metric *from, lc_error *err)
{
    char *base = lc_mem_text(from->base, strlen(from->base));
    if (!base)
        return lc_error_nomem(err);
    lc_mem_free(to->base);
    to->base = base;
    to->split = from->split;
    to->kind = from->kind;
    to->better = from->better;
    return LC_OK;
}

/* `name`: what it is called in the run; NULL: as it is. */
static lc_status copy_series(lc_run *part, const lc_series *from, const char *name,
                             const records *kept, lc_error *err)
{
    const char *own = name ? name : from->metric.name;
    lc_status st = lc_run_new_series(part, own, strlen(own), err);
    if (st != LC_OK)
        return st;
    lc_series *s = &part->series[part->series_n - 1];
    if (!name && (st = copy_meaning(&s->metric, &from->metric, err)) != LC_OK)
        return st;
    return copy_values(s, from, kept, err);
}

static lc_status copy_remarks(lc_run *part, const lc_run *whole, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < whole->remark_n && st == LC_OK; i++) {
        const lc_remark *r = &whole->remarks[i];
        st = lc_run_remark(part, r->line, r->text, err);
        if (st == LC_OK)
            part->remarks[part->remark_n - 1].count = r->count;
    }
    return st;
}

/* Copy x of the records that are kept. */
static lc_status copy_axis(lc_run *part, const lc_run *whole, const records *kept, lc_error *err)
{
    if (!whole->x)
        return LC_OK;
    part->x = lc_mem_resize(NULL, part->rows ? part->rows : 1, sizeof *part->x);
    part->axis_name = lc_mem_text(whole->axis_name, strlen(whole->axis_name));
    if (!part->x || !part->axis_name)
        return lc_error_nomem(err);
    const char *origin = whole->axis_origin;
    if (origin && !(part->axis_origin = lc_mem_text(origin, strlen(origin))))
        return lc_error_nomem(err);
    part->axis_line = whole->axis_line;
    part->axis = whole->axis;
    part->n = part->cap = part->rows;
    for (size_t r = kept->first; r < kept->end; r++)
        if (place_of(kept, r) != NOWHERE)
            part->x[place_of(kept, r)] = whole->x[r];
    return LC_OK;
}

typedef struct named {
    const char *name;
    size_t series;
    bool later; /* another one before it has the name */
} named;

static int compare_names(const void *a, const void *b)
{
    const named *l = a, *r = b;
    int names = strcmp(l->name, r->name);
    return names ? names : (l->series > r->series) - (l->series < r->series);
}

/* The run's names in order; *twins says whether any of them comes twice. */
static void sort_names(named *all, const lc_run *part, bool *twins)
{
    for (size_t i = 0; i < part->series_n; i++)
        all[i] = (named){part->series[i].metric.name, i, false};
    qsort(all, part->series_n, sizeof *all, compare_names);
    *twins = false;
    for (size_t i = 1; i < part->series_n; i++)
        *twins |= all[i].later = strcmp(all[i].name, all[i - 1].name) == 0;
}

/* Put the metric's number behind its name. */
static lc_status number_metric(lc_metric *m, size_t number, lc_error *err)
{
    lc_metric renamed = {0};
    char *name = lc_text_format("%s.%zu", m->name, number);
    lc_status st = name ? lc_metric_infer(&renamed, name, strlen(name), err) : lc_error_nomem(err);
    lc_mem_free(name);
    if (st != LC_OK)
        return st;
    renamed.split = m->split;
    renamed.kind = m->kind;
    renamed.better = m->better;
    lc_metric_free(m);
    *m = renamed;
    return LC_OK;
}

/* Several columns may have one name within their run: "val_score_0" and "test_score_0". The later ones are
 * numbered. */
static lc_status tell_twins_apart(lc_run *part, lc_error *err)
{
    named *all = lc_mem_resize(NULL, part->series_n + 1, sizeof *all);
    bool twins = all != NULL;
    lc_status st = all ? LC_OK : lc_error_nomem(err);
    while (twins && st == LC_OK) {
        sort_names(all, part, &twins);
        for (size_t i = 0; i < part->series_n && st == LC_OK; i++)
            if (all[i].later)
                st = number_metric(&part->series[all[i].series].metric, all[i].series + 1, err);
    }
    lc_mem_free(all);
    return st;
}

/* Copy the records that are kept, of the series that belong to run k (1-based) or to all. */
static lc_status copy_run(lc_run *part, size_t *source, const lc_run *whole, const records *kept,
                          const lc_split_runs *split, size_t k, lc_error *err)
{
    part->facts = whole->facts;
    lc_status st = lc_params_merge(&part->params, &whole->params, err);
    if (st == LC_OK)
        st = copy_axis(part, whole, kept, err);
    for (size_t i = 0; i < whole->series_n && st == LC_OK; i++) {
        const lc_series *s = &whole->series[i];
        lc_series_owner owner = owner_of(split, i);
        if (owner.run != 0 && owner.run != k)
            continue;
        st = copy_series(part, s, owner.run ? owner.metric : NULL, kept, err);
        if (st == LC_OK)
            source[part->series_n - 1] = i;
    }
    if (st == LC_OK)
        st = copy_values(&part->lines, &whole->lines, kept, err);
    return st == LC_OK && k == 1 ? copy_remarks(part, whole, err) : st;
}

lc_status lc_split_runs_extract(lc_run *part, size_t *source, const lc_run *whole,
                                const lc_split_runs *split, size_t k, lc_error *err)
{
    uint32_t *place = lc_mem_resize(NULL, whole->rows ? whole->rows : 1, sizeof *place);
    part->name = lc_mem_text(split->run[k], strlen(split->run[k]));
    lc_status st = place && part->name ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK) {
        part->rows = place_records(place, whole, split, k);
        st = copy_run(part, source, whole, &(records){0, whole->rows, place}, split, k + 1, err);
    }
    if (st == LC_OK)
        st = tell_twins_apart(part, err);
    lc_mem_free(place);
    return st;
}

static const lc_split_runs none = LC_SPLIT_RUNS_INIT;

lc_status lc_run_extract(lc_run *part, size_t *source, const lc_run *whole, const uint32_t *group,
                         uint32_t k, lc_error *err)
{
    uint32_t *place = lc_mem_resize(NULL, whole->rows ? whole->rows : 1, sizeof *place);
    if (!place)
        return lc_error_nomem(err);
    for (size_t r = 0; r < whole->rows; r++)
        place[r] = group[r] == k ? (uint32_t)part->rows++ : NOWHERE;
    lc_status st =
        copy_run(part, source, whole, &(records){0, whole->rows, place}, &none, k + 1, err);
    lc_mem_free(place);
    return st;
}

lc_status lc_run_cut(lc_run *part, size_t *source, const lc_run *whole, size_t first, size_t end,
                     lc_error *err)
{
    part->rows = end - first;
    return copy_run(part, source, whole, &(records){first, end, NULL}, &none, first ? 2 : 1, err);
}
