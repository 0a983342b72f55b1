/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rising_loss.c - the training loss rises from its first records on. */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/worsening.h"

#include <math.h>

enum { MIN_RISE };

static const lc_threshold thresholds[] = {
    [MIN_RISE] = {"min_rise", 0.03, "least rise of the natural logarithm of the loss",
                  "judgement: about 3 %, the usual noise of a training loss logged per epoch"},
};

static void find(lc_context *context)
{
    lc_worsening w;
    lc_finding *f =
        lc_worsening_find(&w, context, LC_RISES_FROM_START, lc_context_limit(context, MIN_RISE));
    if (!f)
        return;
    const lc_analyzed *t = w.series;
    const lc_series *s = t->series;
    bool turns = t->best > s->n / 4 || fabs(s->y[0] - w.best) > fabs(w.end - w.best);
    lc_finding_summary(context, f, "%s %s: best %s at %s %s, final %s", s->metric.name,
                       turns         ? (t->sign > 0 ? "turns and rises" : "turns and falls")
                       : t->sign > 0 ? "rises instead of falling"
                                     : "falls instead of rising",
                       LC_NUM(w.best), lc_context_axis(context), LC_NUM(w.best_at),
                       LC_LEVEL(w.end, lc_analyzed_last(t)));
    lc_finding_cause(context, f, "the learning rate is too high: every step overshoots");
    lc_finding_cause(context, f,
                     "the loss has the wrong sign, or is maximised instead of minimised");
    lc_finding_cause(
        context, f,
        "inputs or targets are not scaled, or the printed loss contains a penalty term that grows");
    lc_finding_advice(context, f, "divide the learning rate by 10, and log the gradient norm");
    lc_finding_advice(context, f,
                      "check on one batch that a single small step lowers the loss; if it does "
                      "not, the sign or the gradient is wrong");
}

static const lc_effect effects[] = {
    {"divergence", 0.2, false}, {"non-finite", 0, false}, {"oscillation", 0.15, false},
    {"*", 0.15, false},         {NULL, 0, false},
};

const lc_rule lc_rule_rising_loss = {
    .id = "rising-loss",
    .title = "a training loss that rises from its first records on",
    .theory =
        "Training should lower its loss. A loss that ends above its best value, where that best is "
        "among the first records, is driven up: by steps that are too large, by a wrong sign, or "
        "by terms that the optimiser does not see.\n\nThe end is compared with the best level "
        "before it on a log scale. Two corrections are made. The best value was selected, so it is "
        "low partly by chance. And the noise of a few records is unknown, so it is described by a "
        "distribution, from other runs and from the differences within this run. A training "
        "accuracy that improves speaks against this finding, and a held-out loss that rises as "
        "well speaks for it.\n\nThe first value, of an untrained "
        "network, should be the worst. If the later ones are twice as high in the (geometric) "
        "mean, and at most 15 % of them are better, the loss has risen however much it swings. The "
        "same is said where, of five records or more on both splits, none is as good as the first "
        "and most are more than 5 % above it: of n values the first is the least on both splits by "
        "chance once in n * n. Of "
        "several losses without a total the largest is used."
        "\n\nA loss that is worse in each record than in the one before has risen from 2.2 % on "
        "when that "
        "holds for seven records from the start of the run, and from 6 % on for ten behind its "
        "best value: "
        "by chance so many stand in order once in thousands of runs.\n\nA training loss that grows "
        "by "
        "about its first value in each record, while the accuracy or the held-out loss gets "
        "better, is a sum that is never set back to 0, and metric-mismatch's matter. No rise "
        "counts after a warm restart, or while the weight of a part of the loss grows.",
    .source = "minimum test and noise prior: stats/noise_posterior.h, fitted to simulations",
    .verdict = "diverged",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_LOSS,
    .records = 2,
    .example = "epoch,loss,val_loss\n1,0.93,0.95\n2,1.58,1.60\n",
    .effects = effects,
    .rank = 21,
    .ordered = true,
    .experiment = "train with a tenth of the learning rate",
    .find = find,
};
