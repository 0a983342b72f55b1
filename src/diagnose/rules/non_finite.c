/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * non_finite.c - NaN and infinity.
 *
 * Computes where a metric first was no finite number, whether it came back, and how it had grown
 * until then: growth tells an explosion from a single bad batch. Metrics that fail at the same
 * record are one finding.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <math.h>

#define CERTAIN 12 /* [nats]: it is not inferred, it is there */

enum { GROWTH };

static const lc_threshold thresholds[] = {
    [GROWTH] = {"growth", 3,
                "ratio of the last finite loss to the best loss from which on the NaN counts as "
                "the end of an explosion",
                "judgement: optimisation noise of a healthy run stays well below this factor"},
};

static bool is_nan(const lc_series *s, size_t i)
{
    return isnan(s->y[i]) != 0;
}

/* It is NaN in just the records in which another metric is not, turn by turn: a table that was merged of the
 * records of both splits. */
static bool is_merged(const lc_context *context, const lc_series *s)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_series *other = &context->run->series[k];
        size_t i = other->n == s->n && s->n > 3 ? 0 : s->n + 1;
        while (i < s->n && is_nan(s, i) != is_nan(other, i) &&
               (i == 0 || is_nan(s, i) != is_nan(s, i - 1)))
            i++;
        if (i == s->n)
            return true;
    }
    return false;
}

static bool is_watched(const lc_context *context, const lc_analyzed *t)
{
    lc_kind kind = t->series->metric.kind;
    return t->chosen && t->first_bad < t->series->n &&
           (kind == LC_LOSS || kind == LC_SCORE || kind == LC_GRADIENT_NORM ||
            kind == LC_LEARNING_RATE) &&
           !is_merged(context, t->series);
}

/* Index of the last finite value before the first that is not; n when there is none. */
static size_t last_good(const lc_analyzed *t)
{
    return t->first_bad > 0 ? t->first_bad - 1 : t->series->n;
}

static double growth(const lc_analyzed *t)
{
    size_t last = last_good(t);
    double best = INFINITY;
    for (size_t i = 0; last < t->series->n && i <= last; i++)
        best = fabs(t->series->y[i]) < best ? fabs(t->series->y[i]) : best;
    return last < t->series->n && best > 0 ? fabs(t->series->y[last]) / best : NAN;
}

/* A metric that was undefined at the start only, as a mean over no episodes yet. */
static bool only_early(const lc_analyzed *t)
{
    size_t bad = t->series->n - t->finite;
    for (size_t i = 0; i < bad; i++)
        if (isfinite(t->series->y[i]))
            return false;
    return t->finite > bad;
}

static bool ends_bad(const lc_analyzed *t)
{
    return !isfinite(t->series->y[t->series->n - 1]);
}

/* Every value from the first that is not finite on is none. */
static bool stays_bad(const lc_analyzed *t)
{
    for (size_t i = t->first_bad; i < t->series->n; i++)
        if (isfinite(t->series->y[i]))
            return false;
    return true;
}

/* What the values that are not finite are. */
static const char *kind_of(const lc_analyzed *t)
{
    size_t nans = 0;
    for (size_t i = 0; i < t->series->n; i++)
        nans += isnan(t->series->y[i]) ? 1 : 0;
    return nans == 0 ? "infinite" : nans == t->series->n - t->finite ? "NaN" : "NaN or infinite";
}

static void tell_where(lc_context *context, lc_finding *f, const lc_analyzed *t, size_t others)
{
    const char *name = t->series->metric.name, *what = kind_of(t), *axis = lc_context_axis(context);
    double x = lc_analyzed_x(context, t, t->first_bad);
    size_t bad = t->series->n - t->finite;
    char more[80] = "";
    if (others)
        snprintf(more, sizeof more, "; %zu other metric%s not finite there either", others,
                 others == 1 ? " is" : "s are");
    if (t->first_bad + 1 == t->series->n)
        lc_finding_summary(context, f, "%s is %s in the last record (%s %s)%s", name, what, axis,
                           LC_NUM(x), more);
    else if (stays_bad(t))
        lc_finding_summary(context, f, "%s is %s from %s %s to the end%s", name, what, axis,
                           LC_NUM(x), more);
    else
        lc_finding_summary(context, f, "%s is %s in %zu of %zu records, %sat %s %s, %s%s", name,
                           what, bad, t->series->n, bad > 1 ? "first " : "", axis, LC_NUM(x),
                           only_early(t) ? "only at the start"
                           : ends_bad(t) ? "and in the last one"
                                         : "and finite in the last one",
                           more);
}

