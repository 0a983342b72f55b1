/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * divergence.c - a loss that runs away and doesn't come back.
 *
 * A training loss that ends above where it began has lost all that it had gained. Validation
 * losses do that in plain overfitting, so they are looked at only where their size alone says
 * that the outputs left the range of floating point.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <math.h>

enum { ALPHA, EXCESS, FACTOR, OUT_OF_RANGE, LEARNT, LOST };

static const lc_threshold thresholds[] = {
    [ALPHA] = {"alpha", 0.001, "chance of the end level above the start by noise alone",
               "convention; a run is judged once, and a false alarm costs it its verdict"},
    [EXCESS] = {"excess", 0.1,
                "end over start, less 1 [share], or in units of the best gain [share]: the smaller "
                "of both must pass it",
                "judgement: a tenth more than the untrained network is no scatter"},
    [FACTOR] = {"factor", 10,
                "end over start of a loss above 0 that needs no noise estimate [ratio]",
                "judgement: few records of steep growth look like noise of that size themselves"},
    [OUT_OF_RANGE] = {"out_of_range", 103.28, "mean loss of a classifier [nats]",
                      "arithmetic: -ln of the smallest float32, 1.4e-45, is 103.28, so no "
                      "probability held in float32 costs more"},
    [LEARNT] = {"learnt", 0.2,
                "fall below chance that is lost when the loss ends at chance again [share of "
                "chance]",
                "judgement: a fifth of the way to no loss at all is no accident"},
    [LOST] = {"lost", 0.8, "way from chance to the best that is lost at the end [share]",
              "judgement"},
};

/* First point from which on the curve stays above `level`. */
static size_t stays_above(const lc_curve *c, double level)
{
    size_t i = c->n;
    while (i > 0 && c->y[i - 1] > level)
        i--;
    return i;
}

static void add_remedies(lc_context *context, lc_finding *f)
{
    lc_finding_cause(context, f, "the learning rate is too high, or has been raised");
    lc_finding_cause(context, f, "a batch of outliers or broken targets threw the weights off");
    lc_finding_cause(context, f, "momentum or an adaptive step grew while gradients were tiny");
    lc_finding_advice(context, f, "divide the learning rate by 3 to 10, with a warm-up");
    lc_finding_advice(context, f, "clip the gradient's norm, and log it");
    lc_finding_advice(context, f,
                      "go back to the last checkpoint before the rise and skip the data "
                      "that came then");
}

static void report_rise(lc_context *context, const lc_analyzed *t, size_t from, double p)
{
    const lc_curve *c = &t->curve;
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t), best = t->series->y[t->best];
    double best_x = lc_analyzed_x(context, t, t->best), since = c->x[from];
    lc_finding *f = lc_find(context, LC_CRITICAL, lc_confidence(p), t);
    lc_finding_range(f, since, c->x[c->n - 1]);
    lc_finding_basis(context, f, "p = %.2g (end level against the start, in noise units)", p);
    lc_finding_evidence(context, f, "start", start);
    lc_finding_evidence(context, f, "best", best);
    lc_finding_evidence(context, f, "best_at", best_x);
    lc_finding_evidence(context, f, "end", end);
    if (best > 0)
        lc_finding_evidence(context, f, "factor", end / best);
    lc_finding_evidence(context, f, "since", since);
    lc_finding_summary(context, f,
                       "%s runs away: from %s at %s %s it ends at %s, above its start of %s",
                       t->series->metric.name, LC_NUM(best), lc_context_axis(context),
                       LC_NUM(best_x), LC_NUM(end), LC_NUM(start));
    add_remedies(context, f);
}

/* The training loss ends above its start, by more than noise and by a real amount. True when told. */
static bool check_rise(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t);
    /* Better than a guess: the first record, a mean over an epoch of learning, was better by chance. */
    if (c->n < 3 || !(end > start) || end < t->baseline)
        return false;
    double gain = start - t->series->y[t->best];
    double excess = (end - start) / fmax(fabs(start), gain);
    double error = sqrt(2) * c->noise; /* of single points: a runaway is no noise that wanders */
    bool large = start > 0 && end > lc_context_limit(context, FACTOR) * start;
    double p = error > 0 && !large ? lc_normal_tail((end - start) / error) : 0;
    size_t from = stays_above(c, start);
    bool stays = c->n - from >= 2 || large;
    if (p >= lc_context_limit(context, ALPHA) || excess <= lc_context_limit(context, EXCESS) ||
        !stays)
        return false;
    report_rise(context, t, from, p);
    return true;
}

