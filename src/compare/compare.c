/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compare.c - runs, or groups of them, by the best value of one metric. */
#include "base/mem.h"
#include "base/text.h"
#include "compare/params.h"
#include "compare/verdicts.h"
#include "model/run.h"
#include "stats/noise.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COVER 0.95

static const char by_seeds[] = "spread of the runs", by_noise[] = "noise of the two curves alone";

/* What one run has to say. */
typedef struct entry {
    const lc_run *run;
    const char *group;
    const lc_series *series;
    double best, best_at, last, reached;
    double noise; /* standard deviation of a value about the curve */
} entry;

/* ---- one run ---------------------------------------------------------------------------- */

static bool same_metric(const lc_series *s, const char *name, const lc_metric *like)
{
    if (like)
        return strcmp(s->metric.base, like->base) == 0 && s->metric.split == like->split;
    return lc_text_same(name, s->metric.name) || lc_text_same(name, s->metric.base);
}

/* The series by that name, or like that metric, that has a best value: on validation before others. */
static const lc_series *find_series(const lc_run *run, const char *name, const lc_metric *like)
{
    const lc_series *found = NULL;
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_series *s = &run->series[i];
        if (lc_series_best(s) < s->n && same_metric(s, name, like) &&
            (!found || s->metric.split == LC_VALIDATION))
            found = s;
    }
    return found;
}

static lc_status measure(entry *e, lc_error *err)
{
    const lc_series *s = e->series;
    size_t best = lc_series_best(s), n = 0;
    e->best = s->y[best];
    e->best_at = lc_series_x(e->run, s, best);
    e->last = s->y[s->n - 1];
    double *x = lc_mem_resize(NULL, 2 * s->n, sizeof *x);
    if (!x)
        return lc_error_nomem(err);
    double *y = x + s->n;
    for (size_t i = 0; i < s->n; i++)
        if (isfinite(s->y[i])) {
            x[n] = lc_series_x(e->run, s, i);
            y[n++] = s->y[i];
        }
    lc_status st = lc_noise_sd(&e->noise, x, y, n, err);
    lc_mem_free(x);
    return st;
}

/* First x at which the series is at the level or better; absent for never. */
static double first_reach(const entry *e, double level, bool lower)
{
    for (size_t i = 0; i < e->series->n; i++)
        if (lower ? e->series->y[i] <= level : e->series->y[i] >= level)
            return lc_series_x(e->run, e->series, i);
    return lc_absent();
}

/* ---- a group ---------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    double l = *(const double *)a, r = *(const double *)b;
    return l < r ? -1 : l > r;
}

/* Of a member of the group's runs, those that are absent taken for the greatest. */
static double median_of(const entry *list, size_t n, size_t offset, double *room)
{
    for (size_t i = 0; i < n; i++) {
        const void *at = (const char *)&list[i] + offset;
        double v = *(const double *)at;
        room[i] = lc_is_absent(v) || isnan(v) ? INFINITY : v;
    }
    qsort(room, n, sizeof *room, ascending);
    double middle = n % 2 ? room[n / 2] : (room[n / 2 - 1] + room[n / 2]) / 2;
    if (isinf(room[n / 2])) /* what half of them have */
        middle = room[(n - 1) / 2];
    return isinf(middle) ? lc_absent() : middle;
}

static double mean_best(const entry *list, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += list[i].best;
    return sum / (double)n;
}

/* Sum of the squares about the mean. */
static double squares(const entry *list, size_t n)
{
    double mean = mean_best(list, n), sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += (list[i].best - mean) * (list[i].best - mean);
    return sum;
}

