/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oscillation_reward.c - a policy that is lost and found again. */
#include "diagnose/rules/oscillation.h"

#include "diagnose/finding.h"

#include <math.h>

#define REWARDS_MIN 12  /* records of a reward */
#define REWARD_LOW 0.5  /* of what it had reached: lost ... */
#define REWARD_BACK 0.7 /* ... and found again */

/* Falls of a reward to less than half of what it had reached, after which it comes back. */
static size_t count_falls(const lc_curve *c)
{
    double top = c->y[0];
    size_t falls = 0;
    bool down = false;
    for (size_t i = 1; i < c->n; i++) {
        if (!down && c->y[i] < REWARD_LOW * top)
            down = true;
        else if (down && c->y[i] > REWARD_BACK * top) {
            down = false;
            falls++;
        }
        /* Of three neighbours the middle one: a single lucky record is no level. */
        if (i >= 2 && !down)
            top = fmax(top, fmax(fmin(c->y[i], c->y[i - 1]),
                                 fmin(fmax(c->y[i], c->y[i - 1]), c->y[i - 2])));
    }
    return falls;
}

void lc_oscillation_reward(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double low, high;
    if (c->n < REWARDS_MIN)
        return;
    size_t falls = count_falls(c);
    lc_curve_range(c, 0, c->n, &low, &high);
    if (falls < 2 || low < 0)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, fmin(5, 1.5 + (double)falls));
    lc_finding_basis(context, f, "%zu falls to less than half in %zu records", falls, c->n);
    lc_finding_evidence(context, f, "falls", (double)falls);
    lc_finding_summary(context, f,
                       "%s falls to less than half of what it had reached and comes back, %zu "
                       "times: lowest %s, highest %s",
                       t->series->metric.name, falls, LC_NUM(low), LC_NUM(high));
    lc_finding_cause(context, f,
                     "each update moves the policy too far: learning rate, clip range, "
                     "epochs for each batch");
    lc_finding_cause(context, f, "the value function does not follow the policy");
    lc_finding_advice(context, f,
                      "keep the best checkpoint, and lower the learning rate as the run goes on");
}
