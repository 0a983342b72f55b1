/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * early_rate_fall.c - progress ends where the learning rate falls.
 *
 * At each fall of the rate by half or more, compares what the training loss gained from there to
 * the end with what its pace before the fall promised.
 */
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"

#include <math.h>

enum { RATIO, ALPHA, GAINED, AHEAD };

static const lc_threshold thresholds[] = {
    [RATIO] = {"ratio", 2, "old rate over new, from one record to the next [ratio]",
               "judgement: schedules that fall smoothly stay below it"},
    [ALPHA] = {"alpha", 0.05, "p-value of the fall of the loss before", "convention"},
    [GAINED] = {"gained", 0.1,
                "improvement after the fall of the rate, over what the trend before it led to "
                "expect [share]",
                "judgement: a steady exponential decay that has gone three of its time constants "
                "stays above it in runs of up to 28 times that length"},
    [AHEAD] =
        {"ahead", 0.25,
         "what that trend led to expect, over the improvement before the fall of the rate [share]",
         "judgement: a run that has a quarter of its way ahead is not at its end"},
};

#define POINTS_MIN 3   /* before a fall and after it */
#define TREND_POINTS 5 /* that a trend test takes; fewer are compared with their noise */
#define NOISE_ERRORS 2 /* of a difference */

/* The loss around a fall of the rate. */
typedef struct halt {
    const lc_rate_change *at;
    size_t since;    /* first point at the old rate */
    size_t from, to; /* points from which the pace was taken */
    double pace;     /* gain before the fall [unit of the loss per unit of x] */
    double so_far, promised, gained, end;
} halt;

/* The loss falls clearly over the points of the halt: by its trend, or where they are few by
 * more than their noise. Sets the pace. */
static bool was_falling(lc_context *context, const lc_analyzed *loss, halt *h)
{
    const lc_curve *c = &loss->curve;
    lc_trend trend;
    if (lc_curve_slope(&trend, c, h->from, h->to, &context->first) != LC_OK)
        return false;
    h->pace = -loss->sign * trend.slope;
    if (h->to - h->from >= TREND_POINTS)
        return h->pace > 0 &&
               (loss->sign > 0 ? trend.p_fall : trend.p_rise) < lc_context_limit(context, ALPHA);
    double fall = h->pace * (c->x[h->to - 1] - c->x[h->from]);
    return fall > NOISE_ERRORS * sqrt(2) * c->noise;
}

/* What is gained per e-fold of the time at one rate stays nearly the same in a power law's early
 * part and shrinks in every curve that settles: so much, at most, would have been gained to the
 * end. */
static void compare(const lc_analyzed *loss, halt *h)
{
    const lc_curve *c = &loss->curve;
    size_t few = h->to - h->from < POINTS_MIN ? 1 : POINTS_MIN;
    double last = c->x[h->to - 1], first = c->x[h->since];
    double step = (last - first) / (double)(h->to - 1 - h->since);
    double elapsed = last - first + step, rest = c->x[c->n - 1] - last;
    /* A level of the last few points is that of their middle: the pace takes it to the last. */
    double before =
        lc_curve_level(c, h->to - few, h->to) - loss->sign * h->pace * step * (double)(few - 1) / 2;
    h->end = lc_analyzed_end(loss);
    h->so_far = loss->sign * (c->y[0] - before);
    h->gained = loss->sign * (before - h->end);
    h->promised = h->pace * elapsed * log1p(rest / elapsed);
}

/* Progress was to be expected, and ended. */
static bool has_ended(lc_context *context, const lc_analyzed *loss, const halt *h)
{
    const lc_curve *c = &loss->curve;
    double error = hypot(lc_curve_level_error(c, h->to - 1, h->to),
                         lc_curve_level_error(c, lc_analyzed_end_from(loss), c->n));
    return h->promised >= lc_context_limit(context, AHEAD) * h->so_far &&
           fabs(h->gained) + NOISE_ERRORS * error <=
               lc_context_limit(context, GAINED) * h->promised;
}

