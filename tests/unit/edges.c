/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edges.c - what holds of every rule and every run. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS; NOLINT(bugprone-reserved-identifier): glibc has it so */
#include "edges.h"

#include "curves.h"
#include "diagnose/prepare.h"
#include "diagnose/rule.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define SERIES_MAX 16 /* of a run whose edges are looked at */

void *fence(fenced *f, const void *bytes, size_t size)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE), pages = (size + page - 1) / page;
    if (!bytes || f->n == FENCED_MAX)
        return (void *)(uintptr_t)bytes;
    char *block =
        mmap(NULL, (pages + 1) * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    ck_assert(block != MAP_FAILED && mprotect(block + pages * page, page, PROT_NONE) == 0);
    f->block[f->n] = block;
    f->pages[f->n++] = pages;
    return memcpy(block + pages * page - size, bytes, size);
}

void fenced_free(fenced *f)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    while (f->n > 0) {
        f->n--;
        munmap(f->block[f->n], (f->pages[f->n] + 1) * page);
    }
}

static double *fence_values(fenced *f, const double *y, size_t n)
{
    return fence(f, y, n * sizeof *y);
}

lc_run fence_run(fenced *f, const lc_run *run)
{
    lc_run copy = *run;
    copy.x = fence_values(f, run->x, run->n);
    copy.series = fence(f, run->series, run->series_n * sizeof *run->series);
    for (size_t i = 0; i < run->series_n; i++) {
        lc_series *s = &copy.series[i];
        s->y = fence_values(f, s->y, s->n);
        s->at = fence(f, s->at, s->n * sizeof *s->at);
    }
    return copy;
}

lc_analyzed *fence_analyzed(fenced *f, const lc_context *context)
{
    size_t n = context->run->series_n;
    lc_analyzed *copy = fence(f, context->analyzed, n * sizeof *copy);
    for (size_t i = 0; i < n; i++) {
        lc_curve *c = &copy[i].curve;
        c->x = fence_values(f, c->x, c->n);
        c->y = fence_values(f, c->y, c->n);
        c->despiked = fence_values(f, c->despiked, c->n);
        c->smooth = fence_values(f, c->smooth, c->n);
        lc_log_curve *l = &copy[i].log;
        l->y = fence_values(f, l->y, l->n);
        l->cut = fence(f, l->cut, l->n * sizeof *l->cut);
    }
    return copy;
}

/* Of fenced arrays the rule finds as much. */
static void check_fenced(const lc_run *run, const lc_diagnose_options *options, const lc_rule *rule,
                         size_t findings)
{
    static fenced f;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_context context;
    lc_run copy = fence_run(&f, run);
    ck_assert_int_eq(lc_context_open(&context, &copy, &d, options, NULL), LC_OK);
    lc_analyzed *own = context.analyzed;
    context.analyzed = fence_analyzed(&f, &context);
    lc_context_prepare(&context);
    context.rule = rule;
    context.at_work = lc_rule_index(rule->id);
    if (rule->axes & LC_AXIS(run->axis))
        rule->find(&context);
    ck_assert_int_eq(context.first.code, LC_OK);
    ck_assert_uint_eq(d.n, findings);
    context.analyzed = own;
    lc_context_close(&context);
    lc_diagnosis_free(&d);
    fenced_free(&f);
}

/* Of losses none of which is plain the first one is the main one: then the order matters. */
static bool has_first(const lc_run *run)
{
    size_t losses[LC_TEST + 1] = {0}, plain[LC_TEST + 1] = {0};
    for (size_t i = 0; i < run->series_n; i++) {
        const lc_metric *m = &run->series[i].metric;
        losses[m->split] += m->kind == LC_LOSS;
        plain[m->split] += m->kind == LC_LOSS && strcmp(m->base, "loss") == 0;
    }
    for (size_t k = 0; k <= LC_TEST; k++)
        if (losses[k] > 1 && plain[k] != 1)
            return true;
    return false;
}

/* How much the findings of one severity or more say. */
static double weight_of(const lc_diagnosis *d, lc_severity least)
{
    double sum = 0;
    for (size_t i = 0; i < d->n; i++)
        if (d->findings[i].severity >= least)
            sum += d->findings[i].log_lr + d->findings[i].confidence;
    return sum;
}

static void check_rotated(const lc_run *run, const lc_diagnose_options *options,
                          const lc_diagnosis *d, size_t by)
{
    lc_series series[SERIES_MAX];
    lc_run copy = *run;
    copy.series = series;
    for (size_t i = 0; i < run->series_n; i++)
        series[i] = run->series[(i + by) % run->series_n];
    lc_diagnosis turned = diagnose_with(&copy, options);
    ck_assert_msg(turned.n == d->n, "%zu findings of %s with %s first, %zu else", turned.n,
                  options->rules, series[0].metric.name, d->n);
    for (int least = LC_NOTE; least <= LC_CRITICAL; least++)
        ck_assert_double_eq_tol(weight_of(&turned, (lc_severity)least),
                                weight_of(d, (lc_severity)least), 1e-6);
    lc_diagnosis_free(&turned);
}

void check_edges(const lc_run *run, const lc_diagnose_options *options, const lc_diagnosis *d)
{
    const lc_rule *rule = lc_rule_find(options->rules);
    if (!rule || run->series_n > SERIES_MAX)
        return;
    check_fenced(run, options, rule, d->n);
    for (size_t by = 1; by < run->series_n && !has_first(run); by++)
        check_rotated(run, options, d, by);
}
