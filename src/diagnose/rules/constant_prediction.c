/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * constant_prediction.c - an accuracy that repeats exactly, at a class's share.
 *
 * Computes the longest stretch of records in which an accuracy is the same to the last printed
 * digit, the chance of that by coincidence, and whether the loss allows that the network gives one
 * and the same answer to all samples.
 */
#include "diagnose/baseline.h"
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include "model/metric.h"

#include <math.h>

#define GRAIN_MIN 8 /* records: the smallest difference of fewer is a large one */
#define SPLITS 0.1  /* [nats] by which two splits' shares may differ in their entropy */
#define SQRT_PI 1.7724538509055160

enum { COINCIDENCE, LASTING, BOUND, APART, FELL };

static const lc_threshold thresholds[] = {
    [COINCIDENCE] = {"coincidence", 0.01, "chance that a moving accuracy repeats so by accident",
                     "convention"},
    [LASTING] = {"lasting", 0.5, "share of the records from which on the stretch is a warning",
                 "judgement: half of a run at one answer is no start-up"},
    [BOUND] = {"bound", 0.75,
               "least loss of one class for all, of the entropy of its share [ratio]",
               "judgement: the same output for all costs 1 of it, and outputs may vary somewhat"},
    [APART] = {"apart", 0.05,
               "how far the other split's accuracy may lie from the value [1 = all samples]",
               "judgement: shares of classes in two splits that are drawn alike"},
    [FELL] = {"fell", 3,
              "fall from the records before to a stretch at the run's end that is a warning "
              "[sampling errors, or the noise's sd where the split's size is unknown]",
              "three standard errors: one in 700, and fewer, since the samples are the same"},
};

/* Records [from, to) of one value. */
typedef struct stretch {
    size_t from, to;
    double value;
} stretch;

static stretch longest_stretch(const lc_series *s)
{
    stretch best = {0, 0, NAN};
    for (size_t i = 0, j; i < s->n; i = j) {
        for (j = i + 1; j < s->n && s->y[j] == s->y[i]; j++)
            ;
        if (isfinite(s->y[i]) && j - i > best.to - best.from)
            best = (stretch){i, j, s->y[i]};
    }
    return best;
}

/* What one sample more decides: known from the split's size, else seen as the smallest difference
 * between neighbouring records, where there are enough of those. */
static double grain(const lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    size_t samples = lc_context_samples(context, t);
    double least = INFINITY;
    if (samples)
        return fmax(s->quantum, lc_analyzed_scale_max(t) / (double)samples);
    for (size_t i = 1; i < s->n; i++) {
        double d = fabs(s->y[i] - s->y[i - 1]);
        if (d > 0 && d < least)
            least = d;
    }
    return isfinite(least) && s->n >= GRAIN_MIN ? fmax(least, s->quantum) : s->quantum;
}

/* Scatter of the values outside the stretch, whose own zeros would make it too small; of all where
 * there are too few others. */
static double scatter_outside(lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_curve *c = &t->curve;
    double x_from = lc_analyzed_x(context, t, at->from),
           x_to = lc_analyzed_x(context, t, at->to - 1), after = 0, before = 0;
    size_t from = lc_curve_point(c, x_from), to = lc_curve_point(c, x_to) + 1;
    if (from >= 3)
        lc_noise_sd(&before, c->x, c->y, from, &context->first);
    if (to + 3 <= c->n)
        lc_noise_sd(&after, c->x + to, c->y + to, c->n - to, &context->first);
    double outside = fmax(before, after);
    return outside > 0 ? outside : c->noise;
}

/* Chance that values that scatter as this series does repeat k times more: two normal values fall
 * into the same grain with probability grain / (2 sqrt(pi) sd); there are n places to begin. */
static double coincidence(lc_context *context, const lc_analyzed *t, const stretch *at)
{
    double sd =
        fmax(scatter_outside(context, t, at), lc_context_sampling_error(context, t, at->value));
    double one = sd > 0 ? fmin(1, grain(context, t) / (2 * SQRT_PI * sd)) : 0;
    double n = (double)t->finite;
    /* A constant series has no scatter of its own: then the digits must speak. */
    if (sd == 0)
        one = 0.5;
    return fmin(1, n * pow(one, (double)(at->to - at->from - 1)));
}

/* The same output for all costs at least the entropy of the classes' shares, which is at least that of
 * "this class or another": h(a) for a class of share a. Outputs may vary somewhat though the class does
 * not; a plain loss far below, anywhere in the stretch, comes from a network that tells samples apart. */
static bool loss_allows(const lc_context *context, const lc_analyzed *accuracy, const stretch *at)
{
    const lc_analyzed *loss = lc_context_plain_loss(context, accuracy);
    double share = at->value / lc_analyzed_scale_max(accuracy);
    /* Weighted losses have other bounds. */
    if (!loss || share <= 0 || share >= 1 || context->below_floor)
        return true;
    double least = lc_baseline_entropy(share);
    for (size_t i = at->from; i < at->to; i++) {
        double y = lc_analyzed_at(context, loss, lc_analyzed_x(context, accuracy, i));
        if (y + loss->series->quantum / 2 < lc_context_limit(context, BOUND) * least)
            return false;
    }
    return true;
}

/* Among K classes of which one has that share, the entropy of the shares is the largest when the others
 * are equal; where it is told and larger, there is no class of that share. */
static bool shares_allow(const lc_context *context, double share)
{
    const lc_facts *facts = &context->run->facts;
    if (!(facts->class_entropy > 0) || facts->classes < 2 || share <= 0 || share >= 1)
        return true;
    double most = lc_baseline_entropy(share) + (1 - share) * log((double)facts->classes - 1);
    return facts->class_entropy <= most + SPLITS;
}

