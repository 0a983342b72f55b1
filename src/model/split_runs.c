/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split_runs.c - several runs side by side in one table: one is cut out. */
#include "model/split_runs.h"

#include "base/mem.h"
#include "model/run.h"

#include <string.h>

#define NOWHERE UINT32_MAX /* place of a record at which the run has no value */

/* The run's number, 1-based; the last one is asked first, since its columns stand together. */
static size_t find_run(const lc_split_runs *split, const char *name)
{
    for (size_t k = split->n; k > 0; k--)
        if (strcmp(split->run[k - 1], name) == 0)
            return k;
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

lc_status lc_split_runs_assign(lc_split_runs *split, size_t i, const char *run, const char *metric,
                               lc_error *err)
{
    size_t k = find_run(split, run);
    if (k == 0) {
        lc_status st = add_run(split, run, err);
        if (st != LC_OK)
            return st;
        k = split->n;
    }
    if (!lc_mem_grow(&split->owner, &split->owner_cap, i + 1, sizeof *split->owner))
        return lc_error_nomem(err);
    while (split->owner_n <= i)
        split->owner[split->owner_n++] = (lc_series_owner){0};
    lc_series_owner *owner = &split->owner[i];
    char *name = lc_mem_text(metric, strlen(metric));
    if (!name)
        return lc_error_nomem(err);
    lc_mem_free(owner->metric);
    *owner = (lc_series_owner){k, name};
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
            place[s->at ? s->at[v] : v] = 0;
    }
    for (size_t r = 0; r < whole->rows; r++)
        if (place[r] != NOWHERE)
            place[r] = (uint32_t)n++;
    return n;
}

/* Append the series' values at the records that have a place. */
static lc_status copy_values(lc_series *to, const lc_series *from, const uint32_t *place,
                             lc_error *err)
{
    bool replaced;
    for (size_t v = 0; v < from->n; v++) {
        uint32_t at = place[from->at ? from->at[v] : v];
        if (at != NOWHERE && !lc_series_push(to, at, from->y[v], &replaced))
            return lc_error_nomem(err);
    }
    to->percent = from->percent;
    if (from->spelling && !(to->spelling = lc_mem_text(from->spelling, strlen(from->spelling))))
        return lc_error_nomem(err);
    if (from->averaged && !(to->averaged = lc_mem_text(from->averaged, strlen(from->averaged))))
        return lc_error_nomem(err);
    return LC_OK;
}

static lc_status copy_series(lc_run *part, const lc_series *from, const char *name,
                             const uint32_t *place, lc_error *err)
{
    lc_status st = lc_run_new_series(part, name, strlen(name), err);
    return st == LC_OK ? copy_values(&part->series[part->series_n - 1], from, place, err) : st;
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

lc_status lc_split_runs_extract(lc_run *part, size_t *source, const lc_run *whole,
                                const lc_split_runs *split, size_t k, lc_error *err)
{
    uint32_t *place = lc_mem_resize(NULL, whole->rows ? whole->rows : 1, sizeof *place);
    part->name = lc_mem_text(split->run[k], strlen(split->run[k]));
    lc_status st = place && part->name ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK) {
        part->rows = place_records(place, whole, split, k);
        part->facts = whole->facts;
    }
    for (size_t i = 0; i < whole->series_n && st == LC_OK; i++) {
        const lc_series *s = &whole->series[i];
        lc_series_owner owner = owner_of(split, i);
        if (owner.run != 0 && owner.run != k + 1)
            continue;
        st = copy_series(part, s, owner.run ? owner.metric : s->metric.name, place, err);
        if (st == LC_OK)
            source[part->series_n - 1] = i;
    }
    if (st == LC_OK && k == 0)
        st = copy_remarks(part, whole, err);
    lc_mem_free(place);
    return st;
}
