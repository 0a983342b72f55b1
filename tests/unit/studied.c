/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studied.c - a made-up run as rules see it. */
#include "studied.h"

#include "diagnose/prepare.h"

#include <check.h>
#include <string.h>

void study(studied *s)
{
    s->seen = fence_run(&s->fenced, &s->run);
    ck_assert_int_eq(lc_context_open(&s->context, &s->seen, &s->d, &s->options, NULL), LC_OK);
    s->own = s->context.analyzed;
    s->context.analyzed = fence_analyzed(&s->fenced, &s->context);
    lc_context_prepare(&s->context);
    ck_assert_int_eq(s->context.first.code, LC_OK);
}

void study_made(studied *s, size_t n, const double *x, const made_series *made)
{
    *s = (studied){.run = x ? run_at(x, n) : run_over(n)};
    for (size_t i = 0; i < STUDIED_SERIES && made[i].name; i++)
        add(&s->run, made[i].name, made[i].y);
    study(s);
}

void studied_free(studied *s)
{
    s->context.analyzed = s->own;
    lc_context_close(&s->context);
    fenced_free(&s->fenced);
    lc_diagnosis_free(&s->d);
    lc_run_free(&s->run);
}

const lc_analyzed *analyzed_as(const studied *s, const char *name)
{
    for (size_t i = 0; i < s->run.series_n; i++)
        if (strcmp(s->run.series[i].metric.name, name) == 0)
            return &s->context.analyzed[i];
    ck_abort_msg("no series %s", name);
    return NULL;
}

const char *name_of(const lc_analyzed *t)
{
    return t ? t->series->metric.name : "none";
}

/* How much the numbers say for the rule's first finding [nats]; 0 without one. */
static double said_of(const char *rule, const made_run *m)
{
    double x[STUDIED_RECORDS];
    lc_run run = LC_RUN_INIT;
    for (size_t i = 0; i < m->n; i++)
        x[i] = (m->from > 0 ? m->from : 1) + (m->step > 0 ? m->step : 1) * (double)i;
    ck_assert_int_eq(lc_run_set_axis(&run, m->axis ? m->axis : LC_EPOCH, x, m->n, NULL), LC_OK);
    for (size_t i = 0; i < STUDIED_SERIES && m->made[i].name; i++)
        add(&run, m->made[i].name, m->made[i].y);
    run.facts = m->facts;
    lc_diagnosis d = diagnose_by(&run, rule, NULL, 0);
    const lc_finding *f = found(&run, &d, rule, NULL);
    double said = f ? f->log_lr : 0;
    lc_diagnosis_free(&d);
    lc_run_free(&run);
    return said;
}

void check_compared(const char *rule, const comparison *c)
{
    double with = said_of(rule, &c->with), without = said_of(rule, &c->without);
    int sign = (with > without + 1e-3) - (with < without - 1e-3);
    ck_assert_msg(sign == c->sign, "%s: %g, %g", c->what, with, without);
}
