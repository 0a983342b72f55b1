/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * learning_rate_step.c - a change of level of the loss where the learning rate falls at once.
 *
 * At each fall of the rate by half or more, tests the loss for a jump there.
 */
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"

#include <math.h>

enum { RATIO, ALPHA };

static const lc_threshold thresholds[] = {
    [RATIO] = {"ratio", 2, "old rate over new, from one record to the next [ratio]",
               "judgement: schedules that fall smoothly stay below it"},
    [ALPHA] = {"alpha", 0.01, "p-value of the jump of the loss, for a smooth curve with its noise",
               "convention"},
};

static void report(lc_context *context, const lc_analyzed *rate, const lc_analyzed *loss,
                   const lc_rate_change *c, const lc_changepoint *jump)
{
    bool better = loss->sign * jump->size < 0, down = jump->size < 0;
    const char *name = loss->series->metric.name, *axis = lc_context_axis(context);
    double least = down ? -jump->high : jump->low, most = down ? -jump->low : jump->high;
    lc_finding *f = lc_find(context, LC_NOTE, lc_confidence(jump->p), loss);
    lc_finding_series(f, rate);
    lc_finding_range(f, c->x, c->x);
    lc_finding_basis(context, f, "p = %.2g (a step on top of a smooth trend)", jump->p);
    lc_finding_evidence(context, f, "rate_before", c->from);
    lc_finding_evidence(context, f, "rate_after", c->to);
    lc_finding_evidence(context, f, "level_before", c->before);
    lc_finding_evidence(context, f, "level_after", c->after);
    lc_finding_evidence(context, f, "step", jump->size);
    lc_finding_evidence(context, f, "step_low", jump->low);
    lc_finding_evidence(context, f, "step_high", jump->high);
    lc_finding_summary(context, f,
                       "at %s %s the learning rate goes from %s to %s, and %s steps %s by %s (90 "
                       "%% interval %s to %s)",
                       axis, LC_NUM(c->x), LC_NUM(c->from), LC_NUM(c->to), name,
                       down ? "down" : "up", LC_NUM(fabs(jump->size)), LC_NUM(least), LC_NUM(most));
    lc_finding_cause(
        context, f,
        "at the old learning rate the weights jumped about the minimum and could not settle");
    lc_finding_advice(
        context, f,
        better ? "the learning rate was too high at that time: lower it earlier, or along a cosine"
               : "check whether anything else changed there: data, batch size, a resumed run");
}

static void find(lc_context *context)
{
    lc_rate_change changes[LC_RATE_CHANGES_MAX];
    const lc_analyzed *rate = lc_context_rate(context), *loss = lc_context_train_loss(context);
    if (!rate || !loss)
        return;
    size_t n = lc_rate_changes(changes, context, rate, loss, lc_context_limit(context, RATIO));
    for (size_t k = 0; k < n; k++) {
        const lc_rate_change *c = &changes[k];
        if (c->to > c->from)
            continue;
        lc_changepoint jump = lc_rate_jump(context, loss, c);
        if (jump.p < lc_context_limit(context, ALPHA))
            report(context, rate, loss, c, &jump);
    }
}

const lc_rule lc_rule_learning_rate_step = {
    .id = "learning-rate-step",
    .title = "a change of level of the loss where the learning rate falls",
    .theory = "With a constant learning rate the weights stay at a distance from the minimum that "
              "grows with the rate. When the rate is cut they settle closer, and the loss steps "
              "down within a few records. At each record where the rate falls by a factor of "
              "{ratio} or more, the loss is tested for a jump on top of a smooth trend, with "
              "correlated noise, and the jump is given with its interval.",
    .source = "L. Bottou, F. E. Curtis, J. Nocedal 2018, Optimization Methods for Large-Scale "
              "Machine Learning, SIAM Review 60, 4.2 (noise ball of a constant rate)",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .example = "epoch,lr,loss\n"
               "1,0.1,1.851\n2,0.1,1.595\n3,0.1,1.370\n4,0.1,1.225\n5,0.1,1.089\n6,0.1,0.992\n"
               "7,0.1,0.933\n8,0.1,0.860\n9,0.1,0.812\n10,0.1,0.782\n11,0.1,0.758\n12,0.1,0.726\n"
               "13,0.1,0.714\n14,0.1,0.689\n15,0.1,0.683\n16,0.01,0.425\n17,0.01,0.411\n"
               "18,0.01,0.405\n19,0.01,0.400\n20,0.01,0.408\n21,0.01,0.407\n22,0.01,0.404\n"
               "23,0.01,0.405\n24,0.01,0.393\n25,0.01,0.402\n26,0.01,0.404\n27,0.01,0.408\n"
               "28,0.01,0.395\n29,0.01,0.398\n30,0.01,0.385\n",
    .ordered = true,
    .find = find,
};
