/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * schedule_effect.c - the loss jumps where the schedule raises the learning rate.
 *
 * A warm restart throws the loss back on purpose. The rule counts the rises of the rate and how many of
 * them the loss answers, so that its jumps aren't taken for a run that does not settle.
 */
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { RATIO, JUMP, ANSWERED, ALPHA };

static const lc_threshold thresholds[] = {
    [RATIO] =
        {"ratio", 2, "new rate over old, from one record to the next [ratio]",
         "judgement: a warm-up that rises smoothly stays below it except in its first records"},
    [JUMP] = {"jump", 0.05, "p-value of the jump of the loss, for a smooth curve with its noise",
              "convention"},
    [ANSWERED] = {"answered", 0.5, "rises of the rate that the loss follows by such a jump [share]",
                  "more often than not"},
    [ALPHA] = {"alpha", 0.01, "p-value of the number of rises that the loss follows (sign test)",
               "convention"},
};

#define PLAIN 0.3   /* rise of the loss, of itself, that follows plainly ... */
#define PLAIN_MIN 2 /* ... each of so many rises of the rate, of which there are no more */
#define WARMUP 0.05 /* of the run: rises within it are the beginning's */

/* How the loss takes the rises of the rate. */
typedef struct restarts {
    lc_rate_change first;
    size_t rises;    /* of the rate */
    size_t followed; /* by a higher loss ... */
    size_t beyond;   /* ... by more than noise makes it jump ... */
    size_t plain;    /* ... or by a good part of itself */
    double p;        /* that so many are followed by chance */
} restarts;

static void report(lc_context *context, const lc_analyzed *rate, const lc_analyzed *loss,
                   const restarts *r)
{
    const char *name = loss->series->metric.name, *axis = lc_context_axis(context);
    lc_finding *f = lc_find(context, LC_NOTE, 0.9, loss);
    lc_finding_series(f, rate);
    lc_finding_series(f, lc_context_other(context, loss));
    lc_finding_range(f, r->first.x, loss->curve.x[loss->curve.n - 1]);
    lc_finding_basis(context, f, "%zu of %zu rises of the rate, p = %.2g (sign test)", r->followed,
                     r->rises, r->p);
    lc_finding_evidence(context, f, "restarts", (double)r->rises);
    lc_finding_evidence(context, f, "answered", (double)r->followed);
    lc_finding_evidence(context, f, "first_at", r->first.x);
    char often[48] = "once (";
    if (r->rises > 1)
        snprintf(often, sizeof often, "%zu times (first ", r->rises);
    lc_finding_summary(context, f,
                       "the learning rate is raised %sat %s %s, from %s to %s), and %s jumps with "
                       "it: the schedule causes the swings",
                       often, axis, LC_NUM(r->first.x), LC_NUM(r->first.from), LC_NUM(r->first.to),
                       name);
    lc_finding_cause(context, f, "warm restarts or a cyclic schedule");
    lc_finding_advice(
        context, f,
        "judge the run by the ends of its cycles, and use the weights from one of them");
}

static restarts count(lc_context *context, const lc_analyzed *rate, const lc_analyzed *loss)
{
    lc_rate_change changes[LC_RATE_CHANGES_MAX];
    const lc_curve *c = &loss->curve;
    double begin = c->x[0] + WARMUP * (c->x[c->n - 1] - c->x[0]);
    size_t n = lc_rate_changes(changes, context, rate, loss, lc_context_limit(context, RATIO));
    restarts r = {.rises = 0};
    for (size_t k = 0; k < n; k++) {
        double rise = changes[k].after - changes[k].before;
        if (changes[k].to < changes[k].from || changes[k].x <= begin)
            continue;
        if (r.rises++ == 0)
            r.first = changes[k];
        r.followed += rise > 0;
        r.plain += rise > PLAIN * fabs(changes[k].before);
        lc_changepoint jump = lc_rate_jump(context, loss, &changes[k]);
        r.beyond += jump.size > 0 && jump.p < lc_context_limit(context, JUMP);
    }
    r.p = r.followed ? gsl_cdf_binomial_Q((unsigned)r.followed - 1, 0.5, (unsigned)r.rises) : 1;
    return r;
}

/* Swings of every few records are noise in the loss's own measure: there, only their number speaks. */
static void find(lc_context *context)
{
    const lc_analyzed *rate = lc_context_rate(context), *loss = lc_context_train_loss(context);
    if (!rate || !loss || loss->curve.n < 6)
        return;
    restarts r = count(context, rate, loss);
    bool plain = r.rises >= PLAIN_MIN && r.plain == r.rises;
    if (r.rises && (plain || r.p < lc_context_limit(context, ALPHA) ||
                    (double)r.beyond > lc_context_limit(context, ANSWERED) * (double)r.rises))
        report(context, rate, loss, &r);
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"oscillation", 0.15, false},
    {"spikes", 0.15, true},
    {NULL, 0, false},
};

const lc_rule lc_rule_schedule_effect = {
    .id = "schedule-effect",
    .title = "jumps of the loss where the schedule raises the learning rate",
    .theory =
        "Cyclic schedules and warm restarts raise the learning rate on purpose. The weights leave "
        "their minimum, the loss jumps, and it settles lower at the end of the next cycle. Where "
        "the rate rises by a factor of {ratio} or more from one record to the next, after the "
        "beginning of the run, the loss before and after is compared. Its swings are explained by "
        "the schedule when it jumps up by more than its noise at more than {answered%} of these "
        "records, or rises at so many of them that it is not by chance (sign test), or by a good "
        "part of itself at each of them, two at least.",
    .source = "Loshchilov and Hutter 2017, SGDR: Stochastic Gradient Descent with Warm Restarts, "
              "ICLR; L. N. "
              "Smith 2017, Cyclical Learning Rates, WACV",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .example =
        "epoch,lr,loss\n"
        "1,0.1,1.556\n2,0.0962,1.435\n3,0.0855,1.269\n4,0.0694,1.102\n5,0.0505,0.996\n"
        "6,0.0316,0.865\n7,0.0155,0.776\n8,0.00477,0.697\n9,0.1,0.926\n10,0.0962,0.853\n"
        "11,0.0855,0.768\n12,0.0694,0.661\n13,0.0505,0.573\n14,0.0316,0.490\n15,0.0155,0.434\n"
        "16,0.00477,0.406\n17,0.1,0.698\n18,0.0962,0.627\n19,0.0855,0.548\n20,0.0694,0.502\n"
        "21,0.0505,0.411\n22,0.0316,0.347\n23,0.0155,0.318\n24,0.00477,0.289\n",
    .effects = effects,
    .ordered = true,
    .find = find,
};