/* A score that is undefined now and then, as a mean over no objects is, while all losses are finite. */
static bool counts_nothing(const lc_context *context, const lc_analyzed *t)
{
    return t->series->metric.kind == LC_SCORE && !stays_bad(t) &&
           lc_context_are_losses_finite(context);
}

static lc_severity severity_of(const lc_context *context, const lc_analyzed *t)
{
    if (only_early(t) || counts_nothing(context, t) || lc_context_lacks_correlation(context, t))
        return LC_NOTE;
    if (t->finite == 0 && t->series->metric.split != LC_TRAIN)
        return LC_WARNING;
    return ends_bad(t) ? LC_CRITICAL : LC_WARNING;
}

static void explain_never(lc_context *context, lc_finding *f, const lc_analyzed *t)
{
    size_t n = t->series->n;
    if (n == 1)
        lc_finding_summary(context, f, "%s is %s in its only record", t->series->metric.name,
                           kind_of(t));
    else
        lc_finding_summary(context, f, "%s is %s in all %zu records", t->series->metric.name,
                           kind_of(t), n);
    if (t->series->metric.split == LC_TRAIN) {
        lc_finding_cause(context, f,
                         "inputs or targets contain NaN or infinity from the first batch on");
        lc_finding_cause(
            context, f,
            "the learning rate is so high that the run diverged before its first record");
        lc_finding_advice(
            context, f,
            "divide the learning rate by 10, repeatedly, until the first record is finite");
        lc_finding_advice(context, f,
                          "check the training data for NaN, infinity and missing values");
        return;
    }
    lc_finding_cause(context, f, "the trainer got no validation data and writes NaN in that case");
    lc_finding_cause(context, f, "the validation data contain NaN or infinity");
    lc_finding_advice(context, f,
                      "check that the validation set is passed to the trainer and is not empty");
}

static void explain_growth(lc_context *context, lc_finding *f, double grown)
{
    if (grown >= lc_context_limit(context, GROWTH)) {
        lc_finding_cause(
            context, f,
            "the learning rate is too high: the last finite loss was %s times the best one",
            LC_NUM(grown));
        lc_finding_cause(context, f, "exploding gradients: no gradient clipping, no normalisation");
        lc_finding_advice(context, f, "divide the learning rate by 10, or use a warm-up");
        lc_finding_advice(context, f, "clip the gradient norm, and log it");
        return;
    }
    lc_finding_cause(context, f,
                     "a single undefined operation, without growth before it: log of 0, division "
                     "by 0, half-precision overflow");
    lc_finding_cause(context, f, "a batch that contains NaN, infinity or empty targets");
    lc_finding_advice(context, f,
                      "find the batch and the layer that produce the first NaN (anomaly detection, "
                      "input checks)");
    lc_finding_advice(context, f,
                      "compute losses from logits, and add a small constant to denominators and "
                      "inside logarithms");
}

/* Of the metrics that fail at this x the gravest speaks for all, of equally grave ones the first. */
static bool speaks_at(const lc_context *context, size_t k, double x)
{
    for (size_t i = 0; i < context->run->series_n; i++) {
        const lc_analyzed *t = &context->analyzed[i];
        if (i == k || !is_watched(context, t) || lc_analyzed_x(context, t, t->first_bad) != x)
            continue;
        lc_severity theirs = severity_of(context, t),
                    own = severity_of(context, &context->analyzed[k]);
        if (theirs > own || (theirs == own && i < k))
            return false;
    }
    return true;
}

