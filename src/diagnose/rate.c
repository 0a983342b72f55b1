/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rate.c - where the learning rate changes at once. */
#include "diagnose/rate.h"

#include <math.h>

#define SIDE 5 /* points of the loss that are taken on either side of a change */

const lc_trace *lc_study_rate(const lc_study *study)
{
    for (size_t k = 0; k < study->run->series_n; k++)
        if (study->run->series[k].metric.kind == LC_LEARNING_RATE && study->run->series[k].n > 1)
            return &study->traces[k];
    return NULL;
}

const lc_trace *lc_study_train_loss(const lc_study *study)
{
    const lc_pair *p = lc_study_main_pair(study);
    if (p)
        return p->train;
    for (size_t k = 0; k < study->run->series_n; k++) {
        const lc_trace *t = &study->traces[k];
        if (t->chosen && t->sign != 0 && t->series->metric.kind == LC_LOSS &&
            t->series->metric.split == LC_TRAIN && t->curve.n)
            return t;
    }
    return NULL;
}

/* Levels of the loss on both sides of x: a few points, none nearer to the neighbouring changes, which
 * are at x `before` and `after`. */
static void take_levels(lc_rate_change *c, const lc_trace *loss, double before, double after)
{
    double low = c->x - (c->x - before) / 2, high = c->x + (after - c->x) / 2;
    const lc_course *l = &loss->curve;
    size_t at = lc_course_point(l, c->x), from = at > SIDE ? at - SIDE : 0;
    size_t to = at + SIDE < l->n ? at + SIDE : l->n;
    while (from + 1 < at && l->x[from] < low)
        from++;
    while (to > at + 1 && l->x[to - 1] >= high)
        to--;
    c->before = lc_course_level(l, from, at);
    c->after = lc_course_level(l, at, to);
}

size_t lc_rate_changes(lc_rate_change *changes, const lc_study *study, const lc_trace *rate,
                       const lc_trace *loss, double ratio)
{
    const lc_series *s = rate->series;
    size_t n = 0;
    for (size_t i = 1; i < s->n && n < LC_RATE_CHANGES_MAX; i++) {
        double from = s->y[i - 1], to = s->y[i];
        if (from > 0 && to > 0 && (to >= ratio * from || from >= ratio * to))
            changes[n++] = (lc_rate_change){.x = lc_trace_x(study, rate, i), .from = from, .to = to};
    }
    for (size_t k = 0; k < n; k++)
        take_levels(&changes[k], loss, k ? changes[k - 1].x : -INFINITY,
                    k + 1 < n ? changes[k + 1].x : INFINITY);
    return n;
}

lc_change lc_rate_jump(lc_study *study, const lc_trace *loss, const lc_rate_change *change)
{
    lc_change jump = {.p = 1};
    lc_change_at(&jump, &loss->curve, lc_course_point(&loss->curve, change->x), &study->first);
    return jump;
}
