/* SPDX-License-Identifier: GPL-3.0-or-later */
/* learning_rate_zero.c - a learning rate of exactly 0 in nearly all records. */
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"

enum { SHARE };

static const lc_threshold thresholds[] = {
    [SHARE] = {"share", 0.8, "records with a learning rate of exactly 0 [share]",
               "judgement: a warm-up starts at 0 and a schedule may end there, for a few records"},
};

#define RECORDS_MIN 3
#define FALLS_EACH_MIN 6 /* records that fall one after the other: by chance one of 720 */
#define FALLS_MIN 8      /* records that can show a trend beyond doubt */

static bool falls_each_time(const lc_curve *c)
{
    for (size_t i = 1; i < c->n; i++)
        if (!(c->y[i] < c->y[i - 1]))
            return false;
    return true;
}

/* By a trend that noise does not make. */
static bool loss_falls(lc_context *context)
{
    const lc_analyzed *t = lc_context_main_loss(context, LC_TRAIN);
    lc_trend trend;
    if (t && t->curve.n >= FALLS_EACH_MIN && falls_each_time(&t->curve))
        return true;
    return t && t->curve.n >= FALLS_MIN &&
           lc_curve_trend(&trend, &t->curve, 0, t->curve.n, &context->first) == LC_OK &&
           trend.p_fall < 0.001;
}

static void find(lc_context *context)
{
    const lc_analyzed *rate = lc_context_rate(context);
    size_t zero = 0;
    if (!rate || rate->series->n < RECORDS_MIN)
        return;
    const lc_series *s = rate->series;
    for (size_t i = 0; i < s->n; i++)
        zero += s->y[i] == 0;
    /* The end of a schedule, of which the log has nothing else, is no fault; and where the loss falls, the
     * rate has too few digits. */
    if ((double)zero < lc_context_limit(context, SHARE) * (double)s->n || context->excerpt ||
        loss_falls(context))
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, rate);
    lc_finding_basis(context, f, "%zu of %zu records", zero, s->n);
    lc_finding_evidence(context, f, "records_at_zero", (double)zero);
    lc_finding_summary(context, f,
                       "%s is exactly 0 in %zu of %zu records: no step changes the weights",
                       s->metric.name, zero, s->n);
    lc_finding_cause(context, f,
                     "the schedule was given the wrong number of steps: it has already ended, or "
                     "never left its warm-up");
    lc_finding_cause(context, f, "the learning rate is printed with too few digits");
    lc_finding_advice(context, f,
                      "print the learning rate of the schedule for every epoch before training");
}

static const lc_effect effects[] = {
    {"never-moved", 0.5, false},
    {"not-learning", 0.6, false},
    {"plateau", 0.5, false},
    {"slow-learning", 0.3, false},
    {"constant-prediction", 0.3, false},
    {"frozen-score", 0.2, false},
    {"underfitting", 0.2, false},
    {"stuck-loss", 0.2, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_learning_rate_zero = {
    .id = "learning-rate-zero",
    .title = "a learning rate of exactly 0 in nearly all records",
    .theory =
        "With a learning rate of 0 the weights do not change, whatever the gradient. A schedule "
        "may pass 0 at its start or end. A rate of 0 in {share%} of the records is an error of "
        "the schedule, or the rate is printed with too few digits. The latter is taken for "
        "granted where the training loss falls by a trend beyond doubt, or from each record to "
        "the next in six or more.",
    .source = "definition of gradient descent",
    .verdict = "not-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .records = RECORDS_MIN,
    .example = "epoch,loss,lr\n1,2.31,0\n2,2.30,0\n3,2.32,0\n4,2.31,0\n5,2.30,0\n",
    .effects = effects,
    .rank = 71,
    .experiment = "print the learning rate of the schedule for every epoch before training",
    .find = find,
};
