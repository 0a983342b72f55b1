/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * high_bias.c - train and validation have met, flat, at a level that is poor.
 *
 * Computes the gap at the largest training set, what the last doubling still brought, and how far
 * the training error is from none.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/size_curve.h"

#include <math.h>

enum { MET, FLAT, POOR, LEFT };

static const lc_threshold thresholds[] = {
    [MET] = {"met", 0.25, "largest gap [share of the validation error]",
             "judgement: three quarters of the error are there on training samples too"},
    [FLAT] = {"flat", 0.05,
              "largest improvement from the last doubling [share of the validation error]",
              "a power law with exponent 0.07, the smallest that Hestness et al. 2017 measured"},
    [POOR] = {"poor", 0.1, "least training error of a score [1 = all]",
              "Ng 2018, ch. 20: of 15 % and 1 % the first is high bias; judgement between them"},
    [LEFT] = {"left", 0.5,
              "least training error of a loss [share of the validation loss at the smallest size]",
              "judgement: half of the error with a few samples is still there"},
};

static bool is_poor(const lc_context *context, const lc_size_curve *s)
{
    return s->whole > 0 ? s->train > lc_context_limit(context, POOR) * s->whole
                        : s->train > lc_context_limit(context, LEFT) * s->first;
}

static void report(lc_context *context, const lc_size_curve *s, double gap)
{
    const lc_analyzed *v = s->pair->validation, *t = s->pair->train;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, v);
    lc_finding_series(f, t);
    lc_finding_basis(context, f, "level, gap and slope at the largest of %zu sizes", v->curve.n);
    lc_finding_evidence(context, f, "train_error", s->train);
    lc_finding_evidence(context, f, "validation_error", s->validation);
    lc_finding_evidence(context, f, "gap", gap);
    lc_finding_evidence(context, f, "standard_error", s->noise);
    lc_finding_evidence(context, f, "gain_of_last_doubling", s->gain);
    lc_finding_summary(
        context, f,
        "high bias: %s and %s have met at %s and %s, and more samples hardly change them",
        t->series->metric.name, v->series->metric.name, LC_NUM(t->curve.y[t->curve.n - 1]),
        LC_NUM(v->curve.y[v->curve.n - 1]));
    lc_finding_cause(
        context, f,
        "the model is too simple for the information in the inputs, or regularised too much");
    lc_finding_cause(context, f,
                     "the inputs contain no more information: labels are noisy, or the deciding "
                     "variable is not recorded");
    lc_finding_advice(context, f, "use a larger model, train it longer, or regularise it less");
    lc_finding_advice(
        context, f,
        "look for better inputs; find out which error a person or another model reaches");
    lc_finding_advice(context, f,
                      "do not collect more samples: they lead to the training error, %s",
                      LC_NUM(s->train));
}

static void find(lc_context *context)
{
    lc_size_curve s;
    if (!lc_size_curve_read(&s, context))
        return;
    double gap = s.validation - s.train;
    bool met = gap <= fmax(lc_context_limit(context, MET) * s.validation, s.noise);
    bool flat = s.gain <= lc_context_limit(context, FLAT) * s.validation;
    if (met && flat && is_poor(context, &s))
        report(context, &s, gap);
}

const lc_rule lc_rule_high_bias = {
    .id = "high-bias",
    .title = "training and validation that have met at a poor level",
    .theory =
        "As the training set grows, the training error rises and the validation error falls "
        "towards the same level, the least error of this model. More samples do not help when the "
        "two have met (a gap below {met%}), the last doubling improved validation by less than "
        "{flat%}, and the training error itself is large. What is large depends on the task: here, "
        "for a score, more than {poor%} of all samples; for a loss, more than {left%} of the "
        "validation loss with the fewest samples. The rule does not know the best possible error.",
    .source = "Ng 2018, Machine Learning Yearning, ch. 20 to 28; Cortes et al. 1993, NIPS 6, 327; "
              "Hestness et al. 2017, arXiv 1712.00409 (the region of irreducible error)",
    .verdict = "high-bias",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS(LC_TRAIN_SIZE),
    .example = "train_size,accuracy,val_accuracy\n"
               "100,0.751,0.648\n200,0.739,0.675\n300,0.735,0.683\n400,0.731,0.684\n"
               "600,0.728,0.692\n800,0.726,0.696\n1200,0.723,0.701\n1600,0.723,0.703\n"
               "2400,0.721,0.700\n3200,0.719,0.703\n",
    .rank = 220,
    .ordered = true,
    .find = find,
};
