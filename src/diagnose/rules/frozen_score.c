/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * frozen_score.c - a score at an end of its range in every record, whatever the loss does.
 *
 * A score of exactly 0, or of all right at once and for good, measures something else than what the
 * loss learns.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include "model/metric.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { MOVED };

static const lc_threshold thresholds[] = {
    [MOVED] = {"moved", 0.2,
               "change of the natural logarithm of the loss that a score should follow",
               "judgement: a loss that has fallen by a fifth of itself"},
};

#define RANKS 0.1      /* gain of an area under a curve that is learning */
#define MOVES 0.02     /* share of the other split's score that is not 0 */
#define NEAR 0.002     /* of its scale: a score that is next to nothing */
#define NEAR_BLEU 0.05 /* the same of a score of translation */
#define ALL_WRONG 0.95 /* error rate at which nothing is right */
#define EACH 1.5       /* [nats] that each record at the end of the range says */
#define MOST 6
#define NEAR_LEARNT \
    0.005          /* of other scores than accuracy (metric-mismatch), as a loss falls by ... */
#define LEARNT 1.5 /* ... so much of its logarithm */
#define RECORDS_MIN 3
#define LEARNT_MIN 3   /* records of a training accuracy, beside which ... */
#define BESIDE 3.2     /* ... a score of 0 says so much [nats] */
#define SETTLED_MIN 4  /* records at the end, where the first ones are elsewhere */
#define GOOD 0.95      /* score of the other split at which all right is no wonder */
#define NEXT_TO_0 1e-4 /* a loss that leaves nothing to learn */
#define SAME_MIN 5     /* records of one accuracy ... */
#define BETTER 0.1     /* ... while another share gains so much */
#define PERFECT_MIN 2  /* records of all right from the second one on */

/* Records at the run's end from `low` to `high`. */
static size_t records_within(const lc_series *s, double low, double high)
{
    size_t n = 0;
    while (n < s->n && s->y[s->n - 1 - n] >= low && s->y[s->n - 1 - n] <= high)
        n++;
    return n;
}

/* What began elsewhere, by chance or untrained, is at its end for good. */
static bool is_most(size_t n, size_t of)
{
    return n == of || (n >= SETTLED_MIN && 4 * n >= 3 * of);
}

/* "all 5 records", "8 of 9 records, to the end" */
static void count_records(char text[80], size_t n, size_t of)
{
    if (n == of)
        snprintf(text, 80, "all %zu records", n);
    else
        snprintf(text, 80, "%zu of %zu records, to the end", n, of);
}

/* The loss over the same samples; NULL for none. */
static const lc_analyzed *loss_of(const lc_context *context, const lc_analyzed *score)
{
    return lc_context_main_loss(context, score->series->metric.split);
}

/* The other split, where it is far from perfect; NULL for none. */
static const lc_analyzed *less_good(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *other = lc_context_other(context, t);
    bool less =
        other && other->curve.n && lc_analyzed_end(other) < GOOD * lc_analyzed_scale_max(other);
    return less ? other : NULL;
}

static void report(lc_context *context, const lc_analyzed *t, const lc_analyzed *loss, size_t n,
                   double value, double log_lr)
{
    const char *name = t->series->metric.name;
    const lc_analyzed *apart = less_good(context, t);
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_series(f, loss);
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f, "%zu of %zu records", n, t->series->n);
    lc_finding_evidence(context, f, "value", value);
    lc_finding_evidence(context, f, "records", (double)n);
    if (value <= NEAR_LEARNT * lc_analyzed_scale_max(t)) {
        char where[80];
        count_records(where, n, t->series->n);
        lc_finding_summary(context, f, "%s is %s%s in %s: %s prediction counts as right", name,
                           value == 0 ? "exactly " : "at most ", LC_NUM(value), where,
                           value == 0 ? "no" : "hardly any");
        lc_finding_cause(
            context, f,
            "an accuracy of a regression: predictions equal real-valued targets only by accident");
        lc_finding_cause(context, f,
                         "labels and outputs are compared in different forms: class numbers with "
                         "one-hot rows, logits with labels, 0/1 with -1/1");
        lc_finding_cause(context, f, "the class that the score counts is never predicted");
    } else if (apart) {
        lc_finding_series(f, apart);
        lc_finding_summary(context, f, "%s is perfect (%s) in all %zu records, while %s ends at %s",
                           name, LC_NUM(value), n, apart->series->metric.name, LC_END(apart));
        lc_finding_cause(context, f,
                         "the samples of this split all have the same label: a wrong folder level, "
                         "an empty or unshuffled split");
        lc_finding_cause(context, f, "the metric of this split is computed on something else");
    } else {
        lc_finding_summary(context, f,
                           "%s is perfect (%s) from its first records on, in %zu of %zu records: "
                           "probably all samples have the same label",
                           name, LC_NUM(value), n, t->series->n);
        lc_finding_cause(context, f,
                         "all samples have the same label: a wrong folder level, a constant "
                         "column, masked labels");
        lc_finding_cause(context, f, "the target is among the inputs");
    }
    lc_finding_advice(context, f,
                      "print ten predictions beside their labels, as the metric gets them");
    lc_finding_advice(context, f, "count how often each label occurs in a batch");
}

