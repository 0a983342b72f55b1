/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * never_moved_scores.c - scores and rewards that are no better at the end than at first.
 *
 * Holds the mean of the last third of the records against that of the first, and the difference against noise.
 */
#include "diagnose/rules/never_moved.h"

#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include "model/metric.h"

#include <math.h>

#define SCORE_ERROR 0.005   /* standard error that an accuracy has at least [1 = all samples] */
#define SCORE_BETTER 0.02   /* of it that is learning, beyond noise ... */
#define SCORE_TIMES 1.3     /* ... and so is this share of what it was [ratio] */
#define LOWER 0.4           /* the same beside a loss that may fall */
#define NOTHING_RIGHT 0.005 /* accuracy */
#define PARTS \
    1.2 /* fall of a loss's logarithm beside which a score that rests is metric-mismatch's matter, ... */
#define PARTS_LR 2             /* ... by so much [nats] */
#define REWARDS_MIN 6          /* records of a reward that can rest */
#define REWARDS_SAME_MIN 4     /* the same of one that hardly changes */
#define REWARD_SMALL 0.02      /* change of a reward that is none [share of the first third's] */
#define REWARD_RANGE 0.5       /* range of a reward that rests [share of its largest size] */
#define REWARDS_SCATTER_MIN 12 /* records of one that scatters widely */
#define REWARD_SCATTER 5       /* noise sds that the range of noise alone has, of so few records */
#define REWARD_RISES 2         /* standard errors of a rise that may be noise ... */
#define REWARD_FALLS 3         /* ... and of a fall that is none */

void lc_never_moved_score(lc_context *context, const lc_analyzed *t, bool alone)
{
    const lc_curve *c = &t->curve;
    if (c->n < 3 || c->n > FEW || !lc_metric_is_share(&t->series->metric))
        return;
    double scale = lc_analyzed_scale_max(t), sum = 0;
    size_t third = lc_never_moved_third(c->n);
    for (size_t i = 0; i < c->n; i++)
        sum += c->y[i] / scale / (double)c->n;
    double first = lc_never_moved_mean(c->y, 0, third) / scale,
           last = lc_never_moved_mean(c->y, c->n - third, c->n) / scale;
    double better = last - first,
           error = hypot(SCORE_ERROR, c->noise / scale * sqrt(2 / (double)third));
    bool better_by_much = better > fmax(2 * error, SCORE_BETTER) ||
                          (better > error && last > SCORE_TIMES * first) ||
                          (c->n > START_UP && better > error && last > TIMES * c->y[0] / scale);
    /* Next to nothing right is frozen-score's matter. */
    if (sum > (alone ? LOW : LOWER) || sum < NOTHING_RIGHT || better_by_much)
        return;
    const lc_analyzed *loss = lc_context_main_loss(context, t->series->metric.split);
    bool falls =
        loss && !loss->log.shifted && loss->log.drop > PARTS && loss->log.rise.size < PARTS;
    double log_lr =
        (alone ? 1.5 : 1) + fmin(1.5, 0.2 * (double)c->n) + (LOW - sum) - (falls ? PARTS_LR : 0);
    if (log_lr <= 0)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f, "change of %s, standard error %s", LC_NUM(better), LC_NUM(error));
    lc_finding_evidence(context, f, "first", first);
    lc_finding_evidence(context, f, "last", last);
    lc_finding_summary(context, f, "%s does not improve: %s in the first records, %s in the last",
                       t->series->metric.name, LC_NUM(first * scale), LC_NUM(last * scale));
    lc_finding_cause(context, f,
                     "the learning rate is far too low, or so high that units died at once");
    lc_finding_cause(context, f, "the inputs are not scaled, or do not belong to their labels");
    lc_finding_advice(context, f,
                      "log the loss as well, and train on 16 samples until it is near 0");
}

void lc_never_moved_reward(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double low, high, range = lc_curve_range(c, 0, c->n, &low, &high);
    bool same = c->n >= REWARDS_SAME_MIN && range < REWARD_SMALL * fmax(fabs(low), fabs(high));
    if ((c->n < REWARDS_MIN && !same) || (context->excerpt && range > 0))
        return;
    size_t third = lc_never_moved_third(c->n);
    double first = lc_never_moved_mean(c->y, 0, third),
           last = lc_never_moved_mean(c->y, c->n - third, c->n);
    double error = hypot(c->noise * sqrt(2 / (double)third), REWARD_SMALL * fabs(first));
    double z = (last - first) / error;
    bool rests = range <= REWARD_RANGE * fmax(fabs(low), fabs(high)) || c->n > FEW ||
                 (c->n >= REWARDS_SCATTER_MIN && range <= REWARD_SCATTER * c->noise);
    bool falls = z < -REWARD_FALLS && lc_curve_best(c, t->sign, 0, c->n) < third;
    if (z > REWARD_RISES || !(rests || falls))
        return;
    double more = z > 0 ? -z * z / 2 : falls || range == 0 ? 2 : 0;
    more += same && c->n < REWARDS_MIN ? 1 : 0;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, fmin(4, 1.5 + 0.15 * (double)c->n) + more);
    lc_finding_basis(context, f, "change of %s, standard error %s", LC_NUM(last - first),
                     LC_NUM(error));
    lc_finding_evidence(context, f, "first", first);
    lc_finding_evidence(context, f, "last", last);
    lc_finding_summary(context, f,
                       "%s %s: a mean of %s in the first third of the run, %s in the last",
                       t->series->metric.name, last > first ? "hardly rises" : "does not rise",
                       LC_NUM(first), LC_NUM(last));
    lc_finding_cause(context, f,
                     "the policy does not explore, or the reward is too rare to learn from");
    lc_finding_cause(context, f,
                     "observations or rewards are not scaled, or the learning rate is "
                     "far too low or too high");
    lc_finding_cause(context, f, "the environment gives its best already: then nothing is wrong");
    lc_finding_advice(context, f,
                      "compare with a random policy's reward, and with the best "
                      "possible one");
    lc_finding_advice(context, f, "watch the entropy of the policy: near 0 it no longer explores");
}
