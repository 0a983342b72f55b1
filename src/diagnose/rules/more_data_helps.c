/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * more_data_helps.c - validation still gets better with more training samples.
 *
 * Computes what the last doubling of the training set took off the validation error, in standard
 * errors and as a share, and by a forecast what the next doubling would.
 */
#include "diagnose/finding.h"
#include "diagnose/forecast.h"
#include "diagnose/rule.h"
#include "diagnose/size_curve.h"

#include <math.h>

enum { SURE, SHARE, MUCH };

static const lc_threshold thresholds[] = {
    [SURE] = {"sure", 1.645, "improvement from the last doubling [standard errors]",
              "5 % in the upper tail of a normal distribution"},
    [SHARE] = {"share", 0.02, "improvement from the last doubling [share of the validation error]",
               "judgement: twice the samples for less than a fiftieth is not worth it"},
    [MUCH] = {"much", 0.1,
              "improvement from the last doubling that makes it a warning [share of the validation "
              "error]",
              "a power law with exponent 0.15; Hestness et al. 2017 measured 0.07 to 0.35"},
};

static void forecast(lc_context *context, lc_finding *f, const lc_size_curve *s)
{
    lc_forecast ahead;
    const lc_analyzed *v = s->pair->validation;
    const char *name = v->series->metric.name;
    if (!lc_analyzed_forecast(&ahead, context, v, 2 * s->size))
        return;
    if (ahead.why_not) {
        lc_finding_advice(context, f,
                          "get more samples: the next doubling of %s improves it by about %s at "
                          "most, since each doubling brings less",
                          name, LC_NUM(s->gain));
        return;
    }
    const lc_forecast_point *p = &ahead.point[LC_FORECAST_POINTS - 1];
    lc_finding_evidence(context, f, "expected_at_double", p->value);
    lc_finding_evidence(context, f, "expected_low", p->mean_low);
    lc_finding_evidence(context, f, "expected_high", p->mean_high);
    lc_finding_advice(
        context, f,
        "get more samples: with %s of them %s is expected at %s (90 %% interval %s to %s)",
        LC_NUM(2 * s->size), name, LC_NUM(p->value), LC_NUM(p->mean_low), LC_NUM(p->mean_high));
}

static void find(lc_context *context)
{
    lc_size_curve s;
    if (!lc_size_curve_read(&s, context))
        return;
    double error = s.noise * sqrt(2), share = s.gain / (s.validation + s.gain);
    if (!(s.gain > lc_context_limit(context, SURE) * error) ||
        !(share > lc_context_limit(context, SHARE)))
        return;
    const lc_analyzed *v = s.pair->validation;
    double z = error > 0 ? s.gain / error : INFINITY;
    bool much = share > lc_context_limit(context, MUCH);
    lc_finding *f =
        lc_find(context, much ? LC_WARNING : LC_NOTE, lc_confidence(lc_normal_tail(z)), v);
    lc_finding_range(f, s.size / 2, s.size);
    lc_finding_basis(context, f, "%.2g standard errors of a difference", z);
    lc_finding_evidence(context, f, "gain_of_last_doubling", s.gain);
    lc_finding_evidence(context, f, "share_of_error", share);
    lc_finding_evidence(context, f, "error_left", s.validation);
    lc_finding_summary(context, f,
                       "%s still improves with more training samples: from %s to %s samples by %s, "
                       "%.0f %% of its error",
                       v->series->metric.name, LC_NUM(s.size / 2), LC_NUM(s.size), LC_NUM(s.gain),
                       100 * share);
    lc_finding_cause(context, f, "the model has more capacity than these samples use");
    forecast(context, f, &s);
    lc_finding_advice(context, f,
                      "augment the samples, or start from a model that was trained on other data");
}

const lc_rule lc_rule_more_data_helps = {
    .id = "more-data-helps",
    .title = "a validation value that still improves with more training samples",
    .theory = "The error falls as a power law of the number of training samples, towards a floor. "
              "The improvement of validation from the last doubling is compared with its standard "
              "error: the scatter between folds where it is recorded, the sampling error, or the "
              "scatter about a smooth curve, whichever is largest. With five sizes or more, curve "
              "models that approach a floor predict the next doubling, with an interval; each is "
              "tried on the smaller sizes first. With fewer sizes the last improvement is an upper "
              "bound, since the improvements of a power law shrink with each doubling.",
    .source = "Cortes et al. 1993, Learning curves: asymptotic values and rate of convergence, "
              "NIPS 6, 327; Hestness et al. 2017, arXiv 1712.00409; Viering and Loog 2022, IEEE "
              "TPAMI 45, 7799",
    .verdict = "data-limited",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS(LC_TRAIN_SIZE),
    .example = "train_size,accuracy,val_accuracy\n"
               "100,0.946,0.629\n200,0.934,0.701\n300,0.928,0.735\n400,0.923,0.755\n"
               "600,0.921,0.783\n800,0.920,0.800\n1200,0.917,0.819\n1600,0.913,0.831\n"
               "2400,0.912,0.847\n3200,0.912,0.854\n",
    .rank = 230,
    .ordered = true,
    .state = true,
    .find = find,
};