/* An area under a curve, over the same samples, gets better by much. */
static bool ranks_better(const lc_context *context, const lc_analyzed *score)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        if (t->chosen && t->finite && m->split == score->series->metric.split &&
            lc_metric_is_auc(m) &&
            lc_analyzed_end(t) - lc_analyzed_start(t) > RANKS * lc_analyzed_scale_max(t))
            return true;
    }
    return false;
}

/* Exactly 0 throughout, or from its first records on. Some scores begin at 0 and stay there for a while, such as mAP; a loss that
 * falls meanwhile says that they should have moved. */
static void check_zero(lc_context *context, const lc_analyzed *t)
{
    const lc_series *series = t->series;
    const lc_analyzed *loss = loss_of(context, t);
    double drop = loss && !loss->log.shifted ? loss->log.drop : 0, scale = lc_analyzed_scale_max(t);
    double near = !lc_metric_is_share(&series->metric)                       ? NEAR_BLEU
                  : drop > LEARNT && !lc_metric_is_accuracy(&series->metric) ? NEAR_LEARNT * scale
                                                                             : NEAR * scale;
    size_t n = records_within(series, 0, near);
    if (n < RECORDS_MIN || !is_most(n, series->n))
        return;
    double most = 0;
    for (size_t i = series->n - n; i < series->n; i++)
        most = fmax(most, series->y[i]);
    bool moved = drop > lc_context_limit(context, MOVED);
    const lc_analyzed *other = lc_context_other(context, t);
    /* While the other split's moves, the splits differ, and not the metric from the task. */
    if (other && lc_analyzed_end(other) > MOVES * lc_analyzed_scale_max(other))
        return;
    /* Beside a score without a threshold that gets better, its threshold is not met yet. */
    if (!lc_metric_is_accuracy(&series->metric) && ranks_better(context, t))
        return;
    /* Detection may take a while to leave 0. */
    bool late = strstr(t->series->metric.base, "ap") && !context->excerpt;
    double log_lr = fmin(MOST, (most == 0 ? EACH : EACH / 2) * (double)(n - 1)) + (moved ? 1 : 0) -
                    (late ? 1.3 : 0);
    report(context, t, loss, n, most, log_lr);
}

/* Another share of the same samples that gets better by a tenth of all; NULL for none. */
static const lc_analyzed *better_beside(const lc_context *context, const lc_analyzed *t)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *s = &context->analyzed[k];
        if (s != t && s->chosen && s->sign < 0 && s->curve.n > 1 &&
            s->series->metric.split == t->series->metric.split &&
            lc_metric_is_share(&s->series->metric) && !lc_metric_is_accuracy(&s->series->metric) &&
            lc_analyzed_last(s) - lc_analyzed_first(s) > BETTER * lc_analyzed_scale_max(s))
            return s;
    }
    return NULL;
}

/* The same accuracy in all records, while the loss falls and another score of the same samples gets better: it counts
 * something that training doesn't change, such as labels that are nearly all absent. */
