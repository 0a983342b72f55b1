/* SPDX-License-Identifier: GPL-3.0-or-later */
/* params.c - the hyper-parameters in which groups of runs differ. */
#include "compare/params.h"

#include "base/mem.h"
#include "base/number.h"
#include "base/text.h"
#include "model/facts.h"
#include "model/params.h"

#include <math.h>
#include <string.h>

#define VALUES_MOST 20 /* of a group's runs */
#define NUMBER_DIGITS 10
#define FACTS_SET 5 /* of the facts; the entropies follow from the data */

typedef struct work {
    lc_comparison *c;
    size_t runs;
    lc_params *of;  /* of each run, what it tells and what was found */
    size_t *group;  /* that it belongs to; c->n when that is left out */
    bool *tells;    /* of each group: some run has hyper-parameters */
    lc_params name; /* of all parameters, in the order in which they are met */
} work;

/* ---- one run ---------------------------------------------------------------------------- */

static lc_status set_text(lc_params *params, const char *name, const char *value, lc_error *err)
{
    return lc_params_set(params, name, strlen(name), value, strlen(value), err);
}

static lc_status set_number(lc_params *params, const char *name, double v, lc_error *err)
{
    char text[LC_NUMBER_SIZE];
    lc_text_round(text, v, NUMBER_DIGITS);
    return set_text(params, name, text, err);
}

/* A column that may hold a setting: a clock, a counter of records or what is measured doesn't. */
static bool may_be_setting(const lc_series *s)
{
    lc_kind kind = s->metric.kind;
    return s->n > 1 && s->metric.split == LC_SPLIT_NONE &&
           (kind == LC_LEARNING_RATE || kind == LC_OTHER || kind == LC_COUNT);
}

static bool is_constant(const lc_series *s)
{
    for (size_t i = 0; i < s->n; i++)
        if (!(s->y[i] == s->y[0]))
            return false;
    return true;
}

/* What the run tells stands last, as it counts more. */
static lc_status gather(lc_params *params, const lc_run *run, lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < run->series_n && st == LC_OK; i++) {
        const lc_series *s = &run->series[i];
        if (may_be_setting(s))
            st = is_constant(s) ? set_number(params, s->metric.name, s->y[0], err)
                                : set_text(params, s->metric.name, "varies", err);
    }
    for (size_t i = 0; i < FACTS_SET && st == LC_OK; i++)
        if (lc_fact_get(&run->facts, i) > 0)
            st = set_number(params, lc_fact_name(i), lc_fact_get(&run->facts, i), err);
    return st == LC_OK ? lc_params_merge(params, &run->params, err) : st;
}

static size_t group_number(const lc_comparison *c, const char *name)
{
    size_t k = 0;
    while (k < c->n && strcmp(c->group[k].name, name) != 0)
        k++;
    return k;
}

static lc_status gather_all(work *w, const lc_run *const *runs, const char *const *groups,
                            lc_error *err)
{
    lc_status st = LC_OK;
    for (size_t i = 0; i < w->runs && st == LC_OK; i++) {
        w->group[i] = group_number(w->c, groups[i]);
        if (w->group[i] == w->c->n)
            continue;
        w->tells[w->group[i]] |= runs[i]->params.n > 0;
        st = gather(&w->of[i], runs[i], err);
        if (st == LC_OK)
            st = lc_params_merge(&w->name, &w->of[i], err);
    }
    return st;
}

/* ---- one parameter ---------------------------------------------------------------------- */

/* "1e-3" is 0.001. */
static bool same_value(const char *a, const char *b)
{
    double x, y;
    size_t n = strlen(a), m = strlen(b);
    bool numbers = n && m && lc_number_read(&x, a, n) == n && lc_number_read(&y, b, m) == m;
    return strcmp(a, b) == 0 || (numbers && x == y);
}

static lc_status add_value(lc_texts *values, const char *value, lc_error *err)
{
    for (size_t i = 0; i < values->n; i++)
        if (same_value(values->text[i], value))
            return LC_OK;
    bool ok = values->n == VALUES_MOST || lc_texts_add(values, "%s", value);
    return ok ? LC_OK : lc_error_nomem(err);
}

