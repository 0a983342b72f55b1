/* SPDX-License-Identifier: GPL-3.0-or-later */
/* swings.c - how a curve goes back and forth. */
#include "diagnose/swings.h"

#include "base/mem.h"
#include "base/wide.h"
#include "diagnose/sampling.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

#define REACH ((size_t)3) /* records within which a swing happens */
#define LAGS 16           /* of the residuals' correlation that are looked at side by side */
#define PERIOD_MIN 16     /* points: a period shorter than a quarter of these can be seen */
/* Points beyond which no single period lasts; its search takes their square. */
#define PERIOD_MAX 512
#define AUGMENTED 0.2 /* of the scale, that a held-out score is above that of training */
#define ONCE_AFTER 5  /* records behind a single swing, that are calm ... */
#define ONCE_PART 4   /* ... to this part of it */

/* Half of it is regained later; of the last records nobody knows. What is lost for good is no swing. */
static bool turns_back(const lc_curve *c, size_t i, double now, double before, double later)
{
    return i + REACH >= c->n || later < (now + before) / 2;
}

static void walk_swings(lc_swings *s, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double later = INFINITY;
    for (size_t i = c->n; i-- > 0;) {
        double u = t->sign * c->y[i];
        /* How far it has been thrown back within a few records: the last best of those. */
        for (size_t k = i > REACH ? i - REACH : 0; k < i; k++) {
            double before = t->sign * c->y[k];
            if (u - before >= s->largest && turns_back(c, i, u, before, later)) {
                s->largest = u - before;
                s->from = c->x[k];
                s->to = c->x[i];
            }
        }
        later = u < later ? u : later;
        if (i >= 2 && (c->y[i] - c->y[i - 1]) * (c->y[i - 1] - c->y[i - 2]) < 0)
            s->turns++;
    }
}

/* From its worst to its best; the swings themselves are no improvement. */
static double improvement_of(const lc_curve *c)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < c->n; i++) {
        low = c->smooth[i] < low ? c->smooth[i] : low;
        high = c->smooth[i] > high ? c->smooth[i] : high;
    }
    return high - low;
}

/* Sums of r[i] r[i - k] for LAGS values of k from `lag` on, the last one first, side by side. */
LC_WIDE static void products(double sum[LAGS], const double *r, size_t n, size_t lag)
{
    double sums[LAGS] = {0};
    const double *before = r - lag - LAGS + 1;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < LAGS; k++)
            sums[k] += r[i] * before[i + k];
    memcpy(sum, sums, sizeof sums);
}

/* The sum at `lag`; lags are asked for in rising order. */
static double product(double sum[LAGS], const double *r, size_t n, size_t lag)
{
    if (lag % LAGS == 0)
        products(sum, r, n, lag);
    return sum[LAGS - 1 - lag % LAGS];
}

/* Lag of the highest peak of the residuals' correlation, if it is beyond chance; else 0. Zeros stand before
 * r[0], as many as room_before() says. */
static size_t find_period(const double *r, size_t n)
{
    double sum[LAGS], best = 2 / sqrt((double)n) * product(sum, r, n, 0);
    double before = product(sum, r, n, 1), here = product(sum, r, n, 2);
    size_t period = 0;
    for (size_t lag = 2; lag <= n / 4; lag++) {
        double next = product(sum, r, n, lag + 1);
        if (here > best && here > before && here >= next) {
            best = here;
            period = lag;
        }
        before = here;
        here = next;
    }
    return period;
}

static size_t room_before(size_t n)
{
    return n / 4 + 2 * LAGS;
}

/* What swings are held against: the improvement of this series or of the other split's, whichever
 * is larger, and for losses the level itself, so that a curve that was good from the first record on
 * isn't judged by the little it had to gain. */
static double scale_of(const lc_context *context, const lc_analyzed *t, const lc_swings *s)
{
    const lc_analyzed *other = lc_context_other(context, t);
    double scale = s->improvement;
    if (other)
        scale = fmax(scale, improvement_of(&other->curve));
    if (t->series->metric.kind == LC_LOSS)
        scale = fmax(scale, fabs(lc_curve_level(&t->curve, 0, t->curve.n)));
    return scale;
}

lc_swings lc_swings_measure(const lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    lc_swings s = {.scatter = c->noise, .improvement = improvement_of(c)};
    walk_swings(&s, t);
    s.scale = scale_of(context, t, &s);
    s.by_batches =
        lc_context_is_of_batches(context, t) && s.scatter < lc_context_batch_error(context, t);
    return s;
}

lc_status lc_rhythm_measure(lc_rhythm *rhythm, const lc_curve *c, lc_error *err)
{
    double first, second;
    size_t room = room_before(c->n);
    double *block = lc_mem_resize(NULL, room + c->n, sizeof *block);
    if (!block)
        return lc_error_nomem(err);
    double *r = block + room;
    memset(block, 0, room * sizeof *block);
    for (size_t i = 0; i < c->n; i++)
        r[i] = c->y[i] - c->smooth[i];
    lc_status st = lc_residual_sd(&first, r, c->n / 2, err);
    if (st == LC_OK)
        st = lc_residual_sd(&second, r + c->n / 2, c->n - c->n / 2, err);
    if (st == LC_OK) {
        rhythm->growth = c->n >= PERIOD_MIN && first > 0 ? second / first : NAN;
        rhythm->period = c->n >= PERIOD_MIN && c->n <= PERIOD_MAX ? find_period(r, c->n) : 0;
    }
    lc_mem_free(block);
    return st;
}

bool lc_swings_once(const lc_analyzed *t, const lc_swings *s)
{
    const lc_curve *c = &t->curve;
    size_t at = lc_curve_point(c, s->to), back = 0;
    for (size_t i = 1; i < c->n; i++)
        back += t->sign * (c->y[i] - c->y[i - 1]) > s->largest / ONCE_PART;
    return back == 1 && c->n - at > ONCE_AFTER &&
           t->sign * (c->y[at + 1] - c->y[lc_curve_point(c, s->from)]) <= s->largest / ONCE_PART;
}

double lc_noise_off_by(size_t n)
{
    return 1 + 1.645 * 1.17 / sqrt((double)n);
}

bool lc_swings_are_augmented(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_other(context, t);
    return t->series->metric.split == LC_TRAIN && lc_metric_is_share(&t->series->metric) && v &&
           v->curve.n &&
           lc_analyzed_end(v) - lc_analyzed_end(t) > AUGMENTED * lc_analyzed_scale_max(t);
}

static bool is_half(const lc_metric *m)
{
    static const char *const words[] = {"precision", "recall", "p", "r", NULL};
    return lc_metric_has_word(m, words) && !strstr(m->base, "average") && !strstr(m->base, "map");
}

bool lc_swings_are_traded(const lc_context *context, const lc_analyzed *t)
{
    if (!is_half(&t->series->metric))
        return false;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *s = &context->analyzed[k];
        if (s->chosen && s->sign < 0 && s->curve.n && lc_metric_is_share(&s->series->metric) &&
            s->series->metric.split == t->series->metric.split && !is_half(&s->series->metric))
            return true;
    }
    return false;
}
