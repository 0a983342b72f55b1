/* SPDX-License-Identifier: GPL-3.0-or-later */
/* curve.c - a noisy series brought to few points, with its noise and its trend. */
#include "stats/curve.h"

#include "base/mem.h"
#include "base/wide.h"
#include "stats/select.h"
#include "stats/smooth.h"

#include <math.h>
#include <string.h>

#define WINDOW_SHARE 20  /* a smoothing window spans this part of the curve: 1/20 */
#define WINDOW_MIN 3     /* points: the least that outvotes one spike */
#define SMOOTH_FROM 9    /* points: fewer are their own trend */
#define RHO_ALLOWED 0.95 /* in a level's error: more is a trend, not to be told from noise */
/* points: fewer tell nothing of the correlation, and a fear of it would make all their levels
 * unsure: intervals of 90 % would hold 99 % */
#define RHO_FROM 12
#define MEDIAN_SE 1.2533141373155003 /* sqrt(pi / 2): a median's error over a mean's */

#define END_SHARE 20 /* a curve's end is its last 1/20: */
#define END_POINTS 3 /* points of it at least ... */
#define END_FROM 9   /* ... in curves of this many points; shorter ones end in their last */
#define ORDERED 5    /* points at the end that noise puts in order once in 60 times */

/* Keep the finite values of a series: point by point, or LC_CURVE_MAX medians of neighbours. */
static lc_status keep_points(lc_curve *c, const double *x, const double *y, size_t n, lc_error *err)
{
    size_t cap = n < LC_CURVE_MAX ? n : LC_CURVE_MAX, kept = 0;
    double *block = lc_mem_resize(NULL, 4 * cap + 1, sizeof *block);
    if (!block)
        return lc_error_nomem(err);
    c->x = block;
    c->y = block + cap;
    c->despiked = block + 2 * cap;
    c->smooth = block + 3 * cap;
    if (n > cap) {
        lc_status st = lc_reduce_median(c->x, c->y, cap, x, y, n, err);
        if (st != LC_OK)
            return st;
        x = c->x;
        y = c->y;
    }
    for (size_t i = 0; i < cap; i++)
        if (isfinite(y[i])) {
            c->x[kept] = x[i];
            c->y[kept++] = y[i];
        }
    c->n = kept;
    return LC_OK;
}

static lc_status despike(lc_curve *c, lc_error *err)
{
    memcpy(c->despiked, c->y, c->n * sizeof *c->y);
    return lc_smooth_outliers(c->despiked, c->n, err);
}

/* Exact for equal values, and without gsl_stats_mean's long doubles, which took a twentieth of a diagnosis. */
static double mean_of(const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 1; i < n; i++)
        sum += y[i] - y[0];
    return y[0] + sum / (double)n;
}

/* The same of `width` values from each y[i] on, side by side. */
LC_WIDE static void means_of(double *restrict out, const double *restrict y, size_t n, size_t width)
{
    for (size_t i = 0; i < n; i++)
        out[i] = 0;
    for (size_t k = 1; k < width; k++)
        for (size_t i = 0; i < n; i++)
            out[i] += y[i + k] - y[i];
    for (size_t i = 0; i < n; i++)
        out[i] = y[i] + out[i] / (double)width;
}

/* Shorter at the ends, and of equal length on both sides. */
static void running_mean(double *out, const double *y, size_t n, size_t window)
{
    size_t half = window / 2, ends = 2 * half < n ? half : (n + 1) / 2;
    for (size_t reach = 0; reach < ends; reach++) {
        out[reach] = mean_of(y, 2 * reach + 1);
        out[n - 1 - reach] = mean_of(y + n - 1 - 2 * reach, 2 * reach + 1);
    }
    if (2 * half < n)
        means_of(out + half, y, n - 2 * half, 2 * half + 1);
}

static lc_status smooth_points(lc_curve *c, lc_error *err)
{
    c->window = 1;
    memcpy(c->smooth, c->y, c->n * sizeof *c->y);
    if (c->n < SMOOTH_FROM)
        return LC_OK;
    _Static_assert((LC_CURVE_MAX / WINDOW_SHARE | 1) <= LC_CURVE_WINDOW_MAX, "the widest window");
    c->window = c->n / WINDOW_SHARE | 1;
    if (c->window < WINDOW_MIN)
        c->window = WINDOW_MIN;
    lc_room room;
    double *median = lc_room_take(&room, c->n);
    if (!median)
        return lc_error_nomem(err);
    lc_status st = lc_smooth_median(median, c->y, c->n, c->window, err);
    if (st == LC_OK)
        running_mean(c->smooth, median, c->n, c->window);
    lc_room_free(&room);
    return st;
}

static lc_status measure_noise(lc_curve *c, lc_error *err)
{
    double differences, residuals;
    lc_room room;
    double *r = lc_room_take(&room, c->n);
    if (!r)
        return lc_error_nomem(err);
    for (size_t i = 0; i < c->n; i++)
        r[i] = c->y[i] - c->smooth[i];
    lc_status st = lc_noise_sd(&differences, c->x, c->y, c->n, err);
    if (st == LC_OK)
        st = lc_residual_sd(&residuals, r, c->n, err);
    if (st == LC_OK)
        c->noise = differences > residuals ? differences : residuals;
    lc_room_free(&room);
    return st;
}

