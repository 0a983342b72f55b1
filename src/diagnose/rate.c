/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rate.c - where the learning rate changes at once. */
#include "diagnose/rate.h"

#include <math.h>

#define WARM_UP 1.5 /* last rate over the first */
#define SIDE 5      /* points of the loss that are taken on either side of a change */

const lc_analyzed *lc_context_rate(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->run->series[k].metric.kind == LC_LEARNING_RATE &&
            context->run->series[k].n > 1)
            return &context->analyzed[k];
    return NULL;
}

bool lc_context_warms_up(const lc_context *context)
{
    const lc_analyzed *rate = lc_context_rate(context);
    const lc_series *s = rate ? rate->series : NULL;
    for (size_t i = 1; s && i < s->n; i++)
        if (!(s->y[i] > s->y[i - 1]))
            return false;
    return s && s->y[s->n - 1] > WARM_UP * s->y[0];
}

const lc_analyzed *lc_context_train_loss(const lc_context *context)
{
    const lc_pair *p = lc_context_main_pair(context);
    if (p)
        return p->train;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->sign != 0 && t->series->metric.kind == LC_LOSS &&
            t->series->metric.split == LC_TRAIN && t->curve.n)
            return t;
    }
    return NULL;
}

/* Levels of the loss on both sides of x: a few points, none nearer to the neighbouring changes, which
 * are at x `before` and `after`. */
static void take_levels(lc_rate_change *c, const lc_analyzed *loss, double before, double after)
{
    double low = c->x - (c->x - before) / 2, high = c->x + (after - c->x) / 2;
    const lc_curve *l = &loss->curve;
    size_t at = lc_curve_point(l, c->x), from = at > SIDE ? at - SIDE : 0;
    size_t to = at + SIDE < l->n ? at + SIDE : l->n;
    while (from + 1 < at && l->x[from] < low)
        from++;
    while (to > at + 1 && l->x[to - 1] >= high)
        to--;
    c->before = lc_curve_level(l, from, at);
    c->after = lc_curve_level(l, at, to);
}

size_t lc_rate_changes(lc_rate_change *changes, const lc_context *context, const lc_analyzed *rate,
                       const lc_analyzed *loss, double ratio)
{
    const lc_series *s = rate->series;
    size_t n = 0;
    for (size_t i = 1; i < s->n && n < LC_RATE_CHANGES_MAX; i++) {
        double from = s->y[i - 1], to = s->y[i];
        if (from > 0 && to > 0 && (to >= ratio * from || from >= ratio * to))
            changes[n++] =
                (lc_rate_change){.x = lc_analyzed_x(context, rate, i), .from = from, .to = to};
    }
    for (size_t k = 0; k < n; k++)
        take_levels(&changes[k], loss, k ? changes[k - 1].x : -INFINITY,
                    k + 1 < n ? changes[k + 1].x : INFINITY);
    return n;
}

lc_changepoint lc_rate_jump(lc_context *context, const lc_analyzed *loss,
                            const lc_rate_change *change)
{
    lc_changepoint jump = {.p = 1};
    lc_changepoint_at(&jump, &loss->curve, lc_curve_point(&loss->curve, change->x),
                      &context->first);
    return jump;
}
