/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metric_mismatch_units.c - losses that are not in one unit.
 *
 * Holds the losses of both splits against each other, for a factor that is there at once and stays, a whole
 * number of batches, or opposite signs, and the training loss against its own first value, for a sum that
 * goes on from epoch to epoch.
 */
#include "diagnose/rules/metric_mismatch.h"

#include "diagnose/finding.h"
#include "diagnose/floor.h"
#include "diagnose/rule.h"

#include <math.h>

#define SCALE_ABOVE 12      /* the same of the training loss over that of validation [ratio] */
#define SCALE_STEADY 12     /* the same where it hardly changes while both fall [ratio] ... */
#define STEADY 0.7          /* ... by so much of the logarithm */
#define SCALE_ALIKE 20      /* the same where both accuracies end alike: wild samples cost less */
#define SCALE_PER_MISS 5    /* the same of the loss per wrong answer, where that hardly changes */
#define COSTS 40            /* loss of a wrong answer [nats], ... */
#define COSTS_RIGHT 0.5     /* ... where so many are right at once [share] */
#define MEMORISED 0.98      /* training accuracy */
#define MEMORISED_LOSS 0.05 /* training loss where no accuracy is logged */
#define MULTIPLE_MOST 64    /* batches whose losses are added up ... */
#define MULTIPLE_NEAR 0.05  /* ... to within that share of as many times the mean ... */
#define MULTIPLE_LEAST 0.5  /* ... which is no less, so that dropout does not explain it */
#define MULTIPLE_MOVES 0.01 /* of their logarithms, which would part them otherwise */
#define SIGNS_APART 5 /* losses of opposite signs: size of one over that of the other [ratio] */
#define TINY 1e-4     /* loss below which a ratio says nothing */
#define AGREE 0.05    /* distance of accuracies that agree [1 = all samples] */
#define RECORDS_MIN 3 /* of both curves */

/* Logarithm of how many times the loss per wrong answer is on validation what it is on train, at the start
 * or at the end; NAN where it isn't known. */
static double per_miss(const lc_context *context, const lc_pair *p,
                       double (*at)(const lc_analyzed *))
{
    const lc_analyzed *t = lc_context_accuracy(context, p->train);
    const lc_analyzed *v = lc_context_accuracy(context, p->validation);
    if (!t || !v || !t->curve.n || !v->curve.n)
        return NAN;
    double train = at(p->train) / (1 - at(t) / lc_analyzed_scale_max(t));
    return log(at(p->validation) / (1 - at(v) / lc_analyzed_scale_max(v)) / train);
}

/* The accuracies of both splits are about the same at the end: their losses should be. */
static bool scores_agree(const lc_context *context, const lc_pair *p)
{
    const lc_analyzed *t = lc_context_accuracy(context, p->train);
    const lc_analyzed *v = lc_context_accuracy(context, p->validation);
    return t && v && t->curve.n && v->curve.n &&
           fabs(lc_analyzed_end(t) - lc_analyzed_end(v)) < AGREE * lc_analyzed_scale_max(t);
}

/* Each wrong answer of validation costs more than outputs cost that are wrong for certain, from the first record on. */
static bool costs_too_much(const lc_context *context, const lc_pair *p)
{
    const lc_analyzed *a = lc_context_accuracy(context, p->validation);
    if (!a || !a->curve.n)
        return false;
    double scale = lc_analyzed_scale_max(a), right = lc_analyzed_start(a) / scale;
    return right > COSTS_RIGHT && lc_analyzed_start(p->validation) > COSTS * (1 - right) &&
           lc_analyzed_end(a) > lc_analyzed_start(a);
}

/* How many times one split's loss is the other's before that is no gap between them. Between splits of one
 * task a gap opens while training goes on; a factor that is there at once and stays is arithmetic. */
