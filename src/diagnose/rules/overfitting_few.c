/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * overfitting_few.c - overfitting by a few records.
 *
 * Weighs the rise since validation's best by what other runs show, beside what training did since, the
 * gap, the order of the records and what the scores say.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/rules/overfitting.h"
#include "model/metric.h"

#include <math.h>

#define LEAST_RISE 0.02   /* of the logarithm: less counts in part, however wide the gap */
#define NO_GAP 0.05       /* of the logarithm that validation is better than training, which ... */
#define BETTER_LR 1.5     /* ... says so much against it [nats] */
#define SINCE_FALL 0.1    /* of training's logarithm since validation's best ... */
#define SINCE_RISE 0.02   /* ... above which each later record of validation is ... */
#define SINCE_MIN 3       /* ... and each of them but so many says ... */
#define SINCE_EACH 0.25   /* ... so much [nats] ... */
#define SINCE_MOST 1      /* ... at most */
#define TRAIN_RISES 0.05  /* of training's logarithm since then, beyond its noise ... */
#define TRAIN_RISES_LR 4  /* ... and what that says against it [nats]: no memory gets worse */
#define IN_ORDER 2        /* [nats] of a rise record for record that says nothing ... */
#define IN_ORDER_MOST 2.5 /* ... and what more of it says at most */
#define LAST_MIN 4        /* records, of which the last alone ... */
#define LAST_FELL 0.1     /* ... is above one that had fallen by so much of its logarithm */
#define LAST_ALONE 5      /* ... says less by so much [nats] */
#define SMALL_RISE 0.15   /* of the logarithm: up to here a score that gets better says more */
#define BETTER_SCORE 3.0  /* what it says at most [nats] */
#define PART_OF_GAIN 0.3  /* a rise by so much of what training gained counts in full */
#define LONE_BEST 1.5     /* of the logarithm */
#define LONE_BEST_LR 5    /* [nats] */
#define RETURNS 3         /* times that it comes back ... */
#define RETURNS_NEAR 0.3  /* ... so near to its best, of the rise ... */
#define RETURNS_AWAY 0.7  /* ... from so far, which ... */
#define RETURNS_LR 2.5    /* ... says so much against a rise for good [nats] */
#define UNDONE 0.5        /* share of a rise that is lost again, which ... */
#define UNDONE_LR 3       /* ... says so much against it [nats] */
#define ALONE 1.5         /* [nats] that a rise without a training loss must pass */

void lc_overfitting_remedies(lc_context *context, lc_finding *f, double best_x)
{
    lc_finding_cause(context, f,
                     "the network can memorise the training samples: too many weights, too few "
                     "samples, or too many %s",
                     lc_context_units(context));
    lc_finding_cause(
        context, f,
        "the validation samples come from another distribution than the training samples");
    lc_finding_advice(context, f, "stop near %s %s, or restore the weights from there",
                      lc_context_axis(context), LC_NUM(best_x));
    lc_finding_advice(context, f,
                      "regularise: weight decay, dropout, augmentation; or a smaller network");
    lc_finding_advice(context, f, "get more training samples");
}

/* The rise since the best, as log odds against a curve that rests: noise that other runs have is
 * allowed for, and a rise of a few percent counts in part unless training leaves it far behind; so does
 * one that leaves no gap to training. */
static double by_rise(const lc_analyzed *v, const lc_analyzed *train, double gap)
{
    const lc_rise *r = &v->log.rise;
    double wide = fmax(gap, 0);
    if (r->size <= 0)
        return 0;
    if (v->log.n == train->log.n && v->log.n > 2)
        wide = fmax(wide, v->log.end - v->log.y[r->at] + train->log.y[r->at] - train->log.end);
    /* Where training has gained little, but more than noise, of it. */
    bool gains = train->log.drop > 2 * train->log.noise.sd;
    double part = gains ? r->size / train->log.drop : 0;
    return lc_surprise(r->p, 6) * lc_clamp(fmax(fmax(r->size / 0.05, wide / 0.4), part), 0.3, 1) *
           lc_clamp(fmax(wide / 0.3, part / PART_OF_GAIN), 0, 1) *
           lc_clamp(r->size / LEAST_RISE, 0, 1);
}

/* How often it has been nearly as bad as at its end since it first came near its best, and came back. */
static size_t comes_back(const lc_log_curve *v)
{
    double best = v->y[v->rise.at], size = v->rise.size;
    size_t n = 0;
    bool near = false, away = false;
    for (size_t i = 0; i < v->n; i++) {
        double up = v->y[i] - best;
        if (up < RETURNS_NEAR * size) {
            n += near && away;
            near = true;
            away = false;
        } else if (near && up > RETURNS_AWAY * size)
            away = true;
    }
    return n;
}

