/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * never_moved.c - losses that are the same from the first record on.
 *
 * While weights move, a loss moves in its last digits. Counts the records whose training loss repeats
 * the first value, or the value of a pass earlier, exactly.
 */
#include "diagnose/rules/never_moved.h"

#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include "model/metric.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

static const lc_threshold thresholds[] = {
    [REPEAT] = {"repeat", 0.05, "chance that a changing loss repeats a printed value",
                "four digits and noise of 1 % of the level: by the normal density at 0, 1e-4 / (2 "
                "sqrt(pi) 0.01 level), 0.03 for levels near 0.1 and less above"},
    [SMALL] = {"small", 0.03,
               "change of the natural logarithm of the training loss that noise alone makes",
               "median noise of training losses logged per epoch (diagnose/noise_prior.c)"},
    [SMALL_VALIDATION] =
        {"small_validation", 0.02, "the same of a held-out loss",
         "losses of a network that does not change scatter less than those of one that trains"},
    [USUAL] = {"usual", 0.6,
               "fall of the natural logarithm of the training loss in the median run that learns",
               "healthy runs of tests/zoo over their first 3 to 12 records: 0.87 (quartiles 0.56 "
               "and 1.48); less, since harder tasks fall more slowly"},
    [USUAL_VALIDATION] =
        {"usual_validation", 0.35, "the same of a held-out loss",
         "the same runs: 0.55 (quartiles 0.30 and 1.00); less, for the same reason"},
};

#define PERIOD_MAX 200 /* records of a pass */
#define ROUNDING 1e-4  /* range of a loss over its level, that is none of learning [ratio] */
#define SHARE_MIN 5    /* records of a held-out share, such as mAP, ... */
#define SHARE_RESTS \
    0.02 /* ... whose loss changes by less of its logarithm from the second record on */
#define UNKNOWN_MIN 5 /* records of a metric of which nothing is known */
#define DIGITS_MIN 3  /* of a printed value: with fewer a loss may rest on one */

/* Exact repeats of a series. */
typedef struct repeats {
    size_t period; /* records after which the values come again; 1: they are all the same */
    size_t n;      /* records that repeat the one a period earlier */
    double value;  /* of the first record */
} repeats;

/* Finite values only; false as soon as one differs from the one `period` before. */
static bool repeats_after(const lc_series *s, size_t period)
{
    for (size_t i = period; i < s->n; i++)
        if (!(s->y[i] == s->y[i - period]))
            return false;
    return true;
}

/* A constant shows in two records; of longer periods so many must come again. */
static size_t repeats_least(size_t period)
{
    return period == 1 ? 1 : 3;
}

static bool find_repeats(repeats *r, const lc_series *s)
{
    for (size_t period = 1; period <= PERIOD_MAX && period + repeats_least(period) <= s->n;
         period++)
        if (repeats_after(s, period)) {
            *r = (repeats){period, s->n - period, s->y[0]};
            return isfinite(r->value);
        }
    return false;
}

/* Digits of the values as printed, from the first that is not 0. */
static double digits_of(const lc_context *context, const lc_analyzed *t)
{
    double y = fabs(t->series->y[0]), quantum = lc_context_quantum(context, t);
    return quantum > 0 && y > 0 ? log10(y / quantum) + 1 : y > 0 ? 7 : 0;
}

/* Each repeat is unlikely by itself; few digits say less. */
static double weigh(const lc_context *context, const repeats *r, const lc_analyzed *t)
{
    double one = -log(lc_context_limit(context, REPEAT));
    double digits = fmin(1, fmax(0, (digits_of(context, t) - 1) / DIGITS_MIN));
    return fmin(9, one * digits * (double)r->n);
}

static void report(lc_context *context, const lc_analyzed *t, const repeats *r, double log_lr)
{
    const char *name = t->series->metric.name;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_evidence(context, f, "value", r->value);
    lc_finding_evidence(context, f, "records", (double)t->series->n);
    lc_finding_evidence(context, f, "repeats", (double)r->n);
    lc_finding_evidence(context, f, "period", (double)r->period);
    if (r->period == 1) {
        lc_finding_basis(context, f, "exactly the same value in all %zu records", t->series->n);
        lc_finding_summary(context, f,
                           "%s is exactly %s in all %zu records: the weights do not change", name,
                           LC_NUM(r->value), t->series->n);
    } else {
        lc_finding_basis(context, f, "%zu records repeat exactly the one %zu records before", r->n,
                         r->period);
        lc_finding_summary(context, f,
                           "%s repeats the same %zu values exactly: each pass over the data gives "
                           "the same losses, so the weights do not change",
                           name, r->period);
    }
    lc_finding_cause(context, f,
                     "the learning rate is 0, or a schedule starts at 0 and is never advanced");
    lc_finding_cause(context, f,
                     "the optimiser holds other parameters than those of the network, or its step "
                     "is never called");
    lc_finding_cause(context, f,
                     "the gradient is cut off: frozen layers, a detached or constant loss, dead "
                     "units, a gradient scaler that skips every step");
    lc_finding_advice(
        context, f, "print one weight and its gradient before and after a step: both must change");
    lc_finding_advice(context, f, "log the learning rate and the gradient norm in every record");
}

