/* SPDX-License-Identifier: GPL-3.0-or-later */
/* size_curve.c - errors, noise and the last doubling of a curve over training-set size. */
#include "diagnose/size_curve.h"

#include "diagnose/sampling.h"

#include "base/mem.h"
#include "base/text.h"

#include <math.h>
#include <string.h>

/* The deviation over folds that train on nearly the same samples, as one of their mean: for five
 * folds sqrt(1 / 5 + 1 / 4). Source: Nadeau and Bengio 2003, Machine Learning 52, 239. */
#define FOLDS_ERROR 0.67

/* The best value that there can be; NaN where that is not known. */
static double best_of(const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double whole = lc_analyzed_scale_max(t), least = INFINITY, greatest = -INFINITY;
    for (size_t i = 0; i < c->n; i++) {
        least = fmin(least, c->y[i]);
        greatest = fmax(greatest, c->y[i]);
    }
    if (t->sign > 0)
        return least >= 0 ? 0 : NAN;
    return greatest <= 0 ? 0 : greatest <= whole ? whole : NAN;
}

static double error_at(const lc_analyzed *t, double best, size_t i)
{
    return t->sign * (t->curve.y[i] - best);
}

/* Whether `base` is the deviation of `of`: "accuracy_std" of "accuracy", "std_score" of
 * "mean_score". */
static bool is_spread_of(const char *base, const char *of)
{
    char behind[64], before[64];
    const char *stem = strncmp(of, "mean_", 5) == 0 ? of + 5 : of;
    const char *mean = strstr(stem, "_mean");
    size_t n = mean && mean[5] == '\0' ? (size_t)(mean - stem) : strlen(stem);
    snprintf(behind, sizeof behind, "%.*s_std", (int)(n < 50 ? n : 50), stem);
    snprintf(before, sizeof before, "std_%.*s", (int)(n < 50 ? n : 50), stem);
    return lc_text_same(base, behind) || lc_text_same(base, before);
}

/* What the folds' scatter says of the mean at the largest size; 0 where it isn't recorded. */
static double folds_error(const lc_context *context, const lc_analyzed *t)
{
    for (size_t i = 0; i < context->run->series_n; i++) {
        const lc_series *s = &context->run->series[i];
        if (s->metric.split == t->series->metric.split && s->n > 0 &&
            is_spread_of(s->metric.base, t->series->metric.base) && s->y[s->n - 1] > 0)
            return FOLDS_ERROR * s->y[s->n - 1];
    }
    return 0;
}

/* The scatter of validation's errors about a smooth curve over the log of the size; or of their
 * logs, as a share of the last one, where that is less: a power law bends in one way less than in
 * the other. */
static double scatter(const lc_analyzed *t, double best)
{
    const lc_curve *c = &t->curve;
    double size[LC_CURVE_MAX], error[LC_CURVE_MAX], plain = 0, share;
    bool positive = true;
    for (size_t i = 0; i < c->n; i++) {
        size[i] = log(c->x[i]);
        error[i] = error_at(t, best, i);
        positive &= error[i] > 0;
    }
    if (lc_noise_sd(&plain, size, error, c->n, NULL) != LC_OK || !positive)
        return plain;
    double last = error[c->n - 1];
    for (size_t i = 0; i < c->n; i++)
        error[i] = log(error[i]);
    return lc_noise_sd(&share, size, error, c->n, NULL) == LC_OK ? fmin(plain, share * last)
                                                                 : plain;
}

/* Validation's error at half of the largest size, straight between its neighbours over log size. */
static double error_at_half(const lc_analyzed *t, double best)
{
    const lc_curve *c = &t->curve;
    double half = c->x[c->n - 1] / 2;
    size_t i = lc_curve_point(c, half);
    if (i == 0)
        return error_at(t, best, 0);
    double part = log(half / c->x[i - 1]) / log(c->x[i] / c->x[i - 1]);
    return (1 - part) * error_at(t, best, i - 1) + part * error_at(t, best, i);
}

static bool read_pair(lc_size_curve *s, const lc_context *context, const lc_pair *pair)
{
    const lc_analyzed *v = pair->validation, *t = pair->train;
    double best = best_of(v), of_train = best_of(t);
    if (v->curve.n < LC_SIZES_MIN || t->curve.n == 0 || isnan(best) || isnan(of_train) ||
        !(v->curve.x[0] > 0))
        return false;
    size_t last = v->curve.n - 1;
    best = fabs(of_train) > fabs(best) ? of_train : best; /* one of the two never came above 0 */
    double sampling = lc_context_sampling_error(context, v, v->curve.y[last]);
    *s = (lc_size_curve){
        .pair = pair,
        .size = v->curve.x[last],
        .train = error_at(t, best, t->curve.n - 1),
        .validation = error_at(v, best, last),
        .noise = fmax(fmax(folds_error(context, v), sampling), scatter(v, best)),
        .first = error_at(v, best, 0),
        .whole = best,
    };
    s->gain = error_at_half(v, best) - s->validation;
    return s->train >= 0 && s->validation > 0;
}

bool lc_size_curve_read(lc_size_curve *s, const lc_context *context)
{
    for (int sign = -1; sign <= 1; sign += 2)
        for (size_t i = 0; i < context->pairs_n; i++)
            if (context->pairs[i].validation->sign == sign &&
                read_pair(s, context, &context->pairs[i]))
                return true;
    return false;
}
