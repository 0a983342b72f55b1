/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metric_out_of_range.c - a metric beyond what its definition allows. */
#include "diagnose/finding.h"
#include "diagnose/role.h"
#include "diagnose/rule.h"

#include "model/metric.h"

#include <math.h>
#include <string.h>

#define PROBABILITY_MIN 3     /* records of a loss that is minus the accuracy, ... */
#define PROBABILITY_NEAR 0.05 /* ... but for so much, ... */
#define PROBABILITY_LEAST 0.2 /* ... and of more than this */
#define INSERTIONS 1.01       /* error rate beyond which there are more errors than words ... */
#define INSERTIONS_MOST 5     /* times the words: what is above is in percent */
#define INSERTIONS_MIN 3      /* ... in so many records ... */
#define INSERTIONS_LEARNT 0.2 /* ... while the loss's logarithm falls by that */
#define PERCENT 100
#define PERCENTAGE 1e5   /* [%] that no forecast is off by */
#define BOTTOMLESS_MIN 5 /* records of a loss that falls without end, ... */
#define BOTTOMLESS 3     /* ... to minus so many times its first value, or 1 ... */
#define FASTER 0.7       /* ... by steps of which so many are larger than the one before [share] */
#define ROUNDED 1e-6     /* beyond an end by rounding */

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

/* The loss of the same samples is 1 minus the score, or minus it, in every record: so it is in parts of 1. */
static bool is_loss_of_one(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *loss = lc_context_main_loss(context, t->series->metric.split);
    const lc_series *s = t->series;
    if (!loss || loss->series->n != s->n || s->n < 2)
        return false;
    double sum = loss->series->y[0] + s->y[0], digits = fmax(loss->series->quantum, s->quantum);
    if (fabs(sum) > 2 * digits && fabs(sum - 1) > 2 * digits)
        return false;
    for (size_t i = 1; i < s->n; i++)
        if (!(fabs(loss->series->y[i] + s->y[i] - sum) <= 2 * digits))
            return false;
    return true;
}

static void check_share(lc_context *context, const lc_analyzed *t)
{
    bool of_one = is_loss_of_one(context, t);
    double farthest = 0, high = of_one ? 1 : lc_analyzed_scale_max(t);
    for (size_t i = 0; i < t->series->n && !of_one; i++)
        if (t->series->y[i] > 2)
            high = fmax(high, PERCENT);
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

/* The run has an accuracy or another share on that split, and the loss is too low to be minus a share or a
 * similarity, such as Dice or a cosine. */
static bool has_share(const lc_context *context, const lc_analyzed *t)
{
    if (!(t->series->y[t->best] < -1))
        return false;
    if (lc_context_accuracy(context, t))
        return true;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *s = &context->analyzed[k];
        if (s->chosen && s->sign < 0 && s->series->metric.split == t->series->metric.split &&
            lc_metric_is_share(&s->series->metric))
            return true;
    }
    return false;
}

/* Losses of several tasks or terms are logged beside it, which make it up with weights that may be learnt. */
static bool is_total(const lc_context *context, const lc_analyzed *t)
{
    size_t parts = 0;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_metric *m = &context->run->series[k].metric;
        parts += m->split == t->series->metric.split && lc_role_is_part_of(m, &t->series->metric);
    }
    return parts > 1;
}

/* An error of a regression is logged beside the share: the loss is one of both tasks. */
static bool has_regression(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (lc_metric_is_of_regression(&context->run->series[k].metric))
            return true;
    return false;
}

/* A cross-entropy is never negative; a loss of that name is one, and a plain one beside an accuracy on the same
 * split, unless it is a total. */
static void check_loss(lc_context *context, const lc_analyzed *t)
{
    double farthest = 0;
    bool named = strstr(t->series->metric.base, "crossentropy") ||
                 strstr(t->series->metric.base, "cross_entropy");
    size_t n = named || (lc_analyzed_is_plain_loss(t) && has_share(context, t) &&
                         !is_total(context, t) && !has_regression(context))
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

/* A plain loss from -1 to 0 that is minus the accuracy, but for little, in every record: minus a probability. */
static void check_probability(lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    double farthest = 0;
    if (!a || !lc_analyzed_is_plain_loss(t) || !lc_analyzed_is_negative_share(t) ||
        a->curve.n != t->curve.n || t->curve.n < PROBABILITY_MIN)
        return;
    for (size_t i = 0; i < t->curve.n; i++)
        farthest = fmax(farthest, fabs(t->curve.y[i] + a->curve.y[i] / lc_analyzed_scale_max(a)));
    if (farthest > PROBABILITY_NEAR || lc_analyzed_last(t) > -PROBABILITY_LEAST)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_series(f, a);
    lc_finding_weigh(f, 5);
    lc_finding_basis(context, f, "at most %s from minus the accuracy in %zu records",
                     LC_NUM(farthest), t->curve.n);
    lc_finding_evidence(context, f, "farthest", farthest);
    lc_finding_summary(context, f,
                       "%s is minus %s but for %s in every record: it is minus the probability of "
                       "the right class, and not its logarithm",
                       t->series->metric.name, a->series->metric.name, LC_NUM(farthest));
    lc_finding_cause(
        context, f,
        "a negative log-likelihood (NLLLoss) that gets probabilities of a softmax, and "
        "not their logarithms");
    lc_finding_advice(context, f,
                      "give it log-probabilities (log_softmax), or use a cross-entropy of logits");
}

/* More errors than words in every record while the loss of the same samples falls. */
static void check_insertions(lc_context *context, const lc_analyzed *t)
{
    static const char *const words[] = {"wer", "cer", NULL};
    const lc_analyzed *loss = lc_context_main_loss(context, t->series->metric.split);
    double low, high;
    if (!lc_metric_has_word(&t->series->metric, words) || t->curve.n < INSERTIONS_MIN || !loss ||
        loss == t || loss->log.shifted || loss->log.n < INSERTIONS_MIN ||
        loss->log.drop < INSERTIONS_LEARNT)
        return;
    lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    bool percent = high > INSERTIONS_MOST;
    if (low < (percent ? PERCENT : 1) * INSERTIONS)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_series(f, loss);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "at least %s in all %zu records", LC_NUM(low), t->curve.n);
    lc_finding_evidence(context, f, "least", low);
    lc_finding_summary(context, f,
                       "%s is never below %s while %s falls from %s to %s: more errors than words, "
                       "of samples that are learnt",
                       t->series->metric.name, LC_NUM(low), loss->series->metric.name,
                       LC_START(loss), LC_END(loss));
    lc_finding_cause(context, f,
                     "answers go on after their end, are in another language, or are compared with "
                     "labels that are not prepared as they are");
    lc_finding_advice(context, f, "print ten answers beside their labels, as the metric gets them");
}

