/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rising_loss.c - the training loss rises from its first records on. */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/worsening.h"

enum { MIN_RISE };

static const lc_threshold thresholds[] = {
    [MIN_RISE] = {"min_rise", 0.03, "rise of the loss's logarithm at least",
                  "judgement: some 3 %, the usual noise of a training loss by epoch"},
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
    double last = s->y[s->n - 1];
    lc_finding_summary(
        context, f, "%s gets worse instead of better: best %s at %s %s, %s in the last record",
        s->metric.name, LC_NUM(w.best), lc_context_axis(context), LC_NUM(w.best_at), LC_NUM(last));
    lc_finding_cause(context, f, "the learning rate is too high: every step overshoots");
    lc_finding_cause(context, f, "the loss has the wrong sign, or is maximised");
    lc_finding_cause(context, f,
                     "inputs or targets are not scaled; a penalty term that grows is part of the "
                     "printed loss");
    lc_finding_advice(context, f, "divide the learning rate by 10, and log the gradient norm");
    lc_finding_advice(context, f,
                      "check on one batch that a single small step lowers the loss: if not, its "
                      "sign or the gradient is wrong");
}

static const lc_effect effects[] = {
    {"divergence", 0.2, false},
    {"non-finite", 0, false},
    {"*", 0.15, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_rising_loss = {
    .id = "rising-loss",
    .title = "the training loss rises from its first records on",
    .theory =
        "Training lowers its loss. One that ends above its best, with that best among the first "
        "records, is driven up: by steps that are too large, a loss of the wrong sign, or terms "
        "that the optimiser does not see.\n\n"
        "The end is held against the best level before it on the scale of logarithms. That best "
        "was picked, and so lies low by chance; and the noise of a few records is not known. Both "
        "are allowed for: the noise is a distribution, from other runs and from this one's own "
        "differences. A training accuracy that gets better speaks against it.",
    .source = "picked minimum and noise prior: stats/noise_posterior.h, fitted to simulations",
    .verdict = "diverged",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_LOSS,
    .records = 2,
    .example = "epoch,loss,val_loss\n1,0.93,0.95\n2,1.21,1.24\n3,1.58,1.60\n4,1.93,1.97\n",
    .effects = effects,
    .rank = 21,
    .ordered = true,
    .experiment = "train with a tenth of the learning rate",
    .find = find,
};
