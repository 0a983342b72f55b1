/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * never_moved_flat.c - a loss that changes by no more than noise does.
 *
 * Holds its fall against what runs that learn gain in their first records, and against noise, and asks
 * accuracies and other scores, and where in the run the log begins.
 */
#include "diagnose/rules/never_moved.h"

#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"

#include "model/metric.h"
#include "model/run.h"

#include <math.h>

#define PI 3.14159265358979323846
#define DROP_MIN 8     /* the same of a larger fall ... */
#define DROP_DOUBT 2   /* ... which may have been all that there was to learn [nats] ... */
#define DROP_EACH 0.15 /* ... less by so much for each record more, without a score ... */
#define DROP_MOST 1.05 /* ... up to so much */
#define START_GAIN \
    0.2 /* fall of the logarithm, in all, that may be one; of three times that all counts */
#define MANY 200         /* the same for a loss that is flat within its noise, whatever that is */
#define MEASURED 0.004   /* change of the logarithm that is none, where the noise is measured */
#define ENDS_OFF 0.05    /* change from first to last that is a small one */
#define RISES 0.1        /* rise of the logarithm that is no rest */
#define BETTER 0.02      /* accuracy gained that is learning [1 = all samples] */
#define BETTER_SCORE 0.1 /* the same of other scores [share of the first value] */
#define HIGH 0.9         /* accuracy at which a loss may rest */
#define STILL_MIN 4      /* records of a held-out loss and accuracy ... */
#define STILL 0.012      /* ... that stay within that share of the level ... */
#define STILL_SCORE 0.01 /* ... and within that share of all samples ... */
#define STILL_LR 2       /* ... and what it says [nats] */
#define ZEROS_LR 1.2     /* what a score of 0 says of a loss that rests [nats] */
#define EARLY 1.7 /* [nats] that a run in its first records gets: it may still begin to learn */
#define MANY_STEPS 10000 /* after which a run is not in its beginning */
#define FIRST_STEPS 50   /* ... within which it has hardly begun */
#define EARLY_RECORDS 6  /* up to which that holds in full */
#define LATE_FIRST 5     /* epochs before the first record, in which a run may have learnt ... */
#define PIECE_MIN 5      /* records of a piece of a run ... */
#define PIECE_FIRST 5000 /* ... and steps or samples before it, in which not all is learnt */
#define PIECE_LEVEL 0.2  /* loss below which it has learnt before */
#define LEARNT 0.8       /* accuracy of a first record that is none of a network untrained */
#define NOTHING 0.12     /* accuracy that a guess may have */
#define PIECE_FALLS 0.1  /* p-value of its fall, below which it learns */
#define LATE 1.5         /* ... as these [nats] say */
#define CREEPS 0.5       /* share of stuck runs whose loss creeps, as towards a guess ... */
#define CREEP 0.015      /* ... by so much of its logarithm in the median ... */
#define CREEP_SPREAD 0.9 /* ... with that sd of its logarithm */

size_t lc_never_moved_third(size_t n)
{
    return n < 6 ? 1 : n / 3;
}

double lc_never_moved_mean(const double *y, size_t from, size_t to)
{
    double sum = 0;
    for (size_t i = from; i < to; i++)
        sum += y[i];
    return sum / (double)(to - from);
}

/* Density of a change d with that standard error when the true fall is log-normal: by the trapezoid rule
 * over its logarithm, five sds either way. */
static double learning_density(double d, double error, double median, double spread)
{
    double sum = 0;
    enum { STEPS = 40 };
    error = fmax(error, 5 * spread / STEPS * fabs(d)); /* no narrower than the rule's steps */
    for (int k = -STEPS; k <= STEPS; k++) {
        double u = 5.0 * k / STEPS, z = (d - median * exp(spread * u)) / error;
        sum += exp(-u * u / 2 - z * z / 2) * 5 / STEPS;
    }
    return sum / (2 * PI * error);
}

/* Log odds of what the loss did for one that rests against one that learns: its fall from the first third
 * of the records to the last, with the noise's error. */
static double rests(double fall, double error, double median, double spread, double creeps)
{
    double z = fall / error, still = exp(-z * z / 2) / (error * sqrt(2 * PI));
    still = (1 - creeps) * still + creeps * learning_density(fall, error, CREEP, CREEP_SPREAD);
    return log(still + 1e-12) - log(learning_density(fall, error, median, spread) + 1e-12);
}

/* Whether the fall in the first record alone is left out, as the way down to a guess: one that noise does
 * not make. */
static bool drops_at_first(const lc_log_curve *l, double small)
{
    size_t least = l->gain < START_GAIN ? START_UP : DROP_MIN;
    return l->n >= least && l->n <= FEW && l->y[0] - l->y[1] > fmax(small, 2 * l->noise.sd);
}

/* An accuracy, an error rate or r2 is logged, of whatever split: it tells how much was learnt in a fall. */
static bool has_score(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->analyzed[k].chosen && lc_metric_tells_way(&context->run->series[k].metric))
            return true;
    return false;
}