static void report(lc_context *context, const lc_analyzed *rate, const lc_analyzed *loss,
                   const halt *h)
{
    const lc_curve *c = &loss->curve;
    const lc_rate_change *r = h->at;
    const char *name = loss->series->metric.name, *axis = lc_context_axis(context);
    double since = c->x[c->n - 1] - c->x[h->to - 1];
    double share = 100 * fmax(0, h->gained) / h->promised;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, loss);
    lc_finding_series(f, rate);
    lc_finding_range(f, r->x, c->x[c->n - 1]);
    lc_finding_basis(context, f,
                     "the loss improved by %.2g %% of what the trend before led to expect", share);
    lc_finding_evidence(context, f, "rate_before", r->from);
    lc_finding_evidence(context, f, "rate_after", r->to);
    lc_finding_evidence(context, f, "pace_before", h->pace);
    lc_finding_evidence(context, f, "promised", h->promised);
    lc_finding_evidence(context, f, "gained", h->gained);
    lc_finding_evidence(context, f, "last", h->end);
    lc_finding_summary(
        context, f,
        "at %s %s the learning rate falls by a factor of %s, to %s, while %s was still falling (%s "
        "at %s %s, %s at %s); in the %s %s since then it has improved by %s, to %s: %.2g %% "
        "of what the trend before led to expect",
        axis, LC_NUM(r->x), LC_NUM(r->from / r->to), LC_NUM(r->to), name, LC_NUM(c->y[h->from]),
        axis, LC_NUM(c->x[h->from]), LC_NUM(c->y[h->to - 1]), LC_NUM(c->x[h->to - 1]),
        LC_NUM(since), lc_context_units(context), LC_NUM(fmax(0, h->gained)), LC_END(loss), share);
    lc_finding_headline(context, f,
                        "the learning rate falls at %s %s while %s is still falling; after that, "
                        "%s hardly improves",
                        axis, LC_NUM(r->x), name, name);
    lc_finding_cause(
        context, f,
        "the learning rate fell too early, or too far: the weights stay where they were");
    lc_finding_advice(
        context, f,
        "lower the learning rate when the loss no longer falls at the old one, not at %s %s", axis,
        LC_NUM(r->x));
    lc_finding_advice(
        context, f, "lower it by a smaller factor (2 to 10), or along a cosine over the whole run");
}

/* The later half of the points at the old rate, which came at x `since`; two of them at least. */
static bool take_points(halt *h, const lc_analyzed *loss, double since)
{
    const lc_curve *c = &loss->curve;
    h->since = lc_curve_point(c, since);
    h->to = lc_curve_point(c, h->at->x);
    if (h->to < h->since + POINTS_MIN || h->to + POINTS_MIN > c->n)
        return false;
    h->from = h->to - (h->to - h->since) / 2 - 1;
    return true;
}

static void find(lc_context *context)
{
    lc_rate_change changes[LC_RATE_CHANGES_MAX];
    const lc_analyzed *rate = lc_context_rate(context), *loss = lc_context_train_loss(context);
    if (!rate || !loss)
        return;
    size_t n = lc_rate_changes(changes, context, rate, loss, lc_context_limit(context, RATIO));
    size_t first = n; /* no rise stands at it or after it: what a restart brings back did not end */
    while (first > 0 && changes[first - 1].to < changes[first - 1].from)
        first--;
    for (size_t k = first; k < n; k++) {
        halt h = {.at = &changes[k]};
        if (!take_points(&h, loss, k ? changes[k - 1].x : -INFINITY) ||
            !was_falling(context, loss, &h))
            continue;
        compare(loss, &h);
        if (has_ended(context, loss, &h)) {
            report(context, rate, loss, &h);
            return;
        }
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"not-learning", 0.15, true},  {"constant-prediction", 0.15, false},
    {"underfitting", 0.15, false}, {"slow-learning", 0.15, false},
    {"plateau", 0.15, true},       {NULL, 0, false},
};

const lc_rule lc_rule_early_rate_fall = {
    .id = "early-rate-fall",
    .title = "a learning rate that falls too early, where progress ends",
    .theory = "How far the weights can still move is about the sum of the learning rates to come. "
              "A schedule that cuts the rate while the loss falls fast leaves the loss where it "
              "is, and the flat rest of the curve looks as if it had converged. At each record "
              "where the rate falls by a factor of {ratio} or more, the slope of the loss is "
              "measured over the second half of its time at the old rate.\n\nA loss that follows a "
              "power law improves nearly by the same amount in each doubling of the time; a loss "
              "that converges improves by less each time. The slope against the logarithm of the "
              "time at the old rate therefore gives the largest possible improvement until the "
              "end. It is a warning when that is {ahead%} or more of the improvement so far, so "
              "the run was still in progress, and less than {gained%} of it came.",
    .source =
        "sum of rates: Robbins and Monro 1951, Ann. Math. Stat. 22, 400; power laws of training "
        "curves: Hestness et al. 2017, arXiv:1712.00409; pace: Sen 1968, J. Am. Stat. Assoc. 63, "
        "1379",
    .verdict = "stalled",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .example =
        "epoch,lr,loss\n"
        "1,0.01,2.296\n2,0.01,2.207\n3,0.01,2.122\n4,0.01,2.023\n5,0.01,1.940\n6,0.01,1.843\n"
        "7,0.01,1.763\n8,0.01,1.671\n9,0.01,1.584\n10,0.01,1.488\n11,0.0001,1.490\n"
        "12,0.0001,1.487\n13,0.0001,1.485\n14,0.0001,1.487\n15,0.0001,1.482\n"
        "16,0.0001,1.484\n17,0.0001,1.486\n18,0.0001,1.483\n19,0.0001,1.481\n"
        "20,0.0001,1.488\n21,0.0001,1.480\n22,0.0001,1.477\n23,0.0001,1.479\n"
        "24,0.0001,1.476\n",
    .effects = effects,
    .rank = 170,
    .ordered = true,
    .needs = LC_NEEDS_LOSS,
    .records = 12,
    .find = find,
};
