/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * late_generalization.c - validation gets better again, long after it had turned or stalled.
 *
 * Looks for two descents of the smooth validation curve with a rise, or a long rest, between them, of
 * which the second goes below the first: double descent over epochs, and grokking.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <math.h>

enum { RISE, BEYOND, ERRORS };

static const lc_threshold thresholds[] = {
    [RISE] = {"rise", 0.1, "rise between the two descents [share of the improvement of the first]",
              "judgement: a rise at which early stopping would have stopped"},
    [BEYOND] =
        {"beyond", 0.05,
         "distance of the second minimum below the first [share of the improvement of the first]",
         "judgement"},
    [ERRORS] = {"errors", 4, "least size of both [standard errors of smoothed values]",
                "four standard errors: many places were examined"},
};

#define RECORDS_MIN 20

/* The first descent's end, the top after it, and the end of the second. */
typedef struct descents {
    size_t first, top, second;
    double gained, rise, beyond; /* all positive where they are what their names say */
} descents;

/* The best point after which the curve rises the most before it goes below it again. */
static bool find_descents(descents *d, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t best = 0, top = 0;
    *d = (descents){0};
    for (size_t i = 1; i < c->n; i++) {
        double u = t->sign * c->smooth[i];
        if (u < t->sign * c->smooth[best]) {
            double rise = t->sign * (c->smooth[top] - c->smooth[best]);
            if (top > best && rise > d->rise) {
                d->first = best;
                d->top = top;
                d->rise = rise;
            }
            best = top = i;
        } else if (u > t->sign * c->smooth[top]) {
            top = i;
        }
    }
    d->second = best;
    d->gained = t->sign * (c->y[0] - c->smooth[d->first]);
    d->beyond = t->sign * (c->smooth[d->first] - c->smooth[best]);
    return d->rise > 0 && d->second > d->top;
}

static void report(lc_context *context, const lc_analyzed *t, const descents *d)
{
    const lc_curve *c = &t->curve;
    const char *name = t->series->metric.name, *axis = lc_context_axis(context);
    lc_finding *f = lc_find(context, LC_NOTE, 0.95, t);
    lc_finding_series(f, lc_context_other(context, t));
    lc_finding_range(f, c->x[d->first], c->x[d->second]);
    lc_finding_basis(context, f, "both differences beyond %.0f standard errors",
                     lc_context_limit(context, ERRORS));
    lc_finding_evidence(context, f, "first_best_at", c->x[d->first]);
    lc_finding_evidence(context, f, "first_best", c->smooth[d->first]);
    lc_finding_evidence(context, f, "worst_between", c->smooth[d->top]);
    lc_finding_evidence(context, f, "second_best_at", c->x[d->second]);
    lc_finding_evidence(context, f, "second_best", c->smooth[d->second]);
    lc_finding_summary(context, f,
                       "%s is best near %s %s at first (about %s), gets worse, and is better than "
                       "that by %s %s (about %s)",
                       name, axis, LC_NUM(c->x[d->first]), LC_NUM(c->smooth[d->first]), axis,
                       LC_NUM(c->x[d->second]), LC_NUM(c->smooth[d->second]));
    lc_finding_cause(context, f,
                     "double descent: the network passed the point at which it can just fit the "
                     "training samples");
    lc_finding_cause(context, f,
                     "grokking: weight decay slowly favours the solution that generalizes");
    lc_finding_cause(context, f, "the learning rate was lowered between the two");
    lc_finding_advice(
        context, f,
        "early stopping with a patience below %s %s would have missed the second descent",
        LC_NUM(c->x[d->second] - c->x[d->first]), lc_context_units(context));
}

static void check(lc_context *context, const lc_analyzed *t)
{
    descents d;
    const lc_curve *c = &t->curve;
    if (!find_descents(&d, t) || d.gained <= 0)
        return;
    double error = lc_context_limit(context, ERRORS) * sqrt(2 / (double)c->window) * c->noise;
    if (d.rise > fmax(error, lc_context_limit(context, RISE) * d.gained) &&
        d.beyond > fmax(error, lc_context_limit(context, BEYOND) * d.gained))
        report(context, t, &d);
}

static void find(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        if (context->pairs[i].validation->curve.n >= RECORDS_MIN)
            check(context, context->pairs[i].validation);
}

const lc_rule lc_rule_late_generalization = {
    .id = "late-generalization",
    .title = "a second improvement of validation, long after it had turned or stalled",
    .theory = "The test error can fall, rise and fall again over the epochs, when the network "
              "passes the point at which it can just fit the training samples (double descent). "
              "And on small algorithmic tasks validation may start to improve long after training "
              "is done (grokking). The smoothed validation curve must rise by {rise%} of its first "
              "improvement and then go below its first minimum by {beyond%}, both by more than "
              "{errors} standard errors of its smoothed values.",
    .source = "Nakkiran et al. 2020, Deep Double Descent, ICLR; Power et al. 2022, Grokking, arXiv "
              "2201.02177",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example =
        "epoch,loss,val_loss\n"
        "1,0.931,1.269\n2,0.767,0.993\n3,0.635,0.816\n4,0.522,0.713\n5,0.433,0.658\n6,0.364,0.699\n"
        "7,0.300,0.776\n8,0.249,0.858\n9,0.213,0.943\n10,0.181,0.716\n11,0.150,0.504\n"
        "12,0.138,0.360\n13,0.110,0.283\n14,0.097,0.224\n15,0.084,0.184\n16,0.075,0.159\n"
        "17,0.061,0.131\n18,0.060,0.118\n19,0.051,0.120\n20,0.048,0.115\n21,0.049,0.109\n"
        "22,0.045,0.104\n",
    .ordered = true,
    .needs = LC_NEEDS_PAIR,
    .records = 20,
    .find = find,
};