/* The same answer on the other split gives that class's share there, which is about the same where
 * splits are drawn alike; another accuracy comes from other answers. */
static bool other_split_allows(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_analyzed *other = lc_context_other(context, t);
    if (!other)
        return true;
    const lc_curve *c = &other->curve;
    size_t from = lc_curve_point(c, lc_analyzed_x(context, t, at->from));
    size_t to = lc_curve_point(c, lc_analyzed_x(context, t, at->to - 1)) + 1;
    double level = lc_curve_level(c, from, to < c->n ? to : c->n) / lc_analyzed_scale_max(other);
    double apart = fabs(level - at->value / lc_analyzed_scale_max(t));
    return isnan(level) || apart <= lc_context_limit(context, APART);
}

/* The run ends there, and its middle level before was better: what was learnt is lost. */
static bool has_fallen(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_curve *c = &t->curve;
    size_t from = lc_curve_point(c, lc_analyzed_x(context, t, at->from));
    double sampling = lc_context_sampling_error(context, t, at->value);
    double error = sampling > 0 ? sampling : c->noise;
    return at->to == t->series->n && from > 0 &&
           lc_curve_level(c, 0, from) - at->value > lc_context_limit(context, FELL) * error;
}

static void report(lc_context *context, const lc_analyzed *t, const stretch *at, double p)
{
    size_t length = at->to - at->from;
    double share = at->value / lc_analyzed_scale_max(t);
    bool lasting =
        length >= 3 && ((double)length >= lc_context_limit(context, LASTING) * (double)t->finite ||
                        has_fallen(context, t, at));
    double from = lc_analyzed_x(context, t, at->from), to = lc_analyzed_x(context, t, at->to - 1);
    lc_finding *f = lc_find(context, lasting ? LC_WARNING : LC_NOTE, lc_confidence(p), t);
    lc_finding_range(f, from, to);
    lc_finding_basis(context, f, "p = %.2g (coincidence of %zu equal values)", p, length);
    lc_finding_evidence(context, f, "value", at->value);
    lc_finding_evidence(context, f, "class_share", share);
    lc_finding_evidence(context, f, "records", (double)length);
    lc_finding_summary(
        context, f,
        "%s is %s to the digit in %zu records (%s %s to %s): the network gives every "
        "sample one and the same class, which has a share of about %.2g %%",
        t->series->metric.name, LC_NUM(at->value), length, lc_context_axis(context), LC_NUM(from),
        LC_NUM(to), 100 * share);
    if (share < 0.5)
        lc_finding_cause(context, f,
                         "the rarer class is weighted so much that calling everything by it "
                         "costs least");
    lc_finding_cause(context, f, "the output is saturated or its units are dead");
    lc_finding_cause(context, f, "classes are so unequal that the commonest answer costs least");
    lc_finding_advice(context, f,
                      "look at the confusion matrix, or at precision and recall of each class");
    lc_finding_advice(context, f,
                      "choose milder class weights, or start the output's bias at the log "
                      "odds of the class share");
}

static void check(lc_context *context, const lc_analyzed *t)
{
    stretch at = longest_stretch(t->series);
    double share = at.value / lc_analyzed_scale_max(t);
    double worst = INFINITY;
    for (size_t i = 0; i < t->series->n; i++)
        worst = t->series->y[i] < worst ? t->series->y[i] : worst;
    /* All right, or nothing right, is another matter; and one answer is as bad as it gets, but for
     * another answer or a few samples. */
    if (at.to - at.from < 2 || !(share > 0) || share > 0.999 || at.value > 1.25 * worst ||
        !shares_allow(context, share))
        return;
    double p = coincidence(context, t, &at);
    if (p < lc_context_limit(context, COINCIDENCE) && loss_allows(context, t, &at) &&
        other_split_allows(context, t, &at))
        report(context, t, &at, p);
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && lc_metric_is_accuracy(&t->series->metric) && t->finite >= 2)
            check(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"underfitting", 0.15, true},
    {"generalization-gap", 0.15, true},
    {NULL, 0, false},
};

const lc_rule lc_rule_constant_prediction = {
    .id = "constant-prediction",
    .title = "an accuracy that repeats exactly, at a class's share",
    .theory =
        "While weights move, the number of samples decided rightly moves as well. An accuracy that "
        "stays the same to the last digit comes from a network that gives every sample the same "
        "class: its accuracy is then that class's share of the samples.\n\n"
        "The stretch must be longer than coincidence gives, from the series' own scatter (or the "
        "binomial sampling error, where the split's size is known) and the smallest step between "
        "its "
        "values; the value must be about the worst of the series; the other split's accuracy must "
        "be "
        "about the same; the entropy of the classes' shares, where it is told, must allow a class "
        "of "
        "that share; and the loss must not be too low for one answer, which costs at least the "
        "entropy of the shares.",
    .source = "derivation above; the entropy bound: Cover and Thomas 2006, Elements of Information "
              "Theory, 2.6",
    .verdict = "not-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example = "epoch,loss,accuracy\n"
               "1,0.617,0.7350\n2,0.616,0.7350\n3,0.613,0.7350\n4,0.611,0.7350\n5,0.602,0.7350\n"
               "6,0.601,0.7350\n7,0.598,0.7350\n8,0.597,0.7350\n9,0.595,0.7350\n10,0.585,0.7350\n"
               "11,0.589,0.7350\n12,0.581,0.7350\n",
    .effects = effects,
    .rank = 90,
    .find = find,
};