double lc_overfitting_swings(const lc_log_curve *v)
{
    /* A best record far below both its neighbours is no level. */
    size_t at = v->rise.at;
    if (at > 0 && at + 1 < v->n && v->y[at - 1] - v->y[at] > LONE_BEST &&
        v->y[at + 1] - v->y[at] > LONE_BEST)
        return LONE_BEST_LR;
    if (comes_back(v) >= RETURNS)
        return RETURNS_LR;
    return v->rise.p > 0.05 ? 1.5 * lc_clamp((v->noise.sd - 0.15) / 0.15, 0, 1) : 0;
}

/* Validation's score is at its best in the last record, after the loss' best one, while that has risen by little:
 * what the run is judged by still gets better [nats]. */
static double by_better_score(const lc_context *context, const lc_analyzed *v)
{
    for (size_t k = 0; k < context->run->series_n && v->log.rise.size < SMALL_RISE; k++) {
        const lc_analyzed *s = &context->analyzed[k];
        const lc_metric *m = &s->series->metric;
        if (!s->chosen || s->sign == 0 || m->split != v->series->metric.split ||
            s->curve.n != v->curve.n || !(lc_metric_is_share(m) || lc_metric_is_error_rate(m)))
            continue;
        const lc_curve *c = &s->curve;
        double last = c->y[c->n - 1], then = c->y[v->log.rise.at], before = s->sign * c->y[0];
        for (size_t i = 1; i + 1 < c->n; i++)
            before = fmin(before, s->sign * c->y[i]);
        if (s->sign * last <= before && last != then)
            return BETTER_SCORE * lc_clamp((SMALL_RISE - v->log.rise.size) / SMALL_RISE, 0, 1);
    }
    return 0;
}

/* The last record alone is worse than its best, while the curve still fell, and leaves no gap to training: it may
 * be a bad record [nats]. */
static double by_last_alone(const lc_pair *p)
{
    const lc_log_curve *v = &p->validation->log, *t = &p->train->log;
    bool last = v->n >= LAST_MIN && v->rise.at + 2 == v->n && t->n == v->n;
    bool fell = last && v->y[v->n - 3] - v->y[v->n - 2] > LAST_FELL;
    return fell && v->y[v->n - 2] < t->y[t->n - 2] ? LAST_ALONE : 0;
}

/* Record for record validation stays above its best while training falls [nats]. */
static double by_records_since(const lc_pair *p)
{
    const lc_log_curve *v = &p->validation->log, *t = &p->train->log;
    size_t best = 0, above = 0, up = 0;
    double orders = 0;
    for (size_t i = 1; i < v->n; i++)
        best = v->y[i] < v->y[best] ? i : best;
    size_t since = v->n - 1 - best;
    if (t->n != v->n || t->y[best] - t->end < SINCE_FALL)
        return 0;
    for (size_t i = best + 1; i < v->n; i++)
        above += v->y[i] > v->y[best] + SINCE_RISE;
    double all = above == since && since > SINCE_MIN
                     ? fmin(SINCE_MOST, SINCE_EACH * (double)(since - SINCE_MIN))
                     : 0;
    /* In so many orders can as many records stand. */
    while (up < since && v->y[v->n - 1 - up] > v->y[v->n - 2 - up])
        orders += log((double)(++up + 1));
    return up == since ? fmax(all, lc_clamp(orders - IN_ORDER, 0, IN_ORDER_MOST)) : all;
}

double lc_overfitting_few_log_lr(const lc_context *context, const lc_pair *p)
{
    const lc_log_curve *v = &p->validation->log, *t = &p->train->log;
    double gap = lc_pair_gap(p), n = (double)v->n;
    size_t at = v->rise.at < t->n ? v->rise.at : t->n - 1;
    double fall = lc_clamp((t->y[at] - t->end) / 0.1, -2, 1);
    bool never = v->rise.at == 0 && v->rise.size > 0 && t->drop > 2 * t->noise.sd;
    return -0.9 - lc_overfitting_swings(v) + 1.3 * by_rise(p->validation, p->train, gap) -
           (v->rise.size <= 0 ? 1.1 : 0) + 0.9 * lc_clamp(gap, -0.5, 2) +
           (never ? 0.2 * lc_clamp(log(n / 2), 0, 1.2) : 0) + 1.1 * fall -
           0.6 * (log(fmax(2, n)) - 2) - (context->excerpt ? 0.5 : 0) -
           by_better_score(context, p->validation) - by_last_alone(p) -
           (gap < -NO_GAP ? BETTER_LR : 0) + by_records_since(p) -
           TRAIN_RISES_LR * lc_clamp((t->end - t->y[at] - t->noise.sd) / TRAIN_RISES, 0, 1);
}

