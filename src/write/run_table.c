/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_table.c - runs as one table: which columns it has, and its rows one after another. */
#include "write/run_table.h"

#include "base/mem.h"
#include "base/text.h"
#include "model/run.h"

#include <stdlib.h>
#include <string.h>

/* A name as it goes into the table; NULL when memory is out. */
static char *named(const lc_run_table *t, const char *name)
{
    size_t n = strlen(name);
    switch (t->naming) {
    case LC_NAMES_VALID:
        return lc_text_valid(name, n);
    case LC_NAMES_CLEAN:
        return lc_text_clean(name, n);
    default:
        return lc_mem_text(name, n);
    }
}

/* ---- labels ----------------------------------------------------------------------------- */

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *source_of(const lc_run *run)
{
    return run->source && strcmp(run->source, "-") != 0 ? run->source : NULL;
}

/* The ways to call runs, the best one first; each goes for all runs of a table or for none. */
enum { BY_NAME, BY_SOURCE, BY_EITHER, BY_BOTH, BY_NUMBER, WAYS };

/* What a run is called in that way; *none says that it has no such name. NULL also when memory is
 * out. */
static char *call(const lc_run_table *t, size_t i, int way, bool *none)
{
    const char *name = t->runs[i].name, *source = source_of(&t->runs[i]);
    if (way == BY_NUMBER)
        return lc_text_format("%zu", i + 1);
    if (way == BY_NAME || (way == BY_EITHER && name))
        source = NULL;
    else if (way != BY_BOTH)
        name = NULL;
    *none = (!name && !source) || (way == BY_BOTH && (!name || !source));
    if (*none)
        return NULL;
    char *text = lc_text_format("%s%s%s", source ? source : "", source && name ? ": " : "",
                                name ? name : "");
    char *label = text ? named(t, text) : NULL;
    lc_mem_free(text);
    return label;
}

static void forget_labels(lc_run_table *t)
{
    for (size_t i = 0; i < t->n; i++) {
        lc_mem_free(t->part[i].label);
        t->part[i].label = NULL;
    }
}

/* Whether no two labels are the same. */
static lc_status labels_differ(bool *differ, const lc_run_table *t, lc_error *err)
{
    const char **sorted = lc_mem_resize(NULL, t->n + 1, sizeof *sorted);
    if (!sorted)
        return lc_error_nomem(err);
    for (size_t i = 0; i < t->n; i++)
        sorted[i] = t->part[i].label;
    qsort(sorted, t->n, sizeof *sorted, compare_texts);
    *differ = true;
    for (size_t i = 1; i < t->n; i++)
        *differ &= strcmp(sorted[i - 1], sorted[i]) != 0;
    lc_mem_free(sorted);
    return LC_OK;
}

/* Label the runs in one way; *told says whether it tells them apart. */
static lc_status try_way(bool *told, lc_run_table *t, int way, lc_error *err)
{
    bool none = false;
    forget_labels(t);
    for (size_t i = 0; i < t->n && !none; i++) {
        t->part[i].label = call(t, i, way, &none);
        if (!t->part[i].label && !none)
            return lc_error_nomem(err);
    }
    *told = false;
    return none ? LC_OK : labels_differ(told, t, err);
}

/* Names where they tell the runs apart, else files, and so on to their numbers. */
static lc_status label_runs(lc_run_table *t, lc_error *err)
{
    bool told = false;
    lc_status st = LC_OK;
    for (int way = BY_NAME; st == LC_OK && !told && way < WAYS; way++) {
        st = try_way(&told, t, way, err);
        t->numbered = way == BY_NUMBER;
    }
    return st;
}

/* ---- columns ---------------------------------------------------------------------------- */

static bool add_column(lc_run_table *t, const char *name)
{
    if (!lc_mem_grow(&t->name, &t->names_cap, t->columns + 1, sizeof *t->name))
        return false;
    t->name[t->columns] = named(t, name);
    return t->name[t->columns] && ++t->columns;
}

/* One column for each name that an axis has. Few runs have different ones. */
static lc_status add_axes(lc_run_table *t, lc_error *err)
{
    for (size_t i = 0; i < t->n; i++) {
        const char *name = t->runs[i].axis_name ? t->runs[i].axis_name : "record";
        size_t k = 0;
        while (k < t->columns && strcmp(t->name[k], name) != 0)
            k++;
        if (k == t->columns && !add_column(t, name))
            return lc_error_nomem(err);
        t->part[i].axis = k;
    }
    t->axes = t->columns;
    return LC_OK;
}

/* A series of a run, in the order of runs and their series. */
typedef struct entry {
    const char *name;
    size_t order;
    size_t *column; /* where its column's number belongs */
} entry;