static void check_same(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    const lc_analyzed *loss = loss_of(context, t);
    const lc_analyzed *beside = better_beside(context, t);
    size_t n = records_within(s, s->y[0], s->y[0]);
    if (!beside || !loss || loss->log.shifted || n < s->n || n < SAME_MIN ||
        loss->log.drop < lc_context_limit(context, MOVED))
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_series(f, beside);
    lc_finding_weigh(f, fmin(MOST, EACH / 2 * (double)(n - 1)));
    lc_finding_basis(context, f, "the same value in all %zu records", n);
    lc_finding_evidence(context, f, "value", s->y[0]);
    lc_finding_evidence(context, f, "records", (double)n);
    lc_finding_summary(context, f,
                       "%s is exactly %s in all %zu records, while %s goes from %s to %s: it does "
                       "not follow what is learnt",
                       s->metric.name, LC_NUM(s->y[0]), n, beside->series->metric.name,
                       LC_NUM(lc_analyzed_first(beside)), LC_NUM(lc_analyzed_last(beside)));
    lc_finding_cause(context, f,
                     "nearly all labels are absent: an accuracy over all of them is their share, "
                     "whatever is predicted");
    lc_finding_cause(context, f, "no output passes the threshold by which it is counted");
    lc_finding_advice(context, f, "judge by %s", beside->series->metric.name);
}

/* All right within the first records, with a loss of 0 or, without a held-out loss, next to it: nothing is
 * left to learn, at once. Or on one split alone, in every record. */
static void check_perfect(lc_context *context, const lc_analyzed *t)
{
    double scale = lc_analyzed_scale_max(t);
    size_t n = records_within(t->series, scale, scale);
    const lc_analyzed *loss = loss_of(context, t);
    /* Beside a held-out loss that is no higher a target among the inputs does that as well. */
    double most = lc_context_main_loss(context, LC_VALIDATION) ? 0 : NEXT_TO_0;
    bool zero = loss && loss->series->n >= 2 && loss->series->y[loss->series->n - 1] <= most &&
                records_within(loss->series, 0, most) * 2 >= loss->series->n + (most == 0 ? 1 : 0);
    /* In a piece of a run training may have come to it by heart. */
    bool by_heart = context->excerpt && t->series->metric.split == LC_TRAIN;
    bool apart = n == t->series->n && less_good(context, t) && !by_heart;
    if (n < PERFECT_MIN || n + 2 < t->series->n || !(zero || apart))
        return;
    report(context, t, loss, n, scale, fmin(MOST, EACH * (double)n));
}

/* An error rate of exactly 1, or 100 %: nothing is right. Speech recognition stays there for a while. */
static void check_error_rate(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    double end = s->n ? s->y[s->n - 1] : 0, scale = end > 2 ? 100 : 1, value = end;
    size_t n = records_within(s, ALL_WRONG * scale, INFINITY);
    if (n < 2 || !is_most(n, s->n))
        return;
    for (size_t i = s->n - n; i < s->n; i++)
        value = fmin(value, s->y[i]);
    char where[80];
    count_records(where, n, s->n);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, fmin(4, 0.8 * (double)n + (context->excerpt ? 1 : 0)));
    lc_finding_basis(context, f, "%s", where);
    lc_finding_evidence(context, f, "value", value);
    lc_finding_evidence(context, f, "records", (double)n);
    lc_finding_summary(context, f, "%s is %s or more in %s: nothing is right yet",
                       t->series->metric.name, LC_NUM(value), where);
    lc_finding_cause(context, f,
                     "the network gives empty or constant outputs, as with CTC losses at first");
    lc_finding_cause(context, f, "predictions and labels are decoded in different forms");
    lc_finding_advice(context, f, "print ten decoded predictions beside their labels");
}

/* Scores whose range begins at 0: shares, and those of translation, in parts of 1 or of 100. */
static bool begins_at_0(const lc_metric *m)
{
    return lc_metric_is_share(m) || strstr(m->base, "bleu") || strstr(m->base, "rouge");
}

/* Training's share of samples right is next to all at the end; NULL for none. */
static const lc_analyzed *learnt_by_training(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *a = &context->analyzed[k];
        if (a->chosen && a->sign < 0 && a->series->metric.split == LC_TRAIN &&
            lc_metric_is_accuracy(&a->series->metric) && a->finite >= LEARNT_MIN &&
            lc_analyzed_end(a) > GOOD * lc_analyzed_scale_max(a))
            return a;
    }
    return NULL;
}