/* It passes 0 and falls ever faster: nothing limits it from below. What is limited, or grows by ever less, such as
 * a likelihood, slows down. */
static void check_bottomless(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    size_t faster = 0, n = s->n;
    if (n < BOTTOMLESS_MIN || t->finite < n || t->sign <= 0 ||
        !(s->y[n - 1] < -BOTTOMLESS * fmax(1, fabs(s->y[0]))))
        return;
    for (size_t i = 1; i < n; i++) {
        if (s->y[i] >= s->y[i - 1])
            return;
        faster += i > 1 && s->y[i - 1] - s->y[i] > s->y[i - 2] - s->y[i - 1];
    }
    if ((double)faster < FASTER * (double)(n - 2))
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_weigh(f, 5);
    lc_finding_basis(context, f, "each of %zu of %zu steps is larger than the one before", faster,
                     n - 2);
    lc_finding_evidence(context, f, "first", s->y[0]);
    lc_finding_evidence(context, f, "last", s->y[n - 1]);
    lc_finding_summary(context, f,
                       "%s falls ever faster, from %s to %s: it has no least value, so that to "
                       "lower it is not to learn",
                       s->metric.name, LC_NUM(s->y[0]), LC_NUM(s->y[n - 1]));
    lc_finding_cause(context, f,
                     "labels or inputs to be rebuilt are not in 0 .. 1, as a binary cross-entropy "
                     "needs (standardised inputs, class numbers, -1 and 1)");
    lc_finding_cause(context, f,
                     "an error with a sign is averaged: a square or a magnitude is missing");
    lc_finding_advice(context, f, "print the smallest and the largest label of a batch");
}

/* A percentage of targets that are 0, or next to it. */
static void check_percentage(lc_context *context, const lc_analyzed *t)
{
    if (!strstr(t->series->metric.base, "mape") && !strstr(t->series->metric.base, "percentage"))
        return;
    double low, high;
    lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    if (low < PERCENTAGE)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "at least %s %% in all %zu records", LC_NUM(low), t->finite);
    lc_finding_evidence(context, f, "least", low);
    lc_finding_summary(
        context, f,
        "%s is never below %s: some targets are 0 or next to it, and a percentage of "
        "them says nothing",
        t->series->metric.name, LC_NUM(low));
    lc_finding_cause(context, f, "targets of 0, or standardised ones, are divided by");
    lc_finding_advice(context, f, "judge by the mean absolute error, or leave out targets near 0");
}

static void find(lc_context *context)
{
    bool plays = context->adversarial || context->reinforcement;
    const lc_analyzed *train = lc_context_main_loss(context, LC_TRAIN);
    if (train && train->finite && !plays)
        check_bottomless(context, train);
    for (size_t k = 0; k < context->run->series_n && context->first.code == LC_OK; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->finite == 0)
            continue;
        if (lc_metric_is_accuracy(&t->series->metric) ||
            (t->sign < 0 && lc_metric_is_share(&t->series->metric) &&
             !strstr(t->series->metric.base, "kappa"))) /* agreement below chance is negative */
            check_share(context, t);
        else if (t->series->metric.kind == LC_LOSS) {
            check_probability(context, t);
            check_insertions(context, t);
            check_loss(context, t);
            check_percentage(context, t);
        }
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
        "kappa, which is negative below chance, is left alone); the cross-entropy of a "
        "classifier is never negative. A value outside this range is an error of the metric or "
        "of its labels, and its curve cannot be interpreted. A loss without an accuracy beside "
        "it may be negative by design (log-likelihoods, -Dice), unless its name says that it is "
        "a cross-entropy. Beside an accuracy so may a total of several logged losses, whose "
        "weights may be learnt, one beside an error of a regression, and one that stays above -1, "
        "which may be minus a similarity; where it is minus the accuracy but for little, in every "
        "record, it is "
        "minus a probability, whose logarithm is missing. A word error rate above 1 in every "
        "record, while the loss of "
        "the same samples falls, counts answers that go on, or other words than the labels. A "
        "training loss that passes 0 and falls ever faster has no least value, so that to lower "
        "it is not to learn. A percentage error that is never below 100,000 % is one of targets "
        "of 0.",
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
