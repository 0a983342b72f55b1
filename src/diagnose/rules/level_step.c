/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * level_step.c - losses that step down from one record to the next, where no learning rate is
 * logged.
 *
 * Looks for jumps of the training loss beyond its noise, and for the same one on validation.
 */
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"
#include "diagnose/stretch.h"
#include "model/metric.h"

#include <math.h>

enum { ALPHA, VALIDATION_ALPHA, SIZE };

static const lc_threshold thresholds[] = {
    [ALPHA] = {"alpha", 0.001,
               "p-value of the jump at any record, for a smooth curve with its noise",
               "judgement: every log is searched, and a note that comes from chance is annoying"},
    [VALIDATION_ALPHA] = {"validation_alpha", 0.01,
                          "p-value of a jump of a validation series at the same record",
                          "convention"},
    [SIZE] = {"size", 0.02, "size of the step [share of the total improvement of the loss]",
              "judgement: a step that nobody sees in a plot needs no mention"},
};

#define STAYS 5    /* points on either side whose levels show that the loss stays down ... */
#define STAYED 0.5 /* ... by this part of the step */
#define WIDTH 3    /* points within which a scheduler's step is over */

static void report(lc_context *context, const lc_analyzed *loss, const lc_changepoint *jump,
                   const lc_analyzed *other)
{
    const lc_curve *c = &loss->curve;
    const char *name = loss->series->metric.name, *axis = lc_context_axis(context);
    lc_finding *f = lc_find(context, LC_NOTE, lc_confidence(jump->p), loss);
    lc_finding_series(f, other);
    lc_finding_range(f, c->x[jump->first], c->x[jump->last]);
    lc_finding_basis(context, f, "p = %.2g (a step on top of a smooth trend, at any record)",
                     jump->p);
    lc_finding_evidence(context, f, "step", jump->size);
    lc_finding_evidence(context, f, "step_low", jump->low);
    lc_finding_evidence(context, f, "step_high", jump->high);
    lc_finding_summary(context, f,
                       "%s steps down at %s %s by %s (90 %% interval %s to %s)%s%s: a change of "
                       "the learning rate or of the data, not a fault",
                       name, axis, LC_NUM(c->x[jump->at]), LC_NUM(-jump->size), LC_NUM(-jump->high),
                       LC_NUM(-jump->low), other ? ", together with " : "",
                       other ? other->series->metric.name : "");
    lc_finding_cause(context, f, "a scheduler lowered the learning rate there");
    if (!other)
        lc_finding_cause(context, f,
                         "the training loss is computed over something else from there on: data, "
                         "augmentation, weights of its terms");
    lc_finding_advice(context, f,
                      "log the learning rate, so that such a step can be distinguished from a "
                      "change of the data");
}

/* Let a jump take up those of the same direction that follow at once; returns how many it takes. */
static size_t join(lc_changepoint *jump, const lc_changepoint *more, size_t n)
{
    size_t k = 0;
    for (; k < n && more[k].size * jump->size > 0 && more[k].at < jump->at + WIDTH; k++) {
        jump->size += more[k].size;
        jump->low += more[k].low;
        jump->high += more[k].high;
        jump->last = more[k].last;
        jump->p = fmin(jump->p, more[k].p);
    }
    return k;
}

/* The loss is down for good, and not for a record or two. */
static bool stays_down(const lc_curve *c, const lc_changepoint *jump)
{
    size_t from = jump->at > STAYS ? jump->at - STAYS : 0;
    size_t to = c->n - jump->at > STAYS ? jump->at + STAYS : c->n;
    double fall = lc_curve_level(c, from, jump->at) - lc_curve_level(c, jump->at, to);
    return fall >= -STAYED * jump->size;
}

static bool is_held_out(const lc_analyzed *t)
{
    return t->chosen && t->sign != 0 && lc_split_is_held_out(t->series->metric.split);
}

/* A held-out loss or score that gets better at the same record; NULL for none. */
static const lc_analyzed *find_other(lc_context *context, double x)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        lc_changepoint jump;
        if (!is_held_out(t))
            continue;
        if (lc_changepoint_at(&jump, &t->curve, lc_curve_point(&t->curve, x), &context->first) !=
            LC_OK)
            return NULL;
        if (t->sign * jump.size < 0 && jump.p < lc_context_limit(context, VALIDATION_ALPHA))
            return t;
    }
    return NULL;
}

static void find(lc_context *context)
{
    lc_changepoint changes[LC_CHANGEPOINTS_MAX];
    const lc_analyzed *loss = lc_context_train_loss(context);
    if (!loss || lc_context_rate(context))
        return;
    size_t n = lc_stretch_jumps(changes, context, loss, lc_context_limit(context, ALPHA));
    double least = lc_context_limit(context, SIZE) * lc_analyzed_gain(loss);
    for (size_t k = 0; k < n;) {
        lc_changepoint *jump = &changes[k++];
        k += join(jump, changes + k, n - k);
        if (-jump->size > least && stays_down(&loss->curve, jump))
            report(context, loss, jump, find_other(context, loss->curve.x[jump->at]));
    }
}

const lc_rule lc_rule_level_step = {
    .id = "level-step",
    .title = "a loss that steps down in one record, where no learning rate is logged",
    .theory =
        "A scheduler that cuts the learning rate makes the losses step down within a record or "
        "two, on training and on validation. Every record is tested for a jump on top of a smooth "
        "trend, with correlated noise; the p-value of the largest jump allows for the number of "
        "records tested. Where validation steps down at the same record, the weights have changed; "
        "where it does not, the training loss may be computed over something else. The step is not "
        "a fault. It is mentioned so that the flat parts beside it are not misread.",
    .source = "L. Bottou, F. E. Curtis, J. Nocedal 2018, Optimization Methods for Large-Scale "
              "Machine Learning, SIAM Review 60, 4.2 (noise ball of a constant rate); test: Niu "
              "and Zhang 2012, Ann. Appl. Stat. 6, 1306",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .example = "epoch,loss,val_loss\n"
               "1,1.844,1.913\n2,1.570,1.621\n3,1.370,1.403\n4,1.232,1.238\n5,1.089,1.135\n"
               "6,1.007,1.020\n7,0.926,0.959\n8,0.857,0.900\n9,0.818,0.849\n10,0.776,0.831\n"
               "11,0.763,0.770\n12,0.739,0.788\n13,0.706,0.763\n14,0.693,0.766\n15,0.688,0.734\n"
               "16,0.426,0.476\n17,0.421,0.461\n18,0.434,0.444\n19,0.384,0.462\n20,0.409,0.465\n"
               "21,0.406,0.456\n22,0.409,0.468\n23,0.401,0.450\n24,0.419,0.460\n25,0.395,0.481\n"
               "26,0.409,0.445\n27,0.392,0.455\n28,0.395,0.439\n29,0.391,0.445\n30,0.410,0.446\n",
    .ordered = true,
    .find = find,
};
