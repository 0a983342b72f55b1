/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * validation_better.c - validation is better than train throughout.
 *
 * Counts the records in which it is, and takes their median distance in units of both curves' noise.
 * It is no fault by itself: most often the two are measured under other conditions.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include "base/mem.h"

#include <math.h>

enum { SHARE, NOISE };

static const lc_threshold thresholds[] = {
    [SHARE] = {"share", 0.9, "records in which validation is better [share]",
               "judgement: in all records, except for noise"},
    [NOISE] = {"noise", 2, "median distance, over the noise of a difference [ratio]",
               "two standard deviations of single records"},
};

#define RECORDS_MIN 3

/* How often validation is better, and by how much. */
typedef struct lead {
    size_t records, better;
    double median; /* [unit of the metric], positive where validation is better */
} lead;

static lc_status measure(lead *l, const lc_pair *p, lc_error *err)
{
    const lc_analyzed *v = p->validation;
    const lc_curve *c = &v->curve;
    double *d = lc_mem_resize(NULL, c->n, sizeof *d);
    *l = (lead){0, 0, 0};
    if (!d)
        return lc_error_nomem(err);
    for (size_t i = 0; i < c->n; i++) {
        size_t at = lc_curve_point(&p->train->curve, c->x[i]);
        if (at >= p->train->curve.n)
            break;
        d[l->records] = v->sign * (p->train->curve.y[at] - c->y[i]);
        l->better += d[l->records++] > 0;
    }
    lc_status st = lc_median(&l->median, d, l->records, err);
    lc_mem_free(d);
    return st;
}

static void report(lc_context *context, const lc_pair *p, const lead *l, double error)
{
    const char *name = p->validation->series->metric.name, *train = p->train->series->metric.name;
    lc_finding *f = lc_find(context, LC_NOTE, 0.9, p->validation);
    lc_finding_series(f, p->train);
    lc_finding_basis(context, f, "better in %zu of %zu records, by %s times the noise", l->better,
                     l->records, error > 0 ? LC_NUM(l->median / error) : "many");
    lc_finding_evidence(context, f, "median_distance", l->median);
    lc_finding_evidence(context, f, "records_better", (double)l->better);
    lc_finding_summary(context, f,
                       "%s is better than %s in %zu of %zu records, with a median difference of %s",
                       name, train, l->better, l->records, LC_NUM(l->median));
    lc_finding_cause(context, f,
                     "dropout, augmentation, label smoothing or regularisation terms act on the "
                     "training value only");
    lc_finding_cause(context, f,
                     "the training value is the mean over an epoch in which the network improved, "
                     "validation is measured at its end");
    lc_finding_cause(
        context, f,
        "the validation samples are easier, or few, or some of them are in the training set");
    lc_finding_advice(context, f,
                      "evaluate the training samples once in the same way as validation: then the "
                      "two can be compared");
}

static void check(lc_context *context, const lc_pair *p)
{
    lead l;
    double error = hypot(p->train->curve.noise, p->validation->curve.noise);
    if (p->train->series->percent != p->validation->series->percent)
        return; /* sparse-log says so */
    if (measure(&l, p, &context->first) != LC_OK || l.records < RECORDS_MIN)
        return;
    if ((double)l.better >= lc_context_limit(context, SHARE) * (double)l.records && l.median > 0 &&
        l.median > lc_context_limit(context, NOISE) * error)
        report(context, p, &l, error);
}

static void find(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        check(context, &context->pairs[i]);
}

const lc_rule lc_rule_validation_better = {
    .id = "validation-better",
    .title = "a validation value that is better than training throughout",
    .theory = "Normally a network fits its training samples better. Where validation is better in "
              "{share%} of the records, by more than {noise} times the noise of a difference, the "
              "two values are measured under different conditions: dropout and augmentation are "
              "active in training only, a regularisation term is added to the training loss only, "
              "and the training value is a mean over an epoch during which the network improved. "
              "This is a note: nothing is wrong, but the gap says less than it seems to.",
    .source = "Keras FAQ, Why is my training loss much higher than my testing loss?",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS | LC_AXIS(LC_TRAIN_SIZE),
    .example =
        "epoch,loss,val_loss\n"
        "1,1.161,0.983\n2,0.997,0.843\n3,0.884,0.734\n4,0.785,0.651\n5,0.704,0.594\n6,0.659,0.538\n"
        "7,0.602,0.504\n8,0.572,0.470\n9,0.554,0.451\n10,0.521,0.439\n11,0.508,0.416\n"
        "12,0.491,0.400\n13,0.474,0.402\n14,0.485,0.377\n15,0.462,0.369\n16,0.474,0.372\n"
        "17,0.462,0.370\n18,0.459,0.362\n",
    .needs = LC_NEEDS_PAIR,
    .records = 3,
    .find = find,
};