static double scale_least(const lc_context *context, const lc_pair *p, double first, double last)
{
    const lc_log_curve *t = &p->train->log, *v = &p->validation->log;
    double least = lc_context_limit(context, SCALE);
    double miss_first = per_miss(context, p, lc_analyzed_start),
           miss_last = per_miss(context, p, lc_analyzed_end);
    if (last < 0)
        least = fmin(least, SCALE_ABOVE);
    if (fabs(last - first) < STEADY && t->drop > STEADY && v->drop > STEADY)
        least = fmin(least, SCALE_STEADY);
    if (scores_agree(context, p) || costs_too_much(context, p))
        least = fmin(least, SCALE_ALIKE);
    bool wrong_alike = fabs(miss_last - miss_first) < STEADY && miss_first * first > 0 &&
                       fmin(fabs(miss_first), fabs(miss_last)) > log(SCALE_PER_MISS);
    return wrong_alike && scores_agree(context, p) ? fmin(least, SCALE_PER_MISS) : least;
}

/* In a piece of a run, all that trains is right: its loss has gone to 0 before the log begins, and tells of no
 * other unit. */
static bool is_memorised(const lc_context *context, const lc_analyzed *train)
{
    const lc_analyzed *a = lc_context_accuracy(context, train);
    double right = a && a->curve.n ? lc_analyzed_end(a) / lc_analyzed_scale_max(a) : 0;
    return context->excerpt &&
           (right > MEMORISED || (!a && lc_analyzed_end(train) < MEMORISED_LOSS));
}

/* One split's loss is many times the other's, from the first record on, and neither diverges. */
static void check_scale(lc_context *context, const lc_pair *p)
{
    const lc_analyzed *v = p->validation, *t = p->train;
    if (v->log.n < 2 || t->log.n < 2 || v->log.shifted || t->log.shifted)
        return;
    double first = v->log.start - t->log.start, last = v->log.end - t->log.end;
    double apart = fmin(fabs(first), fabs(last));
    double least = scale_least(context, p, first, last);
    bool tiny = fmin(exp(v->log.end), exp(t->log.end)) < TINY;
    if (tiny || is_memorised(context, t) || first * last <= 0 || apart < log(least) ||
        fabs(last - first) > apart / 2)
        return;
    bool above = last > 0;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f, 5);
    lc_finding_basis(context, f, "a factor of %s in the first record and %s in the last",
                     LC_NUM(exp(fabs(first))), LC_NUM(exp(fabs(last))));
    lc_finding_evidence(context, f, "ratio_first", exp(first));
    lc_finding_evidence(context, f, "ratio_last", exp(last));
    lc_finding_summary(context, f,
                       "%s is %s times %s in the first record: one is probably a sum over samples, "
                       "the other a mean",
                       above ? v->series->metric.name : t->series->metric.name, LC_NUM(exp(apart)),
                       above ? t->series->metric.name : v->series->metric.name);
    lc_finding_cause(context, f,
                     "losses are summed over the batches of one split and averaged on the other");
    lc_finding_cause(context, f, "targets or inputs of one split are not scaled");
    lc_finding_advice(context, f, "divide both losses by the number of samples");
}

/* The training loss is the same whole number of times the held-out one wherever both are logged: summed over the
 * batches of which a step takes the gradients, and not divided by their number. */
static void check_multiple(lc_context *context, const lc_pair *p)
{
    const lc_curve *v = &p->validation->curve, *t = &p->train->curve;
    double low = INFINITY, high = 0;
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++) {
        size_t at = lc_curve_point(t, v->x[i]);
        at = at < t->n ? at : t->n - 1;
        double ratio = (at > 0 && t->x[at] > v->x[i] ? t->y[at - 1] : t->y[at]) / v->y[i];
        low = fmin(low, ratio);
        high = fmax(high, ratio);
        n += isfinite(ratio) ? 1 : 0;
    }
    double times = round((low + high) / 2);
    if (n < RECORDS_MIN || n < v->n || t->n < v->n || times < 2 || times > MULTIPLE_MOST ||
        high > (1 + MULTIPLE_NEAR) * times || low < (1 - MULTIPLE_NEAR) * times ||
        lc_analyzed_end(p->validation) < MULTIPLE_LEAST || p->train->log.drop < MULTIPLE_MOVES ||
        p->validation->log.drop < MULTIPLE_MOVES)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, p->train);
    lc_finding_series(f, p->validation);
    lc_finding_weigh(f, 3.5);
    lc_finding_basis(context, f, "a factor of %s to %s in %zu records", LC_NUM(low), LC_NUM(high),
                     n);
    lc_finding_evidence(context, f, "ratio_least", low);
    lc_finding_evidence(context, f, "ratio_greatest", high);
    lc_finding_summary(context, f,
                       "%s is %.0f times %s in every record that has both: it is probably a sum "
                       "over %.0f batches, and not their mean",
                       p->train->series->metric.name, times, p->validation->series->metric.name,
                       times);
    lc_finding_cause(context, f,
                     "gradients are accumulated over several batches, and the loss that is logged "
                     "is not divided by their number");
    lc_finding_advice(context, f,
                      "divide the training loss by that number before comparing: then the splits "
                      "agree");
}

