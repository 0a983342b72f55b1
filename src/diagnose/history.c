/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * history.c - values of a run that come one by one, kept in bounded memory.
 *
 * A long history is thinned as if the program had logged every second, fourth, ... value: what rules
 * say of noise and sampling errors stays true of such a log, as it would not of means.
 */
#include "diagnose/history.h"

#include "base/mem.h"
#include "model/run.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static lc_past *add_past(lc_history *h, const char *metric, size_t len)
{
    lc_past *p = lc_mem_resize(NULL, 1, sizeof *p);
    if (!p)
        return NULL;
    p->n = p->in_block = 0;
    p->block = 1;
    p->last = -INFINITY;
    p->name = lc_mem_text(metric, len);
    if (p->name && lc_mem_grow(&h->past, &h->cap, h->n + 1, sizeof(lc_past *)) &&
        lc_names_add(&h->ids, p->name, len, (uint32_t)h->n)) {
        h->past[h->n++] = p;
        return p;
    }
    lc_mem_free(p->name);
    lc_mem_free(p);
    return NULL;
}

static bool is_bad(const lc_past *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (!isfinite(p->y[i]))
            return true;
    return false;
}

/* Of two neighbours the first one stays, or the one that is not finite. There is an even number of them. */
static void thin(lc_past *p)
{
    size_t kept = 0;
    for (size_t i = 0; i < p->n; i += 2) {
        size_t k = isfinite(p->y[i]) && !isfinite(p->y[i + 1]) ? i + 1 : i;
        p->x[kept] = p->x[k];
        p->y[kept++] = p->y[k];
    }
    p->n = kept;
    p->block *= 2;
}

/* The run was taken up again before x. */
static void go_back(lc_history *h, double x)
{
    for (size_t i = 0; i < h->n; i++) {
        lc_past *p = h->past[i];
        while (p->n > 0 && p->x[p->n - 1] >= x)
            p->n--;
        if (p->last >= x) {
            p->last = p->n ? p->x[p->n - 1] : -INFINITY;
            p->in_block = p->block;
        }
    }
    h->last = -INFINITY;
}

static void keep(lc_past *p, double x, double y)
{
    while (p->n == LC_HISTORY_MOST || (p->block > 1 && p->n >= LC_HISTORY_LONG))
        thin(p);
    p->x[p->n] = x;
    p->y[p->n++] = y;
    p->in_block = 1;
}

static void push(lc_past *p, double x, double y)
{
    bool again = x == p->last, kept = p->n && p->x[p->n - 1] == x;
    p->last = x;
    if (kept) {
        p->y[p->n - 1] = y;
    } else if (p->n == 0 || (!again && p->in_block >= p->block)) {
        keep(p, x, y);
    } else {
        p->in_block += !again;
        if (isfinite(y) || !isfinite(p->y[p->n - 1]))
            return;
        p->x[p->n - 1] = x;
        p->y[p->n - 1] = y;
    }
}

lc_status lc_history_push(lc_history *h, const char *metric, double x, double y, lc_error *err)
{
    uint32_t id;
    size_t len = strlen(metric);
    if (!isfinite(x) || len == 0)
        return lc_error_set(err, LC_E_ARG, 0, "expected a metric's name and a finite x");
    if (lc_is_absent(y))
        return LC_OK;
    bool known = lc_names_find(&h->ids, metric, len, &id);
    lc_past *p = known ? h->past[id] : add_past(h, metric, len);
    if (!p)
        return lc_error_nomem(err);
    if (x < p->last)
        go_back(h, x);
    if (!isfinite(y) && !is_bad(p))
        h->bad = true;
    if (h->records == 0 || x > h->last) {
        h->records++;
        h->last = x;
    }
    push(p, x, y);
    h->values++;
    return LC_OK;
}

/* ---- the run ------------------------------------------------------------------------------ */

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* All x at which some metric has a value, in x[] of enough room; how many. */
static size_t collect(double *x, const lc_history *h)
{
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < h->n; i++) {
        memcpy(x + n, h->past[i]->x, h->past[i]->n * sizeof *x);
        n += h->past[i]->n;
    }
    if (n)
        qsort(x, n, sizeof *x, rising);
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || x[i] > x[kept - 1])
            x[kept++] = x[i];
    return kept;
}

static lc_status add_series(lc_run *run, const lc_past *p, double *y, lc_error *err)
{
    size_t k = 0;
    for (size_t i = 0; i < run->n; i++) {
        bool here = k < p->n && p->x[k] == run->x[i];
        y[i] = here ? p->y[k] : lc_absent();
        k += here;
    }
    return p->n ? lc_run_add(run, p->name, y, err) : LC_OK;
}

lc_status lc_history_run(lc_run *run, const lc_history *h, lc_kind axis, const lc_facts *facts,
                         lc_error *err)
{
    size_t most = h->n * LC_HISTORY_MOST;
    lc_run made = LC_RUN_INIT;
    double *x = lc_mem_resize(NULL, most + 1, sizeof *x);
    double *y = lc_mem_resize(NULL, most + 1, sizeof *y);
    lc_status st = x && y ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK)
        st = lc_run_set_axis(&made, axis, x, collect(x, h), err);
    made.facts = *facts;
    for (size_t i = 0; st == LC_OK && i < h->n; i++)
        st = add_series(&made, h->past[i], y, err);
    lc_mem_free(x);
    lc_mem_free(y);
    if (st == LC_OK)
        *run = made;
    else
        lc_run_free(&made);
    return st;
}

void lc_history_free(lc_history *h)
{
    for (size_t i = 0; i < h->n; i++) {
        lc_mem_free(h->past[i]->name);
        lc_mem_free(h->past[i]);
    }
    lc_mem_free(h->past);
    lc_names_free(&h->ids);
    *h = (lc_history){0};
}