/* Where chance is known: the training loss was clearly below, and ends at that level or above. */
static void check_lost(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double end = lc_analyzed_end(t), best = lc_analyzed_best_level(t);
    size_t from = stays_above(c, (best + t->baseline) / 2);
    if (c->n < 3 || !(t->baseline > 0) ||
        end - best < lc_context_limit(context, LOST) * (t->baseline - best) || c->n - from < 2 ||
        best > (1 - lc_context_limit(context, LEARNT)) * t->baseline)
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_range(f, c->x[from], c->x[c->n - 1]);
    lc_finding_basis(context, f, "%.0f %% of the way from chance, %s, to the best is lost",
                     100 * fmin(1, (end - best) / (t->baseline - best)), LC_NUM(t->baseline));
    lc_finding_evidence(context, f, "best", best);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "chance_level", t->baseline);
    lc_finding_evidence(context, f, "since", c->x[from]);
    lc_finding_summary(
        context, f,
        "%s had come down to %s and ends at %s, near %s, which a guess gets: what was "
        "learnt is lost since %s %s",
        t->series->metric.name, LC_NUM(best), LC_NUM(end), LC_NUM(t->baseline),
        lc_context_axis(context), LC_NUM(c->x[from]));
    add_remedies(context, f);
}

/* A mean cross-entropy that no float32 probability can cost. */
static bool check_range(lc_context *context, const lc_analyzed *t)
{
    double end = lc_analyzed_end(t);
    if (!lc_analyzed_is_plain_loss(t) || !lc_context_accuracy(context, t) ||
        !(end > lc_context_limit(context, OUT_OF_RANGE)))
        return false;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_basis(context, f, "bound: -ln of the smallest float32 probability is 103.28");
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "bound", lc_context_limit(context, OUT_OF_RANGE));
    lc_finding_summary(context, f,
                       "%s is %s: more than any float32 probability can cost, so the "
                       "network's outputs have run away",
                       t->series->metric.name, LC_NUM(end));
    add_remedies(context, f);
    return true;
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->series->metric.kind != LC_LOSS || t->curve.n == 0)
            continue;
        if (!check_range(context, t) && t->series->metric.split == LC_TRAIN &&
            !check_rise(context, t))
            check_lost(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"not-learning", 0.15, false},
    {"overfitting", 0.15, false},
    {"overconfidence", 0.15, false},
    {"metric-mismatch", 0.15, false},
    {"underfitting", 0.15, false},
    {"oscillation", 0.15, false},
    {"spikes", 0.15, false},
    {"plateau", 0.15, false},
    {"generalization-gap", 0.15, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_divergence = {
    .id = "divergence",
    .title = "a loss that runs away and does not come back",
    .theory =
        "Gradient descent with a step above twice the inverse curvature moves away from a minimum, "
        "each step further. In the log this is a training loss that ends above its start and stays "
        "there. The end level (median of the last twentieth) is held against the first value, in "
        "units of the curve's own noise. Where the level of chance is known (see not-learning), a "
        "loss "
        "that had come a fifth below it and has lost four fifths of that way has run away as "
        "well.\n\n"
        "A validation loss may end above its start by overfitting alone; it counts only when it is "
        "larger than any probability in float32 can cost.",
    .source = "Goodfellow, Bengio, Courville 2016, Deep Learning, 4.3 and 8.2.4",
    .verdict = "diverged",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .example = "epoch,loss,val_loss\n"
               "1,2.31,2.28\n2,2.19,2.21\n3,2.24,2.35\n4,2.60,2.71\n5,3.40,3.55\n6,5.20,5.60\n"
               "7,9.70,10.20\n8,18.80,19.10\n9,35.90,37.40\n10,71.30,70.80\n11,140.20,143.50\n"
               "12,268.00,275.10\n",
    .effects = effects,
    .rank = 20,
    .ordered = true,
    .find = find,
};