static size_t add_others(const lc_context *context, lc_finding *f, size_t k, double x)
{
    size_t others = 0;
    for (size_t i = 0; i < context->run->series_n; i++) {
        const lc_analyzed *t = &context->analyzed[i];
        if (i == k || !is_watched(context, t) || lc_analyzed_x(context, t, t->first_bad) != x)
            continue;
        lc_finding_series(f, t);
        others++;
    }
    return others;
}

static void report(lc_context *context, size_t k)
{
    const lc_analyzed *t = &context->analyzed[k];
    double x = lc_analyzed_x(context, t, t->first_bad), grown = growth(t);
    lc_finding *f = lc_find(context, severity_of(context, t), 1, t);
    if (f && f->severity == LC_CRITICAL)
        lc_finding_weigh(f, CERTAIN);
    if (!f)
        return;
    size_t others = add_others(context, f, k, x), last = last_good(t);
    lc_finding_range(f, x, lc_analyzed_x(context, t, t->series->n - 1));
    lc_finding_basis(context, f, "bound: %zu of %zu values are not finite",
                     t->series->n - t->finite, t->series->n);
    lc_finding_evidence(context, f, "first", x);
    lc_finding_evidence(context, f, "count", (double)(t->series->n - t->finite));
    if (last < t->series->n) {
        lc_finding_evidence(context, f, "last_finite", t->series->y[last]);
        lc_finding_evidence(context, f, "last_finite_at", lc_analyzed_x(context, t, last));
        lc_finding_evidence(context, f, "growth_before", grown);
    }
    if (t->finite == 0) {
        explain_never(context, f, t);
        return;
    }
    tell_where(context, f, t, others);
    if (only_early(t))
        lc_finding_cause(context, f, "not defined yet, for example a mean over nothing");
    else if (counts_nothing(context, t))
        lc_finding_cause(context, f,
                         "not defined there: a share of nothing, as in a batch without an object");
    else if (lc_context_lacks_correlation(context, t))
        lc_finding_cause(context, f,
                         "answers that are all the same have no correlation with anything");
    else
        explain_growth(context, f, grown);
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (is_watched(context, t) &&
            speaks_at(context, k, lc_analyzed_x(context, t, t->first_bad)))
            report(context, k);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"*", 0.15, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_non_finite = {
    .id = "non-finite",
    .title = "NaN or infinity in a loss, a score, a gradient norm or a learning rate",
    .theory =
        "A value that is NaN or infinite ends training: every weight that it touches becomes NaN "
        "as well. There are two ways to get there. In an explosion the loss grows first; the "
        "finding says by which factor. A single undefined operation gives no warning.\n\nA metric "
        "that is undefined only in its first records is a note, and so is a score that is "
        "undefined "
        "now and then while every loss is finite: a share of nothing, as in a batch without an "
        "object, and a correlation that is none to the end (see constant-prediction). Others that "
        "recover are a warning; "
        "one that stays undefined to the end is critical. Such a value is recorded and not "
        "inferred, so that a critical finding is nearly certain. A validation metric that was "
        "never "
        "a finite number usually means that there was no validation data."
        " A metric that is NaN in just the records in which another one is not, turn by turn, "
        "comes from a table that was merged of both, and is not judged.",
    .source = "IEEE 754; Goodfellow, Bengio, Courville 2016, Deep Learning, 8.2.4 (cliffs and "
              "exploding gradients)",
    .verdict = "non-finite",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS | LC_AXIS(LC_TRAIN_SIZE),
    .mark = LC_MARK_POINT,
    .example = "epoch,loss,val_loss\n"
               "1,1.21,1.18\n2,0.94,0.97\n3,0.82,0.88\n4,0.79,0.86\n5,1.35,1.41\n6,4.90,5.20\n"
               "7,31.70,33.10\n8,nan,nan\n9,nan,nan\n",
    .effects = effects,
    .rank = 10,
    .needs = LC_NEEDS_LOSS,
    .records = 1,
    .find = find,
};