static double rests_by(const lc_context *context, const lc_analyzed *t, bool train)
{
    const lc_log_curve *l = &t->log;
    size_t third = lc_never_moved_third(l->n), from = 0;
    double small = lc_context_limit(context, train ? SMALL : SMALL_VALIDATION), doubt = 0;
    if (l->n > FEW)
        small = MEASURED; /* so many records tell their noise */
    if (drops_at_first(l, small)) {
        from = 1;
        doubt = 1 + (DROP_DOUBT - 1) * lc_clamp((l->gain - START_GAIN) / START_GAIN / 2, 0, 1);
        if (!has_score(context))
            doubt -= lc_clamp(DROP_EACH * ((double)l->n - DROP_MIN), 0, DROP_MOST);
    }
    double fall = lc_never_moved_mean(l->y, from, from + third) -
                  lc_never_moved_mean(l->y, l->n - third, l->n);
    /* What came in the first records alone is movement, too, where it stands out. */
    if (l->n > FEW)
        fall =
            fmax(fall, l->y[0] - lc_never_moved_mean(l->y, l->n - third, l->n) - 2 * l->noise.sd);
    double error = hypot(small, l->noise.sd * sqrt(2 / (double)third));
    /* An accuracy tells more of a guess. */
    double creeps =
        lc_context_accuracy(context, t) || lc_context_is_regression(context) ? 0 : CREEPS;
    return rests(fall, error, lc_context_limit(context, train ? USUAL : USUAL_VALIDATION),
                 train ? 1 : 1.1, creeps) -
           doubt;
}

/* What the accuracies say: one that gets better, or is high, speaks against. */
static double by_accuracy(const lc_context *context, const lc_analyzed *loss)
{
    const lc_analyzed *a = loss ? lc_context_accuracy(context, loss) : NULL;
    if (!a || a->curve.n < 2)
        return 0;
    double scale = lc_analyzed_scale_max(a), end = lc_analyzed_end(a) / scale;
    double better = end - lc_analyzed_start(a) / scale;
    bool rises = a->curve.n > START_UP && better > BETTER && better > 3 * a->curve.noise / scale;
    bool times = rises && end > TIMES * lc_analyzed_first(a) / scale;
    return (better > fmax(BETTER, end / 12) || rises ? -2 : 0) + (times ? -2 : 0) +
           (end > HIGH ? -3 : 0);
}

/* Other scores that get better say that something is learnt, whatever the loss. */
static double by_scores(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_curve *c = &t->curve;
        if (!t->chosen || t->sign >= 0 || c->n < 3)
            continue;
        double better = lc_analyzed_last(t) - lc_analyzed_first(t);
        double first = lc_analyzed_first(t);
        /* An area under the curve of 1/2 is that of a guess. */
        if (lc_metric_is_auc(&t->series->metric))
            first -= 0.5 * lc_analyzed_scale_max(t);
        double least = BETTER_SCORE * fabs(first);
        if (lc_metric_is_share(&t->series->metric))
            least = fmax(least, BETTER * lc_analyzed_scale_max(t));
        if (better > fmax(least, 3 * c->noise))
            return -2;
    }
    return 0;
}

/* Held out, loss and accuracy are the same in all records, and much is wrong [nats]. */
static double by_still(const lc_context *context, const lc_analyzed *v)
{
    const lc_analyzed *a = lc_context_accuracy(context, v);
    double low, high, scale = a ? lc_analyzed_scale_max(a) : 1;
    if (!a || a->curve.n < STILL_MIN || v->log.n < STILL_MIN ||
        lc_curve_range(&a->curve, 0, a->curve.n, &low, &high) > STILL_SCORE * scale ||
        high > LOW * scale)
        return 0;
    lc_curve_range(&v->curve, 0, v->curve.n, &low, &high);
    return high - low < STILL * high ? STILL_LR : 0;
}

/* A held-out share of samples right is exactly 0, to the end [nats]. */
static double by_zeros(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->sign < 0 && t->finite && lc_metric_is_share(&t->series->metric) &&
            lc_split_is_held_out(t->series->metric.split) && t->series->y[t->best] == 0)
            return ZEROS_LR;
    }
    return 0;
}

/* A run in its first records may still begin to learn [nats]; less so after many steps. */
static double early_doubt(const lc_context *context, const lc_analyzed *t)
{
    double last = t->curve.x[t->curve.n - 1];
    bool long_since = context->run->axis == LC_STEP && last > MANY_STEPS;
    if (context->run->axis == LC_STEP && last < FIRST_STEPS)
        return 2 * EARLY;
    return EARLY * fmin(1, EARLY_RECORDS / (double)t->log.n) * (long_since ? 0.3 : 1);
}