/* Of so few records other runs say more than the tests on this one's noise. */
static bool are_few(const lc_analyzed *v, const lc_analyzed *t)
{
    return t && v->log.n >= 2 && t->log.n >= 2 && v->log.n <= LC_OVERFITTING_FEW &&
           !v->log.shifted && !t->log.shifted;
}

bool lc_overfitting_few_show(const lc_context *context, const lc_analyzed *v, const lc_analyzed *t)
{
    lc_pair p = {t, v};
    return are_few(v, t) && v->best + 1 < v->series->n && v->log.rise.size > 0 &&
           lc_overfitting_few_log_lr(context, &p) > 0;
}

/* ---- few records ----------------------------------------------------------------------------- */

void lc_overfitting_few(lc_context *context, const lc_pair *p)
{
    const lc_analyzed *v = p->validation, *t = p->train;
    if (!are_few(v, t) || lc_context_warned(context, v))
        return;
    double log_lr = lc_overfitting_few_log_lr(context, p);
    if (!lc_overfitting_few_show(context, v, t)) {
        lc_context_against(context, lc_clamp(log_lr - 1, -4, -0.3));
        return;
    }
    double best = v->series->y[v->best], best_x = lc_analyzed_x(context, v, v->best);
    double then = lc_analyzed_at(context, t, best_x), end = v->curve.y[v->curve.n - 1];
    double train_end = t->curve.y[t->curve.n - 1];
    then = isnan(then) ? lc_analyzed_start(t) : then;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_range(f, best_x, v->curve.x[v->curve.n - 1]);
    lc_finding_basis(context, f,
                     "p = %.2g (end above the best level before it; noise of this and other runs)",
                     v->log.rise.p);
    lc_finding_evidence(context, f, "best_at", best_x);
    lc_finding_evidence(context, f, "best", best);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "train_at_best", then);
    lc_finding_evidence(context, f, "train_end", train_end);
    lc_finding_summary(context, f,
                       "%s %s from its best of %s at %s %s to %s, while %s goes from %s to %s",
                       v->series->metric.name, v->sign > 0 ? "rises" : "falls", LC_NUM(best),
                       lc_context_axis(context), LC_NUM(best_x), LC_NUM(end),
                       t->series->metric.name, LC_NUM(then), LC_NUM(train_end));
    lc_overfitting_remedies(context, f, best_x);
}

/* What it rose by since its best it has mostly lost again in the last record. */
static bool is_undone(const lc_log_curve *l)
{
    double best = INFINITY, peak = -INFINITY;
    for (size_t i = l->rise.at; i < l->n; i++) {
        best = fmin(best, l->y[i]);
        peak = fmax(peak, l->y[i]);
    }
    return peak - l->y[l->n - 1] > UNDONE * (peak - best);
}

void lc_overfitting_alone(lc_context *context, const lc_analyzed *v)
{
    const lc_log_curve *l = &v->log;
    if (l->n < 3 || l->n > LC_OVERFITTING_FEW || l->shifted || l->rise.size <= 0 ||
        lc_context_warned(context, v))
        return;
    double log_lr = lc_surprise(l->rise.p, 6) * lc_clamp(l->rise.size / 0.05, 0.3, 1) - ALONE -
                    2 * lc_overfitting_swings(l) - (is_undone(l) ? UNDONE_LR : 0);
    if (log_lr <= 0)
        return;
    double best = v->series->y[v->best], x = lc_analyzed_x(context, v, v->best);
    lc_finding *f = lc_find(context, LC_WARNING, 0.7, v);
    lc_finding_weigh(f, log_lr);
    lc_finding_range(f, x, v->curve.x[v->curve.n - 1]);
    lc_finding_basis(context, f,
                     "p = %.2g (end above the best level before it; noise of this and other runs)",
                     l->rise.p);
    lc_finding_evidence(context, f, "best_at", x);
    lc_finding_evidence(context, f, "best", best);
    lc_finding_evidence(context, f, "end", v->curve.y[v->curve.n - 1]);
    lc_finding_summary(
        context, f,
        "%s rises from its best of %s at %s %s to %s; there is no training loss to compare",
        v->series->metric.name, LC_NUM(best), lc_context_axis(context), LC_NUM(x),
        LC_NUM(v->curve.y[v->curve.n - 1]));
    lc_overfitting_remedies(context, f, x);
}
