/* SPDX-License-Identifier: GPL-3.0-or-later */
/* analyzed.c - what is asked of one series that was studied, or of a pair. */
#include "diagnose/analyzed.h"

#include "diagnose/role.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

#define GAP_FLOOR 0.05 /* added to both sides of a gap */
#define LEARNT 0.05    /* fall of a loss' logarithm, or gain of another metric, that is learning */
#define MANY 12        /* records, of which the best is far below all by noise alone */
#define EVENLY_MIN 3   /* records of a loss that falls evenly ... */
#define EVENLY_LEAST 0.5  /* ... by steps of so much of their mean ... */
#define EVENLY_MOST 1.6   /* ... to so much */
#define LEARNT_SHARE 0.04 /* the same of a share of samples */

bool lc_analyzed_is_plain_loss(const lc_analyzed *t)
{
    return lc_role_is_plain_loss(&t->series->metric);
}

bool lc_analyzed_is_negative_share(const lc_analyzed *t)
{
    double low, high;
    if (t->series->metric.kind != LC_LOSS || t->curve.n == 0)
        return false;
    lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    return low >= -1 && high < 0;
}

double lc_analyzed_first(const lc_analyzed *t)
{
    for (size_t i = 0; i < t->series->n; i++)
        if (isfinite(t->series->y[i]))
            return t->series->y[i];
    return NAN;
}

double lc_analyzed_last(const lc_analyzed *t)
{
    for (size_t i = t->series->n; i > 0; i--)
        if (isfinite(t->series->y[i - 1]))
            return t->series->y[i - 1];
    return NAN;
}

double lc_analyzed_start(const lc_analyzed *t)
{
    return t->curve.n ? t->curve.y[0] : NAN;
}

size_t lc_analyzed_end_from(const lc_analyzed *t)
{
    return lc_curve_end_from(t->curve.n);
}

double lc_analyzed_end(const lc_analyzed *t)
{
    return t->curve.n ? t->curve.end : NAN;
}

double lc_analyzed_step_error(const lc_analyzed *t, size_t from, size_t to)
{
    double a = lc_curve_level_error(&t->curve, from, to);
    double b = lc_curve_level_error(&t->curve, lc_analyzed_end_from(t), t->curve.n);
    return sqrt(a * a + b * b);
}

double lc_analyzed_best_level(const lc_analyzed *t)
{
    return t->curve.smooth[lc_curve_best(&t->curve, t->sign, 0, t->curve.n)];
}

double lc_analyzed_base(const lc_analyzed *t)
{
    double start = lc_analyzed_start(t);
    bool passed = t->curve.n && t->sign * (start - t->baseline) > 0 &&
                  t->sign * (t->baseline - lc_analyzed_best_level(t)) > 0;
    return passed ? t->baseline : start;
}

double lc_analyzed_gain(const lc_analyzed *t)
{
    double gain = t->curve.n ? t->sign * (lc_analyzed_base(t) - lc_analyzed_best_level(t)) : 0;
    return gain > 0 ? gain : 0;
}

bool lc_last_third_improves(const lc_last_third *late, const lc_analyzed *t, double alpha,
                            double share)
{
    const lc_curve *c = &t->curve;
    double p = t->sign > 0 ? late->trend.p_fall : late->trend.p_rise;
    bool few = c->n - late->from < 5;
    return p < (few ? fmax(alpha, 0.2) : alpha) &&
           late->gained > share * fabs(c->smooth[late->from]);
}

double lc_pair_gap(const lc_pair *p)
{
    const lc_log_curve *v = &p->validation->log, *t = &p->train->log;
    if (v->n == 0 || t->n == 0 || v->shifted || t->shifted)
        return 0;
    const lc_metric *m = &p->validation->series->metric;
    bool part = lc_metric_is_part(m) && p->validation->sign < 0;
    double whole = part ? 1 : exp(t->start);
    if (!part && p->train->baseline > 0)
        whole = fmin(whole, p->train->baseline);
    double k = GAP_FLOOR * whole;
    return log((exp(v->end) + k) / (exp(t->end) + k));
}

double lc_analyzed_scale_max(const lc_analyzed *t)
{
    return t->whole;
}

bool lc_analyzed_improves(const lc_analyzed *t)
{
    if (!t->chosen || t->sign == 0 || t->curve.n < 2)
        return false;
    double scale = lc_analyzed_scale_max(t), first = lc_analyzed_first(t);
    double better = t->sign * (first - t->series->y[t->best]), noise = 2 * t->curve.noise;
    if (t->sign < 0 && lc_metric_is_share(&t->series->metric))
        return better > fmax(LEARNT_SHARE * scale, noise);
    if (t->sign > 0 && !t->log.shifted)
        return t->log.gain > fmax(LEARNT, (t->log.n < MANY ? 2 : 3) * t->log.noise.sd);
    return better > fmax(LEARNT * fabs(first), noise);
}

bool lc_analyzed_falls_evenly(const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    if (t->sign <= 0 || c->n < EVENLY_MIN || t->finite < t->series->n)
        return false;
    double mean = (c->y[0] - c->y[c->n - 1]) / (double)(c->n - 1), digit = t->series->quantum;
    for (size_t i = 1; i < c->n; i++) {
        double step = c->y[i - 1] - c->y[i];
        if (!(step > 0) || step < EVENLY_LEAST * mean - digit || step > EVENLY_MOST * mean + digit)
            return false;
    }
    return true;
}

bool lc_analyzed_is_unit_score(const lc_analyzed *t)
{
    const lc_series *s = t->series;
    if (strcmp(s->metric.base, "score") != 0 || s->metric.split == LC_TRAIN)
        return false;
    for (size_t i = 0; i < s->n; i++)
        if (!(s->y[i] > 0 && s->y[i] < 1))
            return false;
    return true;
}
