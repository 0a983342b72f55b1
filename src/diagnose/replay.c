/* SPDX-License-Identifier: GPL-3.0-or-later */
/* replay.c - a run diagnosed again and again as it grew. */
#include "diagnose/replay.h"

#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

#define EACH_UP_TO 64 /* records: every one is looked at; of longer runs ... */
#define LOOKS 512     /* ... about so many prefixes */
#define CONFIRM 2     /* looks in a row that must find overfitting for a stop */

/* The run's first records, sharing its numbers. */
typedef struct prefix {
    lc_run run;
    const lc_run *whole;
    lc_diagnose_function diagnose;
} prefix;

static lc_status prefix_open(prefix *p, const lc_run *run, lc_diagnose_function diagnose,
                             lc_error *err)
{
    *p = (prefix){.run = *run, .whole = run, .diagnose = diagnose};
    p->run.series = lc_mem_resize(NULL, run->series_n ? run->series_n : 1, sizeof *p->run.series);
    if (!p->run.series)
        return lc_error_nomem(err);
    for (size_t i = 0; i < run->series_n; i++) {
        p->run.series[i] = run->series[i];
        p->run.series[i].n = 0;
    }
    return LC_OK;
}

/* Let it grow to n records, measured by themselves. */
static void prefix_grow(prefix *p, size_t n)
{
    p->run.n = n;
    for (size_t i = 0; i < p->run.series_n; i++) {
        lc_series *s = &p->run.series[i];
        size_t all = p->whole->series[i].n;
        if (!s->at)
            s->n = n < all ? n : all;
        while (s->at && s->n < all && s->at[s->n] < n)
            s->n++;
        lc_series_measure(s);
    }
}

static size_t next_look(size_t n, size_t whole)
{
    size_t step = whole / LOOKS + 1;
    size_t next = n < EACH_UP_TO ? n + 1 : n + step;
    return next < whole ? next : whole;
}

static size_t series_of(const lc_finding *f)
{
    return f->series_n ? f->series[0] : SIZE_MAX;
}

/* An unexplained finding of that severity at least; SIZE_MAX: about any series. */
static const lc_finding *find_like(const lc_diagnosis *d, const char *rule, size_t series,
                                   lc_severity least)
{
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (!f->explained_by && f->severity >= least && strcmp(f->rule, rule) == 0 &&
            (series == SIZE_MAX || series_of(f) == series))
            return f;
    }
    return NULL;
}

/* Overfitting, be its turn small, unless the weighing held it for unlikely. */
static const lc_finding *find_turn(const lc_diagnosis *d)
{
    const lc_finding *f = find_like(d, "overfitting", SIZE_MAX, LC_NOTE);
    return f && (f->severity > LC_NOTE || f->log_lr == 0) ? f : NULL;
}

static bool is_known(const lc_online *o, const lc_finding *f)
{
    for (size_t i = 0; i < o->n; i++)
        if (o->known[i].series == series_of(f) && strcmp(o->known[i].rule, f->rule) == 0)
            return true;
    return false;
}

/* What the diagnosis of the whole run has as well, be it as a note or explained. */
static void mark_standing(lc_online *o, const lc_diagnosis *whole)
{
    for (size_t i = 0; i < o->n; i++)
        for (size_t k = 0; k < whole->n; k++)
            if (series_of(&whole->findings[k]) == o->known[i].series &&
                strcmp(whole->findings[k].rule, o->known[i].rule) == 0)
                o->known[i].stands = true;
}

/* Keep what is found for the first time. */
static bool take_new(lc_online *o, const lc_diagnosis *now, double x)
{
    for (size_t i = 0; i < now->n; i++) {
        const lc_finding *f = &now->findings[i];
        if (f->explained_by || f->severity == LC_NOTE || is_known(o, f))
            continue;
        if (!lc_mem_grow(&o->known, &o->cap, o->n + 1, sizeof *o->known))
            return false;
        o->known[o->n++] =
            (lc_known){.rule = f->rule, .series = series_of(f), .severity = f->severity, .at = x};
    }
    return true;
}

/* Best finite value among the series' first n; its place in *at. */
static double best_of(const lc_series *s, size_t n, size_t *at)
{
    int sign = s->metric.better == LC_HIGHER_IS_BETTER ? -1 : 1;
    double best = NAN;
    for (size_t i = 0; i < n; i++)
        if (isfinite(s->y[i]) && (isnan(best) || sign * s->y[i] < sign * best)) {
            best = s->y[i];
            *at = i;
        }
    return best;
}

static void signal_stop(lc_online *o, const prefix *p, const lc_finding *f)
{
    const lc_series *s = &p->run.series[series_of(f)];
    size_t at = 0, whole_at = 0;
    o->stop = true;
    o->stop_series = series_of(f);
    o->stop_at = p->run.x[p->run.n - 1];
    o->best = best_of(s, s->n, &at);
    o->best_at = lc_series_x(&p->run, s, at);
    o->run_best =
        best_of(&p->whole->series[o->stop_series], p->whole->series[o->stop_series].n, &whole_at);
}

/* One more look; `row` counts those in a row that found overfitting. */
static lc_status look(lc_online *o, prefix *p, const lc_diagnose_options *options, size_t *row,
                      lc_error *err)
{
    lc_diagnosis now = LC_DIAGNOSIS_INIT;
    lc_status st = p->diagnose(&now, &p->run, options, err);
    if (st != LC_OK)
        return st;
    if (!take_new(o, &now, p->run.x[p->run.n - 1]))
        st = lc_error_nomem(err);
    const lc_finding *f = find_turn(&now);
    *row = f ? *row + 1 : 0;
    if (f && !o->stop && *row >= CONFIRM && f->series_n)
        signal_stop(o, p, f);
    if (p->run.n == p->whole->n)
        mark_standing(o, &now);
    lc_diagnosis_free(&now);
    return st;
}

/* The rules left out, and beside them those that only ever make notes and explain nothing: no replay
 * tells of them. NULL when memory is out. */
static char *left_out(const char *no_rules)
{
    char *list = lc_text_format("%s", no_rules ? no_rules : "");
    for (const lc_rule *const *r = lc_rules; *r && list; r++) {
        if ((*r)->verdict || (*r)->effects)
            continue;
        char *longer = lc_text_format("%s%s%s", list, *list ? "," : "", (*r)->id);
        lc_mem_free(list);
        list = longer;
    }
    return list;
}

lc_status lc_replay(lc_diagnosis *diagnosis, const lc_run *run, const lc_diagnose_options *options,
                    lc_diagnose_function diagnose, lc_error *err)
{
    prefix p;
    lc_online o = {.replayed = true, .stop_at = NAN, .best_at = NAN, .best = NAN, .run_best = NAN};
    lc_diagnose_options once = *options;
    once.online = once.forecast = false;
    once.min_severity = LC_NOTE;
    char *no_rules = left_out(options->no_rules);
    lc_status st = no_rules ? prefix_open(&p, run, diagnose, err) : lc_error_nomem(err);
    if (st != LC_OK) {
        lc_mem_free(no_rules);
        return st;
    }
    once.no_rules = no_rules;
    size_t row = 0;
    for (size_t n = 1; st == LC_OK && n <= run->n; n = n == run->n ? n + 1 : next_look(n, run->n)) {
        prefix_grow(&p, n);
        st = look(&o, &p, &once, &row, err);
    }
    lc_mem_free(p.run.series);
    lc_mem_free(no_rules);
    if (st != LC_OK) {
        lc_mem_free(o.known);
        return st;
    }
    diagnosis->online = o;
    return LC_OK;
}