/* Nothing held out counts as right, be it in one record, while in training nearly all is. */
static void check_zero_beside(lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = learnt_by_training(context);
    if (!a || !lc_split_is_held_out(t->series->metric.split) || lc_context_warned(context, t))
        return;
    for (size_t i = 0; i < t->series->n; i++)
        if (t->series->y[i] != 0 && !isnan(t->series->y[i]))
            return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, t);
    lc_finding_series(f, a);
    lc_finding_weigh(f, fmin(4, BESIDE + 0.5 * (double)t->finite));
    lc_finding_basis(context, f, "exactly 0 in all of its values: %zu", t->finite);
    lc_finding_evidence(context, f, "records", (double)t->finite);
    lc_finding_evidence(context, f, "train_end", lc_analyzed_end(a));
    lc_finding_summary(context, f,
                       "%s is exactly 0 while %s is %s: nothing held out counts as right",
                       t->series->metric.name, a->series->metric.name, LC_END(a));
    lc_finding_cause(context, f,
                     "the training samples hold one class alone, such as background: then all is "
                     "right without learning");
    lc_finding_cause(context, f,
                     "the labels of the splits don't belong together: other class numbers, other "
                     "forms, other units of boxes");
    lc_finding_advice(context, f,
                      "print ten predictions beside their labels, as the metric gets them");
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign > 0 &&
            lc_metric_is_error_rate(&context->analyzed[k].series->metric))
            check_error_rate(context, &context->analyzed[k]);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->sign >= 0 || !begins_at_0(&t->series->metric) || t->finite < 1)
            continue;
        if (lc_metric_is_share(&t->series->metric))
            check_zero_beside(context, t);
        if (t->finite < 2 || t->finite < t->series->n || lc_context_warned(context, t))
            continue;
        check_zero(context, t);
        if (lc_metric_is_share(&t->series->metric))
            check_perfect(context, t);
        if (lc_metric_is_accuracy(&t->series->metric) && !lc_context_warned(context, t))
            check_same(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"metric-mismatch", 0.4, false},
    {"constant-prediction", 0.3, false},
    {"not-learning", 0.3, false},
    {"never-moved", 0.3, false},
    {"stuck-loss", 0.2, false},
    {"incomparable-losses", 0.2, false},
    {"suspiciously-perfect", 0.2, false},
    {"split-mismatch", 0.1, false},
    {"underfitting", 0.1, false},
    {"plateau", 0.1, false},
    {"oscillation", 0.2, true},
    {"still-improving", 0.2, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_frozen_score = {
    .id = "frozen-score",
    .title = "a score at an end of its range in every record, whatever the loss does",
    .theory =
        "A score follows what is learned. If it is exactly 0 in every record, it is computed on "
        "something else (an accuracy of a regression, labels in another form), or the class that "
        "it counts is never predicted. If it is perfect within the first records while the loss "
        "is exactly 0 (or at most 1e-4 where no held-out loss is logged), there is nothing to "
        "distinguish: all samples have the same label. The same is likely when one split is "
        "perfect in every record while the other stays below 95 %. Average precision in "
        "detection may stay at 0 for the first records, so it counts less than other scores. A "
        "score other than an accuracy may wait at 0 while an area under a curve of the same "
        "samples gains a tenth: its threshold is not met yet. A held-out share of samples that "
        "is exactly 0, be it in one record, is a warning where at least 95 % of the training "
        "samples are right. An accuracy that is the same in all of five records or more, while "
        "the loss falls and another score of the same samples gains a tenth, counts something "
        "that training does not change.",
    .source = "derivation above; Keras documentation of Accuracy metrics",
    .verdict = "metric-mismatch",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_LOSS,
    .records = RECORDS_MIN,
    .example = "epoch,loss,accuracy\n1,0.0532,0.0\n2,0.0470,0.0\n3,0.0413,0.0\n4,0.0391,0.0\n5,0."
               "0370,0.0\n",
    .effects = effects,
    .rank = 55,
    .experiment = "print ten predictions beside their labels, as the metric gets them",
    .find = find,
};