static int compare_entries(const void *a, const void *b)
{
    const entry *l = a, *r = b;
    int names = strcmp(l->name, r->name);
    return names ? names : l->order < r->order ? -1 : l->order > r->order;
}

static int compare_orders(const void *a, const void *b)
{
    const entry *l = a, *r = b;
    return l->order < r->order ? -1 : l->order > r->order;
}

static bool is_wanted(const lc_metric *m, const char *metric)
{
    return !metric || lc_text_same(metric, m->name) || lc_text_same(metric, m->base);
}

/* All series that are wanted; their number, SIZE_MAX when memory is out. */
static size_t list_series(entry **list, lc_run_table *t, const char *metric)
{
    size_t n = 0, cap = 0;
    *list = NULL;
    for (size_t i = 0; i < t->n; i++) {
        const lc_run *run = &t->runs[i];
        t->part[i].column = lc_mem_resize(NULL, run->series_n + 1, sizeof(size_t));
        if (!t->part[i].column || !lc_mem_grow(list, &cap, n + run->series_n, sizeof **list))
            return SIZE_MAX;
        for (size_t k = 0; k < run->series_n; k++) {
            t->part[i].column[k] = SIZE_MAX;
            if (is_wanted(&run->series[k].metric, metric)) {
                (*list)[n] = (entry){run->series[k].metric.name, n, &t->part[i].column[k]};
                n++;
            }
        }
    }
    return n;
}

/* Give each name its column, in the order in which names come first. */
static bool number_columns(lc_run_table *t, entry *list, size_t n)
{
    entry *first = lc_mem_resize(NULL, n + 1, sizeof *first);
    size_t names = 0;
    bool ok = first != NULL;
    qsort(list, n, sizeof *list, compare_entries);
    for (size_t i = 0; ok && i < n; i++)
        if (i == 0 || strcmp(list[i].name, list[i - 1].name) != 0)
            first[names++] = list[i];
    if (ok)
        qsort(first, names, sizeof *first, compare_orders);
    for (size_t k = 0; ok && k < names; k++) {
        *first[k].column = t->columns;
        ok = add_column(t, first[k].name);
    }
    for (size_t i = 1; ok && i < n; i++)
        if (strcmp(list[i].name, list[i - 1].name) == 0)
            *list[i].column = *list[i - 1].column;
    lc_mem_free(first);
    return ok;
}

static lc_status no_metric(const lc_run_table *t, const char *metric, lc_error *err)
{
    char hint[LC_METRIC_HINT_SIZE];
    const lc_run **runs = lc_mem_resize(NULL, t->n, sizeof *runs);
    if (!runs)
        return lc_error_nomem(err);
    for (size_t i = 0; i < t->n; i++)
        runs[i] = &t->runs[i];
    lc_status st = lc_error_set(err, LC_E_ARG, 0, "no metric '%.60s'%s", metric,
                                lc_metric_hint(hint, metric, runs, t->n));
    lc_mem_free(runs);
    return st;
}

static lc_status add_metrics(lc_run_table *t, const char *metric, lc_error *err)
{
    entry *list;
    size_t n = list_series(&list, t, metric);
    lc_status st = LC_OK;
    if (n == SIZE_MAX)
        st = lc_error_nomem(err);
    else if (n == 0 && metric)
        st = no_metric(t, metric, err);
    else if (n > 0 && !number_columns(t, list, n))
        st = lc_error_nomem(err);
    lc_mem_free(list);
    return st;
}

static bool is_taken(const lc_run_table *t, char *const *name)
{
    for (size_t k = 0; k < t->columns; k++)
        if (&t->name[k] != name && strcmp(t->name[k], *name) == 0)
            return true;
    return false;
}

/* Put '_' behind a name until no column has it. */
static bool make_unique(char **name, const lc_run_table *t)
{
    while (is_taken(t, name)) {
        char *longer = lc_text_format("%s_", *name);
        if (!longer)
            return false;
        lc_mem_free(*name);
        *name = longer;
    }
    return true;
}

static int compare_places(const void *a, const void *b)
{
    return strcmp(**(char **const *)a, **(char **const *)b);
}

/* Names that differ only in what the format can't hold get their column's number behind them. */
static bool part_metrics(lc_run_table *t)
{
    size_t n = t->columns - t->axes;
    char ***place = lc_mem_resize(NULL, n + 1, sizeof *place);
    bool ok = place != NULL;
    for (size_t k = 0; ok && k < n; k++)
        place[k] = &t->name[t->axes + k];
    if (ok)
        qsort(place, n, sizeof *place, compare_places);
    for (size_t k = n; ok && k-- > 1;) {
        if (strcmp(*place[k], *place[k - 1]) != 0)
            continue;
        char *longer = lc_text_format("%s_%zu", *place[k], (size_t)(place[k] - t->name) + 1);
        if ((ok = longer != NULL)) {
            lc_mem_free(*place[k]);
            *place[k] = longer;
        }
    }
    lc_mem_free(place);
    return ok;
}

