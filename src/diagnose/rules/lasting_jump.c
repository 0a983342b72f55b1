/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lasting_jump.c - the training loss jumps to a far worse level and stays there. */
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"
#include "diagnose/worsening.h"

#include <math.h>

enum { MIN_RISE };

static const lc_threshold thresholds[] = {
    [MIN_RISE] =
        {"min_rise", LC_FAR_WORSE, "least rise of the natural logarithm of the loss",
         "judgement: about 10 %, three times the usual noise of a training loss logged per epoch"},
};

/* What the learning rate and the gradient norm did at that place. */
static void add_causes(lc_context *context, lc_finding *f, double x)
{
    const lc_analyzed *rate = lc_context_rate(context);
    if (rate && rate->series->n > 1) {
        double then = lc_analyzed_at(context, rate, x);
        for (size_t i = 1; i < rate->series->n; i++)
            if (lc_analyzed_x(context, rate, i) == x &&
                rate->series->y[i] > 2 * rate->series->y[i - 1])
                lc_finding_cause(context, f, "the learning rate rises there from %s to %s",
                                 LC_NUM(rate->series->y[i - 1]), LC_NUM(then));
    }
    lc_finding_cause(context, f,
                     "a batch with outliers or wrong targets, or a half-precision overflow, moved "
                     "the weights too far");
    lc_finding_cause(context, f,
                     "the run was resumed there without the optimiser state, or the data changed");
    lc_finding_cause(context, f, "the learning rate is too high: units died in one large step");
}

static void find(lc_context *context)
{
    lc_worsening w;
    lc_finding *f =
        lc_worsening_find(&w, context, LC_JUMPS_ONCE, lc_context_limit(context, MIN_RISE));
    if (!f)
        return;
    const lc_analyzed *t = w.series;
    const lc_series *s = t->series;
    lc_finding_range(f, w.worse_from, lc_analyzed_x(context, t, s->n - 1));
    lc_finding_evidence(context, f, "jump_at", w.worse_from);
    lc_finding_summary(
        context, f, "%s %s at %s %s%s: best %s at %s %s, final %s", s->metric.name,
        t->sign > 0 ? "jumps" : "drops", lc_context_axis(context), LC_NUM(w.worse_from),
        w.worse_from < lc_analyzed_x(context, t, s->n - 1) ? " and does not come back"
                                                           : ", its last record",
        LC_NUM(w.best), lc_context_axis(context), LC_NUM(w.best_at),
        LC_LEVEL(w.end, lc_analyzed_last(t)));
    add_causes(context, f, w.worse_from);
    lc_finding_advice(context, f,
                      "go back to the last checkpoint before %s %s, with a lower learning rate",
                      lc_context_axis(context), LC_NUM(w.worse_from));
    lc_finding_advice(context, f, "clip the gradient norm, and check the data of that time");
}

static const lc_effect effects[] = {
    {"constant-prediction", 0.2, false},
    {"stuck-loss", 0.2, false},
    {"not-learning", 0.15, false},
    {"divergence", 0.2, false},
    {"non-finite", 0, false},
    {"late-collapse", 0.3, false},
    {"rising-loss", 0.3, false},
    {"spikes", 0.3, false},
    {"oscillation", 0.3, false},
    {"*", 0.1, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_lasting_jump = {
    .id = "lasting-jump",
    .title = "a jump of the loss to a much worse level, where it stays",
    .theory =
        "A spike that recovers costs a few records. A jump that stays has destroyed what was "
        "learned: the weights left the region of low loss and did not return. The loss must end "
        "above its best level by more than noise explains, most of that rise must happen in one "
        "record, and the loss must not come back. Behind a first value that stays the best, noise "
        "is no explanation if the later values are twice as high in the (geometric) "
        "mean. A jump into the last record counts when the other split or the accuracy shows it as "
        "well, or when it loses all that was gained.\n\nKeep the checkpoint before the jump.",
    .source = "minimum test and noise prior: stats/noise_posterior.h, fitted to simulations",
    .verdict = "diverged",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .needs = LC_NEEDS_LOSS,
    .records = 3,
    .example = "epoch,loss\n"
               "1,2.1\n2,1.2\n3,0.8\n4,0.6\n5,0.5\n6,0.44\n7,0.4\n8,0.37\n"
               "9,0.35\n10,0.335\n11,1.18\n12,1.09\n13,1.12\n14,1.1\n15,1.13\n16,1.09\n",
    .effects = effects,
    .rank = 22,
    .patience =
        5, /* of the zoo's sound runs none is stopped by it, and no more are cut before their best */
    .ordered = true,
    .experiment = "resume from the checkpoint before the jump with a third of the learning rate",
    .find = find,
};