/* Standard error of the difference of two groups' means and its degrees of freedom. */
static void difference_error(double *error, double *df, const char **basis, const entry *a,
                             size_t n, const entry *b, size_t m)
{
    *basis = by_seeds;
    if (n == 1 && m == 1) {
        *error = hypot(a->noise, b->noise);
        *df = INFINITY;
        *basis = by_noise;
        return;
    }
    double s = squares(a, n), t = squares(b, m);
    if (n == 1 || m == 1) { /* one spread for both */
        *df = (double)(n + m - 2);
        *error = sqrt((s + t) / *df * (1 / (double)n + 1 / (double)m));
        return;
    }
    double va = s / (double)(n - 1) / (double)n, vb = t / (double)(m - 1) / (double)m;
    *error = sqrt(va + vb);
    *df = va + vb > 0
              ? (va + vb) * (va + vb) / (va * va / (double)(n - 1) + vb * vb / (double)(m - 1))
              : (double)(n + m - 2);
}

static void set_difference(lc_compared *g, const entry *first, size_t n, const entry *own, size_t m,
                           double sign)
{
    double error, df;
    difference_error(&error, &df, &g->basis, first, n, own, m);
    g->difference = sign * (mean_best(own, m) - mean_best(first, n)) + 0.0; /* no -0 */
    if (!(error > 0)) {
        g->basis = NULL;
        return;
    }
    double reach = isinf(df) ? gsl_cdf_ugaussian_Pinv((1 + COVER) / 2)
                             : gsl_cdf_tdist_Pinv((1 + COVER) / 2, df);
    g->low = g->difference - reach * error;
    g->high = g->difference + reach * error;
}

static lc_status fill_group(lc_compared *g, entry *list, size_t n, double *room, lc_error *err)
{
    const double none = lc_absent();
    *g = (lc_compared){.name = lc_mem_text(list->group, strlen(list->group)),
                       .runs = n,
                       .best = median_of(list, n, offsetof(entry, best), room),
                       .best_at = median_of(list, n, offsetof(entry, best_at), room),
                       .last = median_of(list, n, offsetof(entry, last), room),
                       .reached = none,
                       .difference = none,
                       .low = none,
                       .high = none};
    g->best_low = g->best_high = list->best;
    for (size_t i = 1; i < n; i++) {
        g->best_low = fmin(g->best_low, list[i].best);
        g->best_high = fmax(g->best_high, list[i].best);
    }
    return g->name ? LC_OK : lc_error_nomem(err);
}

/* ---- all of them ------------------------------------------------------------------------ */

/* Where a group's runs stand in the list. */
typedef struct span {
    size_t from, n;
    lc_compared compared;
} span;

static int by_group(const void *a, const void *b)
{
    return strcmp(((const entry *)a)->group, ((const entry *)b)->group);
}

static int lower_first(const void *a, const void *b)
{
    double l = ((const span *)a)->compared.best, r = ((const span *)b)->compared.best;
    return l < r ? -1 : l > r;
}

static int higher_first(const void *a, const void *b)
{
    return lower_first(b, a);
}

static lc_status leave_out(lc_comparison *c, const char *group, lc_error *err)
{
    c->missing++;
    for (size_t i = 0; i < c->left_out.n; i++)
        if (strcmp(c->left_out.text[i], group) == 0)
            return LC_OK;
    return lc_texts_add(&c->left_out, "%s", group) ? LC_OK : lc_error_nomem(err);
}

static lc_status collect(entry *list, size_t *n, lc_comparison *c, const lc_run *const *runs,
                         const char *const *groups, size_t all, const char *name, lc_error *err)
{
    char hint[LC_METRIC_HINT_SIZE];
    const lc_series *main = name ? NULL : lc_run_main(runs[0]);
    lc_status st = LC_OK;
    *n = 0;
    for (size_t i = 0; i < all && st == LC_OK && (name || main); i++) {
        const lc_series *s = find_series(runs[i], name, main ? &main->metric : NULL);
        if (!s) {
            st = leave_out(c, groups[i], err);
            continue;
        }
        list[*n] = (entry){.run = runs[i], .group = groups[i], .series = s};
        st = measure(&list[(*n)++], err);
    }
    if (st == LC_OK && *n == 0)
        st = lc_error_set(err, LC_E_ARG, 0, "no run has a value of the metric '%.60s'%s",
                          name ? name : "that the first one is judged by",
                          name ? lc_metric_hint(hint, name, runs, all) : "");
    return st;
}