/* A held-out loss moves: so do the weights, and the training loss has too few digits. */
static bool held_out_moves(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    double low, high;
    return v && v != t && v->curve.n > 1 &&
           lc_curve_range(&v->curve, 0, v->curve.n, &low, &high) > 0;
}

static bool check_repeats(lc_context *context, const lc_analyzed *t)
{
    repeats r;
    /* A loss of exactly 0 has its own rule. */
    if (!find_repeats(&r, t->series) || r.value == 0)
        return false;
    if (r.period == 1 && digits_of(context, t) < DIGITS_MIN && held_out_moves(context, t))
        return false;
    double log_lr = weigh(context, &r, t);
    if (log_lr > 0)
        report(context, t, &r, log_lr);
    return log_lr > 0;
}

/* The training loss; without one a held-out loss, else a training score. */
static const lc_analyzed *judged(const lc_context *context)
{
    const lc_analyzed *t = lc_context_main_loss(context, LC_TRAIN);
    /* A loss that passes 0 has no scale; another one of the same run may have. */
    for (size_t k = 0; k < context->run->series_n && t && t->log.shifted; k++) {
        const lc_analyzed *other = &context->analyzed[k];
        if (other->chosen && other->series->metric.kind == LC_LOSS && other->sign > 0 &&
            other->series->metric.split == t->series->metric.split && other->log.n >= 2 &&
            !other->log.shifted)
            t = other;
    }
    t = t ? t : lc_context_main_loss(context, LC_VALIDATION);
    for (size_t k = 0; k < context->run->series_n && !t; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign < 0 &&
            context->analyzed[k].series->metric.split == LC_TRAIN)
            t = &context->analyzed[k];
    for (size_t k = 0; k < context->run->series_n && !t; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign < 0 &&
            context->analyzed[k].finite)
            t = &context->analyzed[k];
    return t;
}

/* A gradient norm of exactly 0 in every record. */
static void check_gradient(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_series *s = t->series;
        size_t zeros = 0;
        for (size_t i = 0; i < s->n; i++)
            zeros += s->y[i] == 0;
        if (!t->chosen || s->metric.kind != LC_GRADIENT_NORM || s->n < 3 || zeros < s->n)
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
        lc_finding_weigh(f, 6);
        lc_finding_basis(context, f, "exactly 0 in all %zu records", s->n);
        lc_finding_evidence(context, f, "records", (double)s->n);
        lc_finding_summary(context, f,
                           "%s is exactly 0 in all %zu records: no gradient reaches the weights",
                           s->metric.name, s->n);
        lc_finding_cause(context, f, "frozen layers, a detached loss, or all units dead");
        lc_finding_advice(context, f,
                          "print the gradient of the last layer after one backward pass");
        return;
    }
}

/* Whatever a metric of a split is: exactly the same in all records, and to some digits, it is no result of training. */
static void check_unknown(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        if (t->chosen && m->kind == LC_OTHER && m->split != LC_SPLIT_NONE &&
            t->series->n >= UNKNOWN_MIN && digits_of(context, t) > DIGITS_MIN)
            if (check_repeats(context, t))
                return;
    }
}

/* What moves in so few of its digits comes from the order of sums. */
static bool rests_by_rounding(const lc_analyzed *t)
{
    double low, high, range = lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    return t->curve.n > 2 && range < ROUNDING * fmin(fabs(low), fabs(high));
}

/* Its logarithm, or a share with its sign turned, is no lower at the end than in the second record. */
static bool rests_from_second(const lc_analyzed *loss)
{
    if (lc_analyzed_is_negative_share(loss))
        return loss->curve.y[1] - lc_analyzed_end(loss) < SHARE_RESTS;
    return !loss->log.shifted && loss->log.y[1] - loss->log.end < SHARE_RESTS;
}

/* A held-out share that is no accuracy, whose loss rests from its second record on; NULL for none. */
static const lc_analyzed *resting_share(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        const lc_analyzed *loss = lc_context_main_loss(context, m->split);
        if (t->chosen && t->sign < 0 && lc_split_is_held_out(m->split) && lc_metric_is_share(m) &&
            t->curve.n >= SHARE_MIN && loss && loss->curve.n == t->curve.n &&
            rests_from_second(loss))
            return t;
    }
    return NULL;
}