/* The training loss is added up from record to record and never set back to 0. */
static void check_running_sum(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    if (!lc_context_is_running_sum(context))
        return;
    double last = s->y[s->n - 1] - s->y[s->n - 2];
    lc_finding *f = lc_find(context, LC_WARNING, 0.95, t);
    lc_finding_weigh(f, 6);
    lc_finding_basis(context, f, "%zu steps, each about as large as the first value", s->n - 1);
    lc_finding_evidence(context, f, "first", s->y[0]);
    lc_finding_evidence(context, f, "last_step", last);
    lc_finding_summary(
        context, f,
        "%s grows from record to record by at most about its first value (%s), by %s "
        "in the last, while %s: it is a sum that is never set back to 0",
        s->metric.name, LC_NUM(s->y[0]), LC_NUM(last),
        t->accuracy || lc_context_main_loss(context, LC_VALIDATION) ? "the run gets better"
                                                                    : "what is added gets less");
    lc_finding_cause(context, f, "the running loss is not set to 0 at the beginning of an epoch");
    lc_finding_advice(context, f,
                      "set it back in each epoch; its differences are the loss: they end at %s",
                      LC_NUM(last));
}

/* No value is on the other side of 0 than the last one. */
static bool keeps_sign(const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    for (size_t i = 0; i < c->n; i++)
        if (!(c->y[i] * c->y[c->n - 1] > 0))
            return false;
    return c->n >= RECORDS_MIN;
}

/* One split's loss is above 0 in all records, the other's below, and they are far apart from the first
 * record on: a gap between splits opens while training goes on. */
static void check_signs(lc_context *context, const lc_pair *p)
{
    const lc_analyzed *v = p->validation, *t = p->train;
    if (!keeps_sign(v) || !keeps_sign(t))
        return;
    double first = lc_analyzed_first(v) / lc_analyzed_first(t),
           last = lc_analyzed_last(v) / lc_analyzed_last(t);
    bool above = last < -SIGNS_APART && first < -SIGNS_APART;
    bool below = last < 0 && last > -1.0 / SIGNS_APART && first > -1.0 / SIGNS_APART;
    if (!above && !below)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "opposite signs in all records, a ratio of %s and %s",
                     LC_NUM(first), LC_NUM(last));
    lc_finding_evidence(context, f, "ratio_first", first);
    lc_finding_evidence(context, f, "ratio_last", last);
    lc_finding_summary(context, f,
                       "%s is %s 0 in all records (final %s) and %s is %s (final %s): they are not "
                       "the same loss",
                       v->series->metric.name, lc_analyzed_last(v) < 0 ? "below" : "above",
                       LC_NUM(lc_analyzed_last(v)), t->series->metric.name,
                       lc_analyzed_last(v) < 0 ? "above" : "below", LC_NUM(lc_analyzed_last(t)));
    lc_finding_cause(context, f,
                     "a negative log-likelihood that gets probabilities or raw outputs on one "
                     "split, and their logarithms on the other");
    lc_finding_cause(context, f,
                     "one split is judged by another loss, or by a score with its sign "
                     "turned");
    lc_finding_advice(context, f,
                      "compute both losses with one function on the same ten samples: they must "
                      "agree");
}

void lc_metric_mismatch_units(lc_context *context)
{
    bool proven = lc_floor_is_breached(context); /* incomparable-losses says more of it */
    for (size_t i = 0; i < context->pairs_n && !proven; i++)
        if (context->pairs[i].validation->series->metric.kind == LC_LOSS)
            check_scale(context, &context->pairs[i]);
    const lc_pair *main = lc_context_main_pair(context);
    const lc_analyzed *train = lc_context_main_loss(context, LC_TRAIN);
    if (train)
        check_running_sum(context, train);
    if (main && !context->adversarial) {
        check_signs(context, main);
        check_multiple(context, main);
    }
}