static void report_flat(lc_context *context, const lc_analyzed *t, const lc_analyzed *v,
                        double log_lr)
{
    double start = lc_analyzed_first(t), end = lc_analyzed_last(t);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_series(f, v);
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f,
                     "the median run that learns lowers its loss by %.0f %%; noise in other runs "
                     "makes changes of %.2g %%",
                     100 * (1 - exp(-lc_context_limit(context, USUAL))),
                     100 * fmax(lc_context_limit(context, SMALL), t->log.noise.sd));
    lc_finding_evidence(context, f, "start", start);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "records", (double)t->finite);
    size_t third = lc_never_moved_third(t->curve.n);
    bool held_out = t->series->metric.split == LC_VALIDATION;
    double small = lc_context_limit(context, held_out ? SMALL_VALIDATION : SMALL);
    if (fabs(end / start - 1) < ENDS_OFF)
        lc_finding_summary(context, f,
                           "%s changes by only %.2g %% in %zu records: first %s, final %s",
                           t->series->metric.name, 100 * fabs(end / start - 1), t->finite,
                           LC_NUM(start), LC_NUM(end));
    else if (t->sign > 0 && drops_at_first(&t->log, small))
        lc_finding_summary(context, f,
                           "%s falls once, after its first record (%s), and does not improve from "
                           "there: %s in the next records, %s in the last",
                           t->series->metric.name, LC_NUM(start),
                           LC_NUM(lc_never_moved_mean(t->curve.y, 1, 1 + third)),
                           LC_NUM(lc_never_moved_mean(t->curve.y, t->curve.n - third, t->curve.n)));
    else /* by noise: the levels tell more */
        lc_finding_summary(
            context, f, "%s does not improve: %s in the first records, %s in the last",
            t->series->metric.name, LC_NUM(lc_never_moved_mean(t->curve.y, 0, third)),
            LC_NUM(lc_never_moved_mean(t->curve.y, t->curve.n - third, t->curve.n)));
    lc_finding_cause(context, f,
                     "the learning rate is far too low, or so high that units died at once");
    lc_finding_cause(context, f,
                     "the gradient does not reach the weights: frozen layers, a detached loss, a "
                     "wrong activation before the loss");
    lc_finding_cause(context, f,
                     "the inputs are not scaled, are constant, or do not belong to their labels");
    lc_finding_advice(context, f,
                      "train on 16 samples until the loss is near 0: if that fails, the error is "
                      "in the network, the loss or the optimiser, not in the data");
    lc_finding_advice(context, f, "try ten times the learning rate, and a tenth of it");
}

/* Epochs passed before the first record, and more of them than between others. */
static bool begins_late(const lc_context *context, const lc_analyzed *t)
{
    const double *x = t->curve.x;
    return context->run->axis == LC_EPOCH && x[0] >= LATE_FIRST && x[0] > 1.5 * (x[1] - x[0]);
}

/* A piece that begins within the first epoch or so, and falls by nothing that has an order. */
static bool is_first_piece(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    lc_trend trend;
    return c->n >= PIECE_MIN && context->run->axis == LC_STEP && c->x[0] < PIECE_FIRST &&
           lc_analyzed_end(t) > PIECE_LEVEL &&
           lc_curve_trend(&trend, c, 0, c->n, &context->first) == LC_OK &&
           trend.p_fall > PIECE_FALLS;
}

/* Wherever the log begins, next to nothing is right by its end. */
static bool knows_nothing(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    return a && a->curve.n > 2 && lc_analyzed_end(a) < NOTHING * lc_analyzed_scale_max(a);
}

/* The log does not say where it begins, and most was right by then. */
static bool begins_learnt(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    return lc_run_is_numbered(context->run) && a && a->curve.n &&
           lc_analyzed_first(a) > LEARNT * lc_analyzed_scale_max(a);
}

void lc_never_moved_flat(lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    bool known = v && v != t && v->log.n >= 2 && !v->log.shifted;
    bool piece = context->excerpt || begins_learnt(context, t);
    bool early = (piece && !is_first_piece(context, t) && !knows_nothing(context, t)) ||
                 lc_context_warms_up(context);
    if (early)
        lc_context_against(context, 0);
    if (early || t->log.shifted || t->log.n < 2 || t->log.n > MANY ||
        (t->log.n == 2 && !known && t->log.gain <= 0))
        return;
    double log_lr = lc_clamp(rests_by(context, t, t->series->metric.split != LC_VALIDATION), -4,
                             t->log.n > 2 ? 4.5 : 3);
    if (known)
        log_lr += 0.5 * lc_clamp(rests_by(context, v, false), -4, 4) + by_still(context, v);
    if (t->log.rise.size > (t->log.n <= FEW ? 0 : 2 * RISES))
        log_lr -= lc_surprise(t->log.rise.p, 9) * lc_clamp(t->log.rise.size / RISES, 0, 1);
    log_lr += fmin(fmin(by_accuracy(context, t), known ? by_accuracy(context, v) : 0),
                   by_scores(context)) +
              by_zeros(context) - early_doubt(context, t) - (begins_late(context, t) ? LATE : 0);
    if (log_lr > 0)
        report_flat(context, t, known ? v : NULL, log_lr);
    else
        lc_context_against(context, fmax(-3, log_lr));
}
