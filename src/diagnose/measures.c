/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measures.c - a run of any length as a row of numbers of one length, for a classifier. */
#include "diagnose/measures.h"

#include "base/mem.h"
#include "stats/select.h"

#include <math.h>

#define NEAR 1e-9 /* added to what is divided by, so that 0 of 0 is 0 */

/* Median of |y|; y[n] is overwritten. */
static double median_size(double *y, size_t n)
{
    for (size_t i = 0; i < n; i++)
        y[i] = fabs(y[i]);
    return lc_select_median(y, n);
}

static double mean(const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += y[i];
    return sum / (double)n;
}

/* w[n]: the values, greater being better; work[n] is overwritten. */
static void measure_steps(double *m, const double *w, size_t n, double range, double *work)
{
    size_t better = 0, same = 0;
    double most = 0;
    for (size_t i = 0; i < n; i++)
        work[i] = w[i];
    double level = median_size(work, n);
    for (size_t i = 1; i < n; i++) {
        double step = w[i] - w[i - 1];
        better += step > 0;
        same += step == 0;
        most = fmax(most, fabs(step));
        work[i - 1] = step;
    }
    m[LC_M_BETTER] = (double)better / (double)(n - 1);
    m[LC_M_SAME] = (double)same / (double)(n - 1);
    m[LC_M_JUMP] = most / (range + NEAR);
    m[LC_M_STEP] = median_size(work, n - 1) / (level + NEAR);
    if (n < 3)
        return;
    for (size_t i = 2; i < n; i++)
        work[i - 2] = w[i] - 2 * w[i - 1] + w[i - 2];
    m[LC_M_ROUGH] = median_size(work, n - 2) / (range + NEAR);
    size_t third = n / 3;
    m[LC_M_LATE] = (mean(w + n - third, third) - mean(w + n - 2 * third, third)) / (level + NEAR);
}

static lc_status measure_series(double *m, const lc_analyzed *t, lc_error *err)
{
    size_t n = t->curve.n, best = 0, worst = 0;
    double scale = -t->sign / lc_analyzed_scale_max(t);
    m[LC_M_VALUES] = (double)n;
    if (n < 2)
        return LC_OK;
    lc_room room;
    double *w = lc_room_take(&room, 2 * n);
    if (!w)
        return lc_error_nomem(err);
    for (size_t i = 0; i < n; i++) {
        w[i] = scale * t->curve.y[i];
        best = w[i] > w[best] ? i : best;
        worst = w[i] < w[worst] ? i : worst;
    }
    double range = w[best] - w[worst], lost = w[best] - w[n - 1];
    m[LC_M_FIRST] = -t->sign * w[0];
    m[LC_M_LAST] = -t->sign * w[n - 1];
    m[LC_M_BEST] = -t->sign * w[best];
    m[LC_M_WORST] = -t->sign * w[worst];
    m[LC_M_GAIN] = (w[n - 1] - w[0]) / (fabs(w[0]) + NEAR);
    m[LC_M_BEST_AT] = (double)best / (double)(n - 1);
    m[LC_M_LOST] = lost / (range + NEAR);
    m[LC_M_LOST_LEVEL] = lost / (fabs(w[best]) + NEAR);
    measure_steps(m, w, n, range, w + n);
    lc_room_free(&room);
    return LC_OK;
}

static double log_ratio(double a, double b)
{
    return a > 0 && b > 0 ? log(a / b) : NAN;
}

static double surprise(double loss, double score)
{
    return score >= 0 && score <= 1 ? loss + log(fmax(score, 1e-6)) : NAN;
}

static void compare(double *m)
{
    const size_t n = LC_M_N;
    const double *loss = m + LC_TRAIN_LOSS * n, *held = m + LC_HELD_OUT_LOSS * n;
    const double *score = m + LC_TRAIN_SCORE * n, *held_score = m + LC_HELD_OUT_SCORE * n;
    m[LC_M_LOSS_RATIO] = log_ratio(held[LC_M_LAST], loss[LC_M_LAST]);
    m[LC_M_LOSS_RATIO_FIRST] = log_ratio(held[LC_M_FIRST], loss[LC_M_FIRST]);
    m[LC_M_LOSS_RATIO_BEST] = log_ratio(held[LC_M_BEST], loss[LC_M_BEST]);
    m[LC_M_SCORE_GAP] = score[LC_M_LAST] - held_score[LC_M_LAST];
    m[LC_M_SCORE_GAP_FIRST] = score[LC_M_FIRST] - held_score[LC_M_FIRST];
    m[LC_M_SCORE_GAP_BEST] = score[LC_M_BEST] - held_score[LC_M_BEST];
    m[LC_M_TRAIN_SURPRISE] = surprise(loss[LC_M_LAST], score[LC_M_LAST]);
    m[LC_M_SURPRISE] = surprise(held[LC_M_LAST], held_score[LC_M_LAST]);
}

/* Of which of the four series it is; LC_MEASURED_N: of none. */
static size_t place_of(const lc_analyzed *t)
{
    bool train = t->series->metric.split == LC_TRAIN || t->series->metric.split == LC_SPLIT_NONE;
    if (!t->chosen || t->sign == 0 || t->curve.n == 0)
        return LC_MEASURED_N;
    if (t->sign > 0)
        return train ? LC_TRAIN_LOSS : LC_HELD_OUT_LOSS;
    return train ? LC_TRAIN_SCORE : LC_HELD_OUT_SCORE;
}

lc_status lc_measures_take(lc_measures *measures, const lc_context *context, lc_error *err)
{
    lc_status st = LC_OK;
    *measures = (lc_measures){0};
    for (size_t k = 0; k < LC_MEASURES; k++)
        measures->m[k] = NAN;
    for (size_t k = 0; k < context->run->series_n && st == LC_OK; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        size_t place = place_of(t);
        if (place == LC_MEASURED_N || measures->of[place])
            continue;
        measures->of[place] = t;
        st = measure_series(measures->m + place * LC_M_N, t, err);
    }
    measures->m[LC_M_RECORDS] = (double)lc_context_records(context);
    compare(measures->m);
    return st;
}