static bool same_values(const lc_texts *a, const lc_texts *b)
{
    bool same = a->n == b->n;
    for (size_t i = 0; i < a->n && same; i++) {
        size_t j = 0;
        while (j < b->n && !same_value(a->text[i], b->text[j]))
            j++;
        same = j < b->n;
    }
    return same;
}

/* Whether two groups differ; a group without any value speaks only if it tells others. */
static bool differ(const work *w, const lc_compared_param *p)
{
    const lc_texts *first = NULL;
    for (size_t k = 0; k < w->c->n; k++) {
        if (p->values[k].n == 0 && !w->tells[k])
            continue;
        if (first && !same_values(first, &p->values[k]))
            return true;
        first = first ? first : &p->values[k];
    }
    return false;
}

static void free_row(lc_compared_param *p, size_t groups)
{
    for (size_t k = 0; p->values && k < groups; k++)
        lc_texts_free(&p->values[k]);
    lc_mem_free(p->values);
    lc_mem_free(p->name);
    *p = (lc_compared_param){0};
}

static lc_status fill_row(lc_compared_param *row, const work *w, const char *name, lc_error *err)
{
    *row = (lc_compared_param){.name = lc_mem_text(name, strlen(name)),
                               .values = lc_mem_resize(NULL, w->c->n, sizeof *row->values)};
    for (size_t k = 0; row->values && k < w->c->n; k++)
        row->values[k] = (lc_texts){0};
    lc_status st = row->name && row->values ? LC_OK : lc_error_nomem(err);
    for (size_t i = 0; i < w->runs && st == LC_OK; i++) {
        const char *value = w->group[i] < w->c->n ? lc_params_find(&w->of[i], name) : NULL;
        if (value)
            st = add_value(&row->values[w->group[i]], value, err);
    }
    return st;
}

static lc_status compare_one(work *w, const char *name, lc_error *err)
{
    lc_comparison *c = w->c;
    lc_compared_param *list = lc_mem_resize(c->differs, c->differs_n + 1, sizeof *list);
    if (!list)
        return lc_error_nomem(err);
    c->differs = list;
    lc_compared_param *row = &list[c->differs_n];
    lc_status st = fill_row(row, w, name, err);
    if (st == LC_OK && differ(w, row))
        c->differs_n++;
    else
        free_row(row, c->n);
    return st;
}

/* ---- all of them ------------------------------------------------------------------------ */

lc_status lc_compare_params(lc_comparison *c, const lc_run *const *runs, const char *const *groups,
                            size_t n, lc_error *err)
{
    work w = {.c = c,
              .runs = n,
              .of = lc_mem_resize(NULL, n, sizeof *w.of),
              .group = lc_mem_resize(NULL, n, sizeof *w.group),
              .tells = lc_mem_resize(NULL, c->n, sizeof *w.tells)};
    lc_status st = w.of && w.group && w.tells ? LC_OK : lc_error_nomem(err);
    for (size_t i = 0; w.of && i < n; i++)
        w.of[i] = (lc_params){0};
    if (st == LC_OK) {
        memset(w.tells, 0, c->n * sizeof *w.tells);
        st = gather_all(&w, runs, groups, err);
    }
    for (size_t i = 0; i < w.name.n && st == LC_OK; i++)
        st = compare_one(&w, w.name.param[i].name, err);
    for (size_t i = 0; w.of && i < n; i++)
        lc_params_free(&w.of[i]);
    lc_params_free(&w.name);
    lc_mem_free(w.of);
    lc_mem_free(w.group);
    lc_mem_free(w.tells);
    return st;
}

void lc_compare_params_free(lc_comparison *c)
{
    for (size_t i = 0; i < c->differs_n; i++)
        free_row(&c->differs[i], c->n);
    lc_mem_free(c->differs);
    c->differs = NULL;
    c->differs_n = 0;
}
