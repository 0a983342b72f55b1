/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metric_out_of_range.c - a metric beyond what its definition allows. */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include "model/metric.h"

#include <math.h>
#include <string.h>

#define PERCENT 100
#define ROUNDED 1e-6 /* beyond an end by rounding */

/* How many finite values lie outside [low, high], and the farthest of them. */
static size_t outside(double *farthest, const lc_series *s, double low, double high)
{
    size_t n = 0;
    double most = 0;
    for (size_t i = 0; i < s->n; i++) {
        double off = s->y[i] < low ? low - s->y[i] : s->y[i] - high;
        if (!isfinite(s->y[i]) || !(off > ROUNDED))
            continue;
        n++;
        if (off > most) {
            most = off;
            *farthest = s->y[i];
        }
    }
    return n;
}

static lc_finding *report(lc_context *context, const lc_analyzed *t, size_t n, double farthest,
                          const char *range)
{
    lc_finding *f = lc_find(context, LC_WARNING, 1, t);
    lc_finding_weigh(f, 7);
    lc_finding_basis(context, f, "bound: %s", range);
    lc_finding_evidence(context, f, "records_outside", (double)n);
    lc_finding_evidence(context, f, "farthest", farthest);
    lc_finding_summary(context, f, "%s is outside its range in %zu of %zu records (%s): %s",
                       t->series->metric.name, n, t->series->n, LC_NUM(farthest), range);
    return f;
}

static void check_share(lc_context *context, const lc_analyzed *t)
{
    double farthest = 0, high = lc_analyzed_scale_max(t);
    for (size_t i = 0; i < t->series->n; i++)
        if (t->series->y[i] > 2)
            high = PERCENT;
    size_t n = outside(&farthest, t->series, 0, high);
    if (n == 0)
        return;
    lc_finding *f =
        report(context, t, n, farthest, "a share of samples is between 0 and 1, or 0 and 100 %");
    lc_finding_cause(context, f,
                     "the metric is summed over batches or devices, or divided by a wrong count");
    lc_finding_cause(context, f,
                     "the metric gets logits or labels in a form that it does not accept");
    lc_finding_advice(context, f, "compute the metric by hand on a few predictions");
}

/* The run has an accuracy on that split, or the loss is too low to be minus a share such as Dice. */
static bool has_share(const lc_context *context, const lc_analyzed *t)
{
    if (lc_context_accuracy(context, t))
        return true;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *s = &context->analyzed[k];
        if (s->chosen && s->sign < 0 && s->series->metric.split == t->series->metric.split &&
            lc_metric_is_share(&s->series->metric) && t->series->y[t->best] < -1)
            return true;
    }
    return false;
}

/* A cross-entropy is never negative; a loss beside an accuracy, on the same split, is one. */
static void check_loss(lc_context *context, const lc_analyzed *t)
{
    double farthest = 0;
    size_t n = lc_analyzed_is_plain_loss(t) && has_share(context, t)
                   ? outside(&farthest, t->series, 0, INFINITY)
                   : 0;
    if (n == 0)
        return;
    lc_finding *f =
        report(context, t, n, farthest, "the cross-entropy of a classifier is never below 0");
    lc_finding_cause(
        context, f,
        "labels are not in 0 .. 1 (1 and 2, -1 and 1, class numbers for a binary loss)");
    lc_finding_cause(context, f,
                     "the loss gets probabilities instead of logits, or it is a log-likelihood");
    lc_finding_advice(context, f, "print the smallest and the largest label of a batch");
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n && context->first.code == LC_OK; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->finite == 0)
            continue;
        if (lc_metric_is_accuracy(&t->series->metric) ||
            (t->sign < 0 && lc_metric_is_share(&t->series->metric) &&
             !strstr(t->series->metric.base, "kappa"))) /* agreement below chance is negative */
            check_share(context, t);
        else if (t->series->metric.kind == LC_LOSS)
            check_loss(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"non-finite", 0, false}, {"divergence", 0.05, false}, {"*", 0.15, false}, {NULL, 0, false}};

const lc_rule lc_rule_metric_out_of_range = {
    .id = "metric-out-of-range",
    .title = "a metric outside the range of its definition",
    .theory =
        "Accuracy, precision, recall, F1, IoU and AUC are between 0 and 1 (or 0 and 100; Cohen's "
        "kappa, "
        "which is negative below chance, is left alone); the "
        "cross-entropy of a classifier is never negative. A value outside this range is an error "
        "of the metric or of its labels, and its curve cannot be interpreted. A loss without an "
        "accuracy beside it may be negative by design (log-likelihoods, -Dice).",
    .source = "definitions of the metrics",
    .verdict = "metric-mismatch",
    .axes = LC_AXIS_PROGRESS | LC_AXIS(LC_TRAIN_SIZE),
    .records = 1,
    .example =
        "epoch,loss,val_loss,val_auc\n1,0.61,0.63,0.941\n2,0.52,0.55,1.103\n3,0.47,0.51,1.187\n"
        "4,0.44,0.49,1.224\n",
    .effects = effects,
    .rank = 45,
    .experiment = "compute the metric by hand on a few predictions",
    .find = find,
};
