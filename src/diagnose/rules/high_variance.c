/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * high_variance.c - with all the training samples that there are, validation is far from train.
 *
 * Computes the gap of the errors at the largest training set, in standard errors and as a share of
 * the validation error.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/size_curve.h"

#include <math.h>

enum { SURE, SHARE };

static const lc_threshold thresholds[] = {
    [SURE] = {"sure", 2.58,
              "gap between validation and training [standard errors of the validation error]",
              "1 % in the two tails of a normal distribution"},
    [SHARE] = {"share", 0.5, "gap over the validation error [share]",
               "Ng 2018, Machine Learning Yearning, ch. 20 to 23: work on the larger one of bias "
               "and variance first"},
};

static void report(lc_context *context, const lc_size_curve *s, double gap, double share)
{
    const lc_analyzed *v = s->pair->validation, *t = s->pair->train;
    double z = s->noise > 0 ? gap / s->noise : INFINITY;
    lc_finding *f = lc_find(context, LC_WARNING, lc_confidence(2 * lc_normal_tail(z)), v);
    lc_finding_series(f, t);
    lc_finding_basis(context, f, "%.3g standard errors at the largest size", z);
    lc_finding_evidence(context, f, "gap", gap);
    lc_finding_evidence(context, f, "share_of_error", share);
    lc_finding_evidence(context, f, "train_error", s->train);
    lc_finding_evidence(context, f, "validation_error", s->validation);
    lc_finding_evidence(context, f, "gain_of_last_doubling", s->gain);
    lc_finding_headline(context, f,
                        "high variance: %.0f %% of the validation error is the gap to training",
                        100 * share);
    lc_finding_summary(context, f,
                       "high variance: with all %s samples %s is %s and %s is %s, and %.0f %% of "
                       "the validation error is their gap",
                       LC_NUM(s->size), t->series->metric.name, LC_NUM(t->curve.y[t->curve.n - 1]),
                       v->series->metric.name, LC_NUM(v->curve.y[v->curve.n - 1]), 100 * share);
    lc_finding_cause(context, f,
                     "the model can memorise these samples: it has more capacity than they need");
    lc_finding_cause(context, f,
                     "validation samples come from another distribution, if the gap does not "
                     "shrink with the number of samples");
    if (s->gain > s->noise)
        lc_finding_advice(
            context, f,
            "get more training samples, or augment them: the gap shrinks with their number");
    lc_finding_advice(context, f, "regularise: weight decay, dropout, early stopping");
    lc_finding_advice(context, f, "use a smaller model or fewer inputs");
}

static void find(lc_context *context)
{
    lc_size_curve s;
    if (!lc_size_curve_read(&s, context))
        return;
    double gap = s.validation - s.train, share = gap / s.validation;
    if (gap > lc_context_limit(context, SURE) * s.noise && share > lc_context_limit(context, SHARE))
        report(context, &s, gap, share);
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"generalization-gap", 0.15, true},
    {NULL, 0, false},
};

const lc_rule lc_rule_high_variance = {
    .id = "high-variance",
    .title = "a wide gap between training and validation with all training samples",
    .theory = "At the largest training set the validation error has two parts: what the model "
              "misses on samples that it was trained on (bias, if the best possible error is 0), "
              "and the gap to samples that it has not seen (variance). Where the gap is more than "
              "{share%} of the error, and more than {sure} standard errors, variance limits the "
              "model. Both curves of a fixed model approach the same level as the training set "
              "grows, so the gap is also the largest improvement that more samples can bring.",
    .source = "Ng 2018, Machine Learning Yearning, ch. 20 to 28; Cortes et al. 1993, NIPS 6, 327 "
              "(both errors go to one level); Nadeau and Bengio 2003, Machine Learning 52, 239 "
              "(error over folds)",
    .verdict = "high-variance",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS(LC_TRAIN_SIZE),
    .example = "train_size,accuracy,val_accuracy\n"
               "100,0.994,0.744\n200,0.996,0.766\n300,0.996,0.771\n400,0.995,0.775\n"
               "600,0.993,0.780\n800,0.995,0.784\n1200,0.994,0.785\n1600,0.994,0.788\n"
               "2400,0.994,0.793\n3200,0.991,0.793\n",
    .effects = effects,
    .rank = 210,
    .find = find,
};