static bool sort_names(lc_run_table *t)
{
    t->sorted = lc_mem_resize(NULL, t->columns + 1, sizeof *t->sorted);
    for (size_t k = 0; t->sorted && k < t->columns; k++)
        t->sorted[k] = t->name[k];
    if (t->sorted)
        qsort(t->sorted, t->columns, sizeof *t->sorted, compare_texts);
    return t->sorted != NULL;
}

static lc_status part_names(lc_run_table *t, lc_error *err)
{
    bool ok = t->naming == LC_NAMES_AS_LOGGED || part_metrics(t);
    for (size_t k = 0; ok && k < t->axes; k++)
        ok = make_unique(&t->name[k], t);
    t->run_name = ok ? lc_mem_text("run", 3) : NULL;
    ok = t->run_name && make_unique(&t->run_name, t) && sort_names(t);
    return ok ? LC_OK : lc_error_nomem(err);
}

bool lc_run_table_has(const lc_run_table *t, const char *name)
{
    return bsearch(&name, t->sorted, t->columns, sizeof *t->sorted, compare_texts) != NULL;
}

const char *lc_run_table_name(const lc_run_table *t, size_t run)
{
    return t->numbered || (t->n == 1 && !t->runs->name) ? NULL : t->part[run].label;
}

lc_status lc_run_table_make(lc_run_table *table, const lc_run *runs, size_t n, const char *metric,
                            lc_naming naming, lc_error *err)
{
    lc_run_table s = {.runs = runs, .n = n, .naming = naming};
    s.part = lc_mem_resize(NULL, n + 1, sizeof *s.part);
    if (!s.part)
        return lc_error_nomem(err);
    memset(s.part, 0, (n + 1) * sizeof *s.part);
    lc_status st = label_runs(&s, err);
    if (st == LC_OK)
        st = add_axes(&s, err);
    if (st == LC_OK)
        st = add_metrics(&s, metric, err);
    if (st == LC_OK)
        st = part_names(&s, err);
    if (st != LC_OK) {
        lc_run_table_free(&s);
        return st;
    }
    *table = s;
    return LC_OK;
}

void lc_run_table_free(lc_run_table *t)
{
    for (size_t i = 0; t->part && i < t->n; i++) {
        lc_mem_free(t->part[i].label);
        lc_mem_free(t->part[i].column);
    }
    for (size_t k = 0; k < t->columns; k++)
        lc_mem_free(t->name[k]);
    lc_mem_free(t->part);
    lc_mem_free(t->name);
    lc_mem_free(t->sorted);
    lc_mem_free(t->run_name);
    *t = (lc_run_table)LC_RUN_TABLE_INIT;
}

/* ---- rows ------------------------------------------------------------------------------- */

lc_status lc_cursor_begin(lc_cursor *rows, const lc_run_table *table, size_t run, lc_error *err)
{
    size_t n = table->runs[run].series_n;
    *rows = (lc_cursor){.table = table, .run = run};
    rows->next = lc_mem_resize(NULL, n + 1, sizeof *rows->next);
    rows->cell = lc_mem_resize(NULL, table->columns, sizeof *rows->cell);
    if (!rows->next || !rows->cell)
        return lc_error_nomem(err);
    memset(rows->next, 0, (n + 1) * sizeof *rows->next);
    for (size_t c = 0; c < table->columns; c++)
        rows->cell[c] = lc_absent();
    return LC_OK;
}

bool lc_cursor_next(lc_cursor *rows)
{
    const lc_run *run = &rows->table->runs[rows->run];
    const lc_table_part *part = &rows->table->part[rows->run];
    size_t r = rows->record;
    if (r == run->n)
        return false;
    rows->cell[part->axis] = run->x[r];
    for (size_t k = 0; k < run->series_n; k++) {
        const lc_series *s = &run->series[k];
        size_t i = rows->next[k];
        bool here = i < s->n && (s->at ? s->at[i] : i) == r;
        if (part->column[k] != SIZE_MAX)
            rows->cell[part->column[k]] = here ? s->y[i] : lc_absent();
        rows->next[k] += here;
    }
    rows->record++;
    return true;
}

void lc_cursor_end(lc_cursor *rows)
{
    lc_mem_free(rows->next);
    lc_mem_free(rows->cell);
    *rows = (lc_cursor){0};
}
