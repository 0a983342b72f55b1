/* SPDX-License-Identifier: GPL-3.0-or-later */
/* log_curve.c - a series on a logarithmic scale on which it should fall. */
#include "diagnose/log_curve.h"

#include "base/mem.h"
#include "model/metric.h"

#include <math.h>

#define MISSES_MIN 2e-3 /* share of misses below which a few samples decide */
#define FEW 6           /* values */
#define JUMP 5          /* median steps of the axis that part stretches */
#define ROUNDING 0.3    /* sd of rounding to a digit: 1 / sqrt(12) */

/* What should fall, above 0 where it has a logarithm. */
static double falling(double y, bool part, double scale, int sign, double least)
{
    double rest = 1 - y / scale;
    return !part ? sign * y : rest > least ? rest : least;
}

/* Values without logarithm: let the least be 1 and the range 1. */
static void shift(double *y, size_t n)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        low = fmin(low, y[i]);
        high = fmax(high, y[i]);
    }
    double range = high > low ? high - low : 1;
    for (size_t i = 0; i < n; i++)
        y[i] = (y[i] - low) / range + 1;
}

static lc_status mark_cuts(lc_log_curve *l, const double *x, lc_error *err)
{
    size_t n = l->n;
    lc_room room;
    double *step = lc_room_take(&room, n), usual = 0;
    if (!step)
        return lc_error_nomem(err);
    for (size_t i = 1; i < n; i++)
        step[i - 1] = x[i] - x[i - 1];
    lc_status st = n > 1 ? lc_median(&usual, step, n - 1, err) : LC_OK;
    for (size_t i = 0; i < n; i++)
        l->cut[i] = i > 0 && x[i] - x[i - 1] > JUMP * usual;
    lc_room_free(&room);
    return st;
}

static lc_status take_logs(lc_log_curve *l, const lc_curve *curve, bool part, double scale,
                           int sign, double quantum, double *middle, lc_error *err)
{
    double least = fmax(MISSES_MIN, quantum / scale / 2), low = INFINITY;
    for (size_t i = 0; i < l->n; i++) {
        l->y[i] = falling(curve->y[i], part, scale, sign, least);
        low = l->y[i] < low ? l->y[i] : low; /* by fmin() gcc 12 for arm64 breaks down */
    }
    l->shifted = !(low > 0);
    if (l->shifted)
        shift(l->y, l->n);
    lc_status st = lc_median(middle, l->y, l->n, err);
    for (size_t i = 0; i < l->n; i++)
        l->y[i] = log(l->y[i]);
    return st;
}

static void take_levels(lc_log_curve *l)
{
    size_t m = l->rise.m < l->n ? l->rise.m : l->n;
    double sum = 0, best = INFINITY;
    for (size_t i = 0; i < l->n; i++) {
        sum += l->y[i] - (i >= m ? l->y[i - m] : 0);
        if (i + 1 >= m)
            best = sum / (double)m < best ? sum / (double)m : best;
    }
    l->start = l->y[0];
    l->end = sum / (double)m;
    l->gain = l->start - best;
    l->drop = l->start - l->end;
}

lc_status lc_log_curve_make(lc_log_curve *l, const lc_curve *curve, const lc_metric *metric,
                            double scale, int sign, double quantum, bool by_step, lc_error *err)
{
    bool part = lc_metric_is_part(metric) && sign < 0;
    double middle = 1;
    *l = (lc_log_curve){.n = curve->n, .prior = lc_noise_prior_of(metric, by_step)};
    if (curve->n == 0)
        return LC_OK;
    l->y = lc_mem_resize(NULL, curve->n, sizeof *l->y);
    l->cut = lc_mem_resize(NULL, curve->n, sizeof *l->cut);
    if (!l->y || !l->cut)
        return lc_error_nomem(err);
    lc_status st = take_logs(l, curve, part, scale, sign, quantum, &middle, err);
    if (st == LC_OK)
        st = mark_cuts(l, curve->x, err);
    /* The digit is told by the values, and of a few equal ones too coarse. */
    double digit = l->shifted ? 0 : ROUNDING * quantum / scale / fmax(middle, 1e-12);
    digit = fmin(digit, l->prior.median / 2);
    if (st == LC_OK)
        st = lc_noise_posterior_make(&l->noise, l->y, l->cut, l->n, l->prior, digit, err);
    if (st != LC_OK)
        return st;
    l->rise = l->jump = lc_rise_test(l->y, l->n, 0, &l->noise);
    if (l->n < FEW) {
        lc_noise_posterior others;
        st = lc_noise_posterior_make(&others, l->y, NULL, 0, l->prior, digit, err);
        if (st != LC_OK)
            return st;
        l->jump = lc_rise_test(l->y, l->n, 0, &others);
    }
    take_levels(l);
    return LC_OK;
}

void lc_log_curve_free(lc_log_curve *l)
{
    lc_mem_free(l->y);
    lc_mem_free(l->cut);
    *l = (lc_log_curve){0};
}
