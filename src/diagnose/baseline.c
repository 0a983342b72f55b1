/* SPDX-License-Identifier: GPL-3.0-or-later */
/* baseline.c - the level of guessing, from the classes that are told or from a logged r2. */
#include "diagnose/baseline.h"

#include "base/mem.h"
#include "model/metric.h"
#include "stats/noise.h"

#include <math.h>

#define RATIOS_MIN 3   /* records with loss and r2: fewer show no constant */
#define ONE_RATIO 0.02 /* spread of a constant ratio, of itself: rounded digits, running means */
#define LEFT_MIN 1e-6  /* 1 - r2: of less the digits tell nothing */
/* Of 34 public runs with a known number of classes, this tells the 17 with two from all but one of the others,
 * which has three. */
#define HALF 0.5         /* accuracy of a half-learned record: at least ... */
#define LITTLE_MORE 0.85 /* ... and at most [1 = all samples] */
#define ONE_LEAST 0.5    /* classes beside the true one that are one: at least ... */
#define ONE_MOST 1.05    /* ... and at most */

/* Classes beside the true one among which a network is in doubt that costs that loss at that accuracy, equally
 * sure of each answer: from loss = -a ln a - (1 - a) ln((1 - a) / others). Answers that are not equally sure
 * cost less. */
static double others_by(double loss, double accuracy)
{
    return (1 - accuracy) * exp((loss + accuracy * log(accuracy)) / (1 - accuracy));
}

/* The first record at which training is half right, and not much more, costs what doubt between two classes
 * costs. Later ones tell less, since a network that has learnt is in doubt between few of many classes. */
static bool are_two_classes(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *a = &context->analyzed[k], *loss;
        if (!a->chosen || a->series->metric.split != LC_TRAIN ||
            !lc_metric_is_accuracy(&a->series->metric) ||
            !(loss = lc_context_plain_loss(context, a)))
            continue;
        for (size_t i = 0; i < a->series->n; i++) {
            double share = a->series->y[i] / lc_analyzed_scale_max(a),
                   others = others_by(lc_analyzed_beside(context, loss, a, i), share);
            if (share >= HALF && share <= LITTLE_MORE && isfinite(others))
                return others >= ONE_LEAST && others <= ONE_MOST;
        }
    }
    return false;
}

double lc_baseline_guess(const lc_context *context)
{
    size_t classes = context->run->facts.classes;
    return classes >= 2 ? 1 / (double)classes : are_two_classes(context) ? 0.5 : 0;
}

double lc_baseline_share(const lc_context *context)
{
    return context->guess;
}

double lc_baseline_entropy(double share)
{
    return share <= 0 || share >= 1 ? 0 : -share * log(share) - (1 - share) * log(1 - share);
}

/* The middle of ratio[n] if all are about that. Overwrites them. */
static lc_status one_value(double *middle, double *ratio, size_t n, lc_error *err)
{
    double spread, m;
    if (n < RATIOS_MIN)
        return LC_OK;
    lc_status st = lc_median(&m, ratio, n, err);
    for (size_t i = 0; i < n && st == LC_OK; i++)
        ratio[i] -= m;
    if (st == LC_OK)
        st = lc_residual_sd(&spread, ratio, n, err);
    if (st == LC_OK && spread <= ONE_RATIO * m)
        *middle = m;
    return st;
}

/* Variance of the targets, if the loss is their squared error. */
static lc_status variance_by(double *variance, const lc_context *context, const lc_analyzed *loss,
                             const lc_analyzed *r2, lc_error *err)
{
    const lc_series *s = loss->series;
    double *ratio = lc_mem_resize(NULL, s->n, sizeof *ratio);
    size_t n = 0;
    if (!ratio)
        return lc_error_nomem(err);
    for (size_t i = 0; i < s->n; i++) {
        double left = 1 - lc_analyzed_beside(context, r2, loss, i);
        if (left > LEFT_MIN && isfinite(left) && isfinite(s->y[i]))
            ratio[n++] = s->y[i] / left;
    }
    lc_status st = one_value(variance, ratio, n, err);
    lc_mem_free(ratio);
    return st;
}

/* Of the classes, of that split where it is told. */
static double entropy_of(const lc_facts *facts, lc_split split)
{
    double entropy = split == LC_VALIDATION && facts->validation_class_entropy > 0
                         ? facts->validation_class_entropy
                         : facts->class_entropy;
    /* Where no number is told, a share of a guess is known of two classes alone. */
    return entropy > 0 ? entropy : log(facts->classes ? (double)facts->classes : 2);
}

lc_status lc_baseline_find(double *chance, const lc_context *context, const lc_analyzed *t,
                           lc_error *err)
{
    const lc_facts *facts = &context->run->facts;
    const lc_metric *m = &t->series->metric;
    bool is_loss = m->kind == LC_LOSS && t->chosen && t->finite;
    const lc_analyzed *r2 = is_loss ? context->r2[m->split] : NULL;
    double share = lc_baseline_share(context);
    *chance = NAN;
    if (lc_metric_is_r2(m))
        *chance = 0;
    else if (lc_metric_is_accuracy(m) && share > 0)
        *chance = lc_analyzed_scale_max(t) * share;
    else if (r2)
        return variance_by(chance, context, t, r2, err);
    else if (is_loss && lc_context_is_weighted(context, t))
        *chance = facts->weighted_class_entropy > 0 ? facts->weighted_class_entropy : NAN;
    else if (is_loss && lc_analyzed_is_plain_loss(t) && share > 0 &&
             !(facts->weighted_class_entropy > 0)) /* what weights train need not reach it */
        *chance = entropy_of(facts, m->split);
    return LC_OK;
}
