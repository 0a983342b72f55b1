/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studied.c - a made-up run as rules see it. */
#include "studied.h"

#include "diagnose/prepare.h"

#include <check.h>
#include <string.h>

void study(studied *s)
{
    ck_assert_int_eq(lc_context_open(&s->context, &s->run, &s->d, &s->options, NULL), LC_OK);
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
    lc_context_close(&s->context);
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