static lc_status make_groups(lc_comparison *c, span *spans, size_t *groups, entry *list, size_t n,
                             double *room, lc_error *err)
{
    lc_status st = LC_OK;
    qsort(list, n, sizeof *list, by_group);
    for (size_t i = 0, end; i < n && st == LC_OK; i = end) {
        for (end = i + 1; end < n && strcmp(list[end].group, list[i].group) == 0;)
            end++;
        spans[*groups] = (span){.from = i, .n = end - i};
        st = fill_group(&spans[(*groups)++].compared, &list[i], end - i, room, err);
    }
    bool lower = c->better == LC_LOWER_IS_BETTER;
    qsort(spans, *groups, sizeof *spans, lower ? lower_first : higher_first);
    c->level = spans[*groups - 1].compared.best;
    for (size_t k = 0; k < *groups && st == LC_OK; k++) {
        span *s = &spans[k];
        for (size_t i = s->from; i < s->from + s->n; i++)
            list[i].reached = first_reach(&list[i], c->level, lower);
        if (c->axis)
            s->compared.reached = median_of(&list[s->from], s->n, offsetof(entry, reached), room);
        if (k > 0)
            set_difference(&s->compared, &list[spans->from], spans->n, &list[s->from], s->n,
                           lower ? 1 : -1);
    }
    return st;
}

static lc_status compare(lc_comparison *c, const lc_run *const *runs, const char *const *groups,
                         size_t n, const char *metric, lc_error *err)
{
    entry *list = lc_mem_resize(NULL, n, sizeof *list);
    span *spans = lc_mem_resize(NULL, n, sizeof *spans);
    double *room = lc_mem_resize(NULL, n, sizeof *room);
    size_t kept = 0, made = 0;
    lc_status st = list && spans && room ? LC_OK : lc_error_nomem(err);
    if (st == LC_OK)
        st = collect(list, &kept, c, runs, groups, n, metric, err);
    if (st == LC_OK) {
        const lc_metric *m = &list->series->metric;
        c->metric = lc_mem_text(m->name, strlen(m->name));
        c->better = m->better;
        c->axis = lc_run_counts_samples(list->run) ? LC_SAMPLES : lc_kind_name(list->run->axis);
        for (size_t i = 1; i < kept; i++)
            if (list[i].run->axis != list->run->axis)
                c->axis = NULL;
        c->group = lc_mem_resize(NULL, kept, sizeof *c->group);
        st = c->metric && c->group ? LC_OK : lc_error_nomem(err);
    }
    if (st == LC_OK)
        st = make_groups(c, spans, &made, list, kept, room, err);
    for (size_t k = 0; c->group && k < made; k++)
        c->group[c->n++] = spans[k].compared;
    if (st == LC_OK)
        st = lc_compare_verdicts(c, runs, groups, n, err);
    if (st == LC_OK)
        st = lc_compare_params(c, runs, groups, n, err);
    lc_mem_free(list);
    lc_mem_free(spans);
    lc_mem_free(room);
    return st;
}

lc_status lc_compare(lc_comparison *comparison, const lc_run *const *runs,
                     const char *const *groups, size_t n, const char *metric, lc_error *err)
{
    lc_comparison c = LC_COMPARISON_INIT;
    if (n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "no run to compare");
    lc_status st = compare(&c, runs, groups, n, metric, err);
    if (st != LC_OK) {
        lc_comparison_free(&c);
        return st;
    }
    lc_comparison_free(comparison);
    *comparison = c;
    return LC_OK;
}

void lc_comparison_free(lc_comparison *comparison)
{
    lc_compare_params_free(comparison);
    for (size_t k = 0; k < comparison->n; k++)
        lc_mem_free(comparison->group[k].name);
    lc_mem_free(comparison->group);
    lc_texts_free(&comparison->left_out);
    lc_mem_free(comparison->metric);
    *comparison = (lc_comparison)LC_COMPARISON_INIT;
}
