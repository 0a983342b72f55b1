/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * schedule_effect.c - the loss jumps where the schedule raises the learning rate.
 *
 * A warm restart throws the loss back on purpose. The rule counts the rises of the rate and how many of
 * them the loss answers, so that its jumps aren't taken for a run that does not settle.
 */
#include "analyze/finding.h"
#include "analyze/rate.h"
#include "analyze/rule.h"

#include <math.h>

enum { RATIO, ERRORS, ANSWERED };

static const lc_threshold thresholds[] = {
    [RATIO] = {"ratio", 2, "new rate over old, from one record to the next [ratio]",
               "judgement: a warm-up that rises smoothly stays below it but for its first records"},
    [ERRORS] = {"errors", 2, "rise of the loss [errors of the difference]", "two standard errors"},
    [ANSWERED] = {"answered", 0.5, "rises of the rate that the loss follows [share]", "more often than not"},
};

#define WARMUP 0.05 /* of the run: rises within it are the beginning's */

static void report(lc_study *study, const lc_trace *rate, const lc_trace *loss, const lc_rate_change *first,
                   size_t rises, size_t answered)
{
    const char *name = loss->series->metric.name, *axis = lc_study_axis(study);
    lc_finding *f = lc_find(study, LC_NOTE, 0.9, loss);
    lc_finding_series(f, rate);
    lc_finding_series(f, lc_study_other(study, loss));
    lc_finding_range(f, first->x, loss->curve.x[loss->curve.n - 1]);
    lc_finding_basis(study, f, "%zu of %zu rises of the rate", answered, rises);
    lc_finding_evidence(study, f, "restarts", (double)rises);
    lc_finding_evidence(study, f, "answered", (double)answered);
    lc_finding_evidence(study, f, "first_at", first->x);
    lc_finding_summary(study, f, "the learning rate is raised %zu time%s (first at %s %s, from %s to %s), and %s "
                                 "jumps with it: the swings are the schedule's", rises, rises == 1 ? "" : "s",
                       axis, LC_NUM(first->x), LC_NUM(first->from), LC_NUM(first->to), name);
    lc_finding_cause(study, f, "warm restarts or a cyclic schedule");
    lc_finding_advice(study, f, "judge the run by the ends of its cycles, and take the weights from one of them");
}

static void find(lc_study *study)
{
    lc_rate_change changes[LC_RATE_CHANGES_MAX];
    const lc_trace *rate = lc_study_rate(study), *loss = lc_study_train_loss(study);
    if (!rate || !loss || loss->curve.n < 6)
        return;
    const lc_course *c = &loss->curve;
    double begin = c->x[0] + WARMUP * (c->x[c->n - 1] - c->x[0]);
    size_t n = lc_rate_changes(changes, study, rate, loss, lc_study_limit(study, RATIO));
    size_t rises = 0, answered = 0, first = 0;
    for (size_t k = 0; k < n; k++) {
        const lc_rate_change *r = &changes[k];
        if (r->to < r->from || r->x <= begin)
            continue;
        first = rises++ ? first : k;
        answered += r->after - r->before > lc_study_limit(study, ERRORS) * r->error;
    }
    if (rises && (double)answered > lc_study_limit(study, ANSWERED) * (double)rises)
        report(study, rate, loss, &changes[first], rises, answered);
}

const lc_rule lc_rule_schedule_effect = {
    .id = "schedule-effect",
    .title = "the loss jumps where the schedule raises the learning rate",
    .theory =
        "Cyclic schedules and warm restarts raise the rate on purpose; the weights leave the minimum they had "
        "come to, the loss jumps, and settles lower at the end of the next cycle. Where the rate at least "
        "doubles from one record to the next, past the first twentieth of the run, the loss on both sides is "
        "compared; when more than half of these rises are followed by it, its swings are explained.",
    .source = "Loshchilov and Hutter 2017, SGDR: Stochastic Gradient Descent with Warm Restarts, ICLR; L. N. "
              "Smith 2017, Cyclical Learning Rates, WACV",
    .verdict = NULL,
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .find = find,
};