static void find(lc_context *context)
{
    check_gradient(context);
    if (lc_context_falls_evenly(context))
        return; /* slow-learning's matter */
    const lc_analyzed *t = judged(context),
                      *reward = context->reinforcement ? lc_context_reward(context) : NULL;
    if (reward)
        lc_never_moved_reward(context, reward);
    else if (t && t->series->n >= 2 && !check_repeats(context, t) &&
             t->series->metric.kind == LC_LOSS)
        lc_never_moved_flat(context, t);
    if (!t && !reward)
        check_unknown(context);
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    if (t && v && v != t && rests_by_rounding(t) && !lc_context_warned(context, NULL))
        check_repeats(context, v);
    const lc_analyzed *score =
        t && t->series->metric.kind == LC_LOSS ? lc_context_accuracy(context, t) : NULL;
    const lc_analyzed *share = score ? NULL : resting_share(context);
    if ((score || share) && !context->excerpt)
        lc_never_moved_score(context, score ? score : share, false);
    else if (t && lc_metric_is_accuracy(&t->series->metric) && !context->excerpt)
        lc_never_moved_score(context, t, true);
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"overfitting", 0.1, false},
    {"not-learning", 0.4, false},
    {"constant-prediction", 0.2, false},
    {"frozen-score", 0.3, false},
    {"stuck-loss", 0.3, false},
    {"learning-rate-zero", 0.2, false},
    {"underfitting", 0.3, false},
    {"generalization-gap", 0.1, false},
    {"train-eval-mode", 0.1, false},
    {"plateau", 0.3, false},
    {"saturated-output", 0.1, false},
    {"slow-learning", 0.1, false},
    {"incomparable-losses", 0.1, false},
    {"metric-mismatch", 0.03, false},
    {"suspiciously-perfect", 0.1, false},
    {"oscillation", 0.5, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_never_moved = {
    .id = "never-moved",
    .title = "losses that do not change from the first record on",
    .theory =
        "While the weights change, a mean loss changes in its last printed digits. A training loss "
        "that is exactly the same in every record was computed with the same weights each time. "
        "Where single batches are logged, unchanged weights show as values that repeat in the same "
        "order with each pass over the data.\n\nFor a loss that changes, each exact repeat of an "
        "earlier value has a probability of {repeat%}, or more where few digits are printed.\n\nA "
        "loss that changes only a little is compared with two models: changes that noise makes "
        "(exponential, with a mean of {small%} of the level or the noise of this run), and changes "
        "of runs that learn (log-normal). Without an accuracy, half of the runs that do not learn "
        "are taken "
        "to creep, by one or two percent, as a loss does on its way to that of a guess. The "
        "held-out loss counts half. A loss that rises, or an "
        "accuracy or another score that improves, speaks against this finding, and so does a run "
        "of a few records, less after 10000 steps and twice as much within 50, or one that is "
        "first "
        "recorded after several epochs. Held-out samples of which loss and accuracy stand still, "
        "or of which a share that is right is 0 throughout, speak for it. A held-out share such as "
        "mAP is judged where its loss rests as well, which may be the share with its sign turned. "
        "Up to 24 records, a "
        "fall in the first record alone is taken for the way to a guess and left out: with more "
        "doubt the larger it is, and less the more records follow without a score that tells what "
        "was learned. An accuracy that rests while its loss falls below a third is "
        "metric-mismatch's "
        "matter. A loss that falls evenly is left to slow-learning. Logs that begin in the middle "
        "of a "
        "run are not judged, unless they begin within 5000 steps and the loss shows no order in "
        "its fall, and neither is a log without numbers whose first accuracy is above 0.8, or a "
        "run whose learning rate rises from each record to "
        "the next (warm-up): small steps are meant to change little.\n\nIn reinforcement learning "
        "the reward is judged, not the loss. It has not moved when its mean in the last third of "
        "the run is no better than in the first third, allowing for noise and a small share of its "
        "size. Up "
        "to 24 records it must also stay within half of its largest size or within its noise, "
        "since a few episodes can be lucky; or it falls from the first third on. Four records are "
        "enough where they agree to one part in fifty. An intrinsic "
        "reward, which is a bonus for exploration, is used only when no "
        "other is logged.",
    .source = "derivation above",
    .verdict = "not-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_LOSS,
    .records = 2,
    .example = "epoch,loss,val_loss\n"
               "1,2.4471,2.4503\n2,2.4471,2.4503\n3,2.4471,2.4503\n4,2.4471,2.4503\n",
    .effects = effects,
    .rank = 72,
    .experiment = "print one weight and its gradient before and after a step",
    .find = find,
};
