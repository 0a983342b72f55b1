/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stretch.c - the parts of a run between known changes. */
#include "diagnose/stretch.h"

#include "diagnose/rate.h"

#include <math.h>
#include <string.h>

#define RATE_RATIO 2 /* of a learning rate that parts a run */
#define ALPHA 0.001  /* chance of a change point anywhere in a smooth curve with its noise */
#define SIZE 0.05    /* step that parts a run, of all that the loss gains [share] */
#define CURVE_MIN 24 /* points: fewer hold no two stretches that can be judged */

static void add(lc_context *context, double x)
{
    if (context->stretches_n < LC_STRETCHES_MAX)
        context->stretches[context->stretches_n++] = x;
}

static void by_rate(lc_context *context, const lc_analyzed *rate, const lc_analyzed *loss)
{
    lc_rate_change changes[LC_RATE_CHANGES_MAX];
    size_t n = lc_rate_changes(changes, context, rate, loss, RATE_RATIO);
    for (size_t k = 0; k < n; k++)
        add(context, changes[k].x);
}

size_t lc_stretch_jumps(lc_changepoint jump[LC_CHANGEPOINTS_MAX], lc_context *context,
                        const lc_analyzed *t, double alpha)
{
    lc_jumps *j = &context->jumps;
    if (j->of != t || j->alpha != alpha) {
        j->of = NULL;
        if (lc_changepoint_find(j->jump, &j->n, &t->curve, alpha, &context->first) != LC_OK)
            return 0;
        j->of = t;
        j->alpha = alpha;
    }
    memcpy(jump, j->jump, j->n * sizeof *jump);
    return j->n;
}

static void by_level(lc_context *context, const lc_analyzed *loss)
{
    lc_changepoint changes[LC_CHANGEPOINTS_MAX];
    size_t n = lc_stretch_jumps(changes, context, loss, ALPHA);
    for (size_t k = 0; k < n; k++)
        if (fabs(changes[k].size) > SIZE * lc_analyzed_gain(loss))
            add(context, loss->curve.x[changes[k].at]);
}

void lc_stretches_find(lc_context *context)
{
    const lc_analyzed *loss = lc_context_train_loss(context), *rate = lc_context_rate(context);
    context->stretches_n = 0;
    context->jumps.of = NULL;
    add(context, -INFINITY);
    if (!loss || loss->curve.n < CURVE_MIN)
        return;
    if (rate)
        by_rate(context, rate, loss);
    else
        by_level(context, loss);
}

/* First point at or after the beginning of stretch k. */
static size_t begin_of(const lc_context *context, const lc_curve *c, size_t k)
{
    return k < context->stretches_n ? lc_curve_point(c, context->stretches[k]) : c->n;
}

lc_status lc_stretch_noise(double *noise, const lc_context *context, const lc_analyzed *t,
                           lc_error *err)
{
    const lc_curve *c = &t->curve;
    for (size_t k = 0; k < context->stretches_n; k++) {
        size_t from = begin_of(context, c, k), to = begin_of(context, c, k + 1);
        double sd = c->noise;
        if (to >= from + LC_STRETCH_POINTS && context->stretches_n > 1) {
            lc_status st = lc_noise_sd(&sd, c->x + from, c->y + from, to - from, err);
            if (st != LC_OK)
                return st;
        }
        for (size_t i = from; i < to; i++)
            noise[i] = sd;
    }
    return LC_OK;
}

bool lc_stretch_last(lc_curve *curve, lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t from = begin_of(context, c, context->stretches_n - 1);
    return context->stretches_n > 1 && c->n >= from + LC_STRETCH_POINTS &&
           lc_curve_make(curve, c->x + from, c->y + from, c->n - from, &context->first) == LC_OK;
}