lc_status lc_curve_make(lc_curve *curve, const double *x, const double *y, size_t n, lc_error *err)
{
    lc_curve c = LC_CURVE_INIT;
    lc_status st = keep_points(&c, x, y, n, err);
    for (size_t i = 0; i < n; i++)
        c.values += isfinite(y[i]) != 0;
    if (st == LC_OK)
        st = despike(&c, err);
    if (st == LC_OK)
        st = smooth_points(&c, err);
    c.end = lc_curve_level(&c, lc_curve_end_from(c.n), c.n);
    if (st == LC_OK)
        st = measure_noise(&c, err);
    if (st == LC_OK)
        st = lc_ar1_fit(&c.ar1, c.x, c.y, c.n, LC_AR1_BENT, err);
    if (st != LC_OK) {
        lc_curve_free(&c);
        return st;
    }
    *curve = c;
    return LC_OK;
}

void lc_curve_free(lc_curve *curve)
{
    lc_mem_free(curve->x); /* one block holds all four */
    *curve = (lc_curve)LC_CURVE_INIT;
}

size_t lc_curve_best(const lc_curve *c, int sign, size_t from, size_t to)
{
    size_t best = from;
    double least = INFINITY;
    for (size_t i = from; i < to; i++) {
        double v = sign * c->smooth[i];
        best = v < least ? i : best;
        least = v < least ? v : least;
    }
    return best;
}

double lc_curve_range(const lc_curve *c, size_t from, size_t to, double *low, double *high)
{
    *low = INFINITY;
    *high = -INFINITY;
    for (size_t i = from; i < to; i++) {
        *low = c->y[i] < *low ? c->y[i] : *low;
        *high = c->y[i] > *high ? c->y[i] : *high;
    }
    return *high - *low;
}

double lc_curve_level(const lc_curve *c, size_t from, size_t to)
{
    double work[LC_CURVE_MAX];
    if (from >= to)
        return NAN;
    memcpy(work, c->y + from, (to - from) * sizeof *work);
    return lc_select_median(work, to - from);
}

size_t lc_curve_end_from(size_t n)
{
    size_t k = n / END_SHARE;
    if (n == 0)
        return 0;
    if (k < END_POINTS)
        k = n >= END_FROM ? END_POINTS : 1;
    return n - k;
}

double lc_curve_told_end(const lc_curve *c)
{
    size_t from = lc_curve_end_from(c->n), first = c->n > ORDERED ? c->n - ORDERED : 0;
    bool rises = true, falls = true;
    for (size_t i = (from < first ? from : first) + 1; i < c->n; i++) {
        rises = rises && c->y[i] >= c->y[i - 1];
        falls = falls && c->y[i] <= c->y[i - 1];
    }
    return c->n > 0 && (rises || falls) ? c->y[c->n - 1] : lc_curve_level(c, from, c->n);
}

lc_status lc_curve_told_end_of(double *end, const double *x, const double *y, size_t n,
                               lc_error *err)
{
    lc_curve c = LC_CURVE_INIT;
    lc_status st = keep_points(&c, x, y, n, err);
    if (st == LC_OK)
        *end = lc_curve_told_end(&c);
    lc_curve_free(&c);
    return st;
}

/* Standard error of the median of m neighbours at the k-th rho. The noise's sd is the one of the
 * likelihood or the one that second differences have, the smaller: a jump makes the first large.
 * Neighbours that agree have their median where their mean is. */
static double median_error(const lc_curve *c, size_t k, double m)
{
    double rho = fmin(lc_ar1_rho(k), RHO_ALLOWED);
    double by_differences = c->noise * sqrt(3 / (3 - 4 * rho + rho * rho));
    double median = m > 2 ? 1 + (MEDIAN_SE - 1) * (1 - fmax(0, rho)) : 1;
    return median * fmin(by_differences, c->ar1.sd_at[k]) / sqrt(lc_ar1_effective(m, rho));
}

double lc_curve_level_error(const lc_curve *c, size_t from, size_t to)
{
    if (from >= to)
        return INFINITY;
    double m = (double)(to - from), log_error = 0;
    if (c->n < RHO_FROM)
        return c->noise * (m > 2 ? MEDIAN_SE : 1) / sqrt(m);
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        if (c->ar1.weight[k] > LC_AR1_NOTHING)
            log_error += c->ar1.weight[k] * log(median_error(c, k, m));
    return exp(log_error);
}

lc_status lc_curve_trend(lc_trend *trend, const lc_curve *c, size_t from, size_t to, lc_error *err)
{
    return lc_trend_test(trend, c->x + from, c->y + from, to > from ? to - from : 0, err);
}

lc_status lc_curve_slope(lc_trend *trend, const lc_curve *c, size_t from, size_t to, lc_error *err)
{
    return lc_trend_slope(trend, c->x + from, c->y + from, to > from ? to - from : 0, err);
}

lc_status lc_curve_gentle(lc_trend *trend, const lc_curve *c, size_t from, size_t to,
                          double steepest, bool interval, lc_error *err)
{
    return lc_trend_gentle(trend, c->x + from, c->y + from, to > from ? to - from : 0, steepest,
                           interval, err);
}

/* Most records are equally far apart: which it is can be computed. */
size_t lc_curve_point(const lc_curve *c, double at)
{
    size_t n = c->n;
    if (n == 0 || !(at > c->x[0]))
        return 0;
    if (at > c->x[n - 1])
        return n;
    double share = (at - c->x[0]) / (c->x[n - 1] - c->x[0]);
    size_t guess = (size_t)(share * (double)(n - 1) + 0.5);
    if (guess > 0 && guess < n && c->x[guess] >= at && c->x[guess - 1] < at)
        return guess;
    return lc_first_from(c->x, n, at);
}

size_t lc_curve_last_third(const lc_curve *c)
{
    double last = c->x[c->n - 1];
    return lc_curve_point(c, last - (last - c->x[0]) / 3);
}
