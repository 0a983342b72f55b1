/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * never_moved.c - losses that are the same from the first record on.
 *
 * While weights move, a loss moves in its last digits. Counts the records whose training loss repeats
 * the first value, or the value of a pass earlier, exactly; where it moves, holds the change against
 * what runs that learn gain in their first records, and against noise.
 */
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"
#include "model/metric.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

enum { REPEAT, SMALL, SMALL_VALIDATION, USUAL, USUAL_VALIDATION };

static const lc_threshold thresholds[] = {
    [REPEAT] = {"repeat", 0.05, "chance that a changing loss repeats a printed value",
                "four digits and noise of 1 % of the level: by the normal density at 0, 1e-4 / (2 "
                "sqrt(pi) 0.01 level), 0.03 for levels near 0.1 and less above"},
    [SMALL] = {"small", 0.03,
               "change of the natural logarithm of the training loss that noise alone makes",
               "median noise of training losses logged per epoch (diagnose/noise_prior.c)"},
    [SMALL_VALIDATION] =
        {"small_validation", 0.02, "the same of a held-out loss",
         "losses of a network that does not change scatter less than those of one that trains"},
    [USUAL] = {"usual", 0.6,
               "fall of the natural logarithm of the training loss in the median run that learns",
               "healthy runs of tests/zoo over their first 3 to 12 records: 0.87 (quartiles 0.56 "
               "and 1.48); less, since harder tasks fall more slowly"},
    [USUAL_VALIDATION] =
        {"usual_validation", 0.35, "the same of a held-out loss",
         "the same runs: 0.55 (quartiles 0.30 and 1.00); less, for the same reason"},
};

#define PERIOD_MAX 200 /* records of a pass */
#define PI 3.14159265358979323846
#define LOW 0.6        /* accuracy that leaves much to learn */
#define LOWER 0.4      /* the same beside a loss that may fall */
#define START_UP 5     /* records from which on the first one may be a start-up */
#define DROP_MIN 8     /* the same of a larger fall ... */
#define DROP_DOUBT 2   /* ... which may have been all that there was to learn [nats] ... */
#define DROP_EACH 0.15 /* ... less by so much for each record more, without a score ... */
#define DROP_MOST 1.05 /* ... up to so much */
#define START_GAIN \
    0.2        /* fall of the logarithm, in all, that may be one; of three times that all counts */
#define FEW 24 /* records: with more not-learning measures the noise itself */
#define MANY 200       /* the same for a loss that is flat within its noise, whatever that is */
#define MEASURED 0.004 /* change of the logarithm that is none, where the noise is measured */
#define ENDS_OFF 0.05  /* change from first to last that is a small one */
#define NOTHING_RIGHT 0.005 /* accuracy */
#define RISES 0.1           /* rise of the logarithm that is no rest */
#define BETTER 0.02         /* accuracy gained that is learning [1 = all samples] */
#define BETTER_SCORE 0.1    /* the same of other scores [share of the first value] */
#define TIMES 1.5           /* accuracy at the end over the first one, which is learning [ratio] */
#define PARTS \
    1.2 /* fall of a loss's logarithm beside which a score that rests is metric-mismatch's matter, ... */
#define PARTS_LR 2       /* ... by so much [nats] */
#define HIGH 0.9         /* accuracy at which a loss may rest */
#define STILL_MIN 4      /* records of a held-out loss and accuracy ... */
#define STILL 0.012      /* ... that stay within that share of the level ... */
#define STILL_SCORE 0.01 /* ... and within that share of all samples ... */
#define STILL_LR 2       /* ... and what it says [nats] */
#define ZEROS_LR 1.2     /* what a score of 0 says of a loss that rests [nats] */
#define EARLY 1.7 /* [nats] that a run in its first records gets: it may still begin to learn */
#define MANY_STEPS 10000   /* after which a run is not in its beginning */
#define FIRST_STEPS 50     /* ... within which it has hardly begun */
#define EARLY_RECORDS 6    /* up to which that holds in full */
#define LATE_FIRST 5       /* epochs before the first record, in which a run may have learnt ... */
#define PIECE_MIN 5        /* records of a piece of a run ... */
#define PIECE_FIRST 5000   /* ... and steps or samples before it, in which not all is learnt */
#define PIECE_LEVEL 0.2    /* loss below which it has learnt before */
#define LEARNT 0.8         /* accuracy of a first record that is none of a network untrained */
#define ROUNDING 1e-4      /* range of a loss over its level, that is none of learning [ratio] */
#define UNKNOWN_MIN 5      /* records of a metric of which nothing is known */
#define NOTHING 0.12       /* accuracy that a guess may have */
#define PIECE_FALLS 0.1    /* p-value of its fall, below which it learns */
#define LATE 1.5           /* ... as these [nats] say */
#define CREEPS 0.5         /* share of stuck runs whose loss creeps, as towards a guess ... */
#define CREEP 0.015        /* ... by so much of its logarithm in the median ... */
#define CREEP_SPREAD 0.9   /* ... with that sd of its logarithm */
#define REWARDS_MIN 6      /* records of a reward that can rest */
#define REWARDS_SAME_MIN 4 /* the same of one that hardly changes */
#define REWARD_SMALL 0.02  /* change of a reward that is none [share of the first third's] */
#define REWARD_RANGE 0.5   /* range of a reward that rests [share of its largest size] */
#define REWARDS_SCATTER_MIN 12 /* records of one that scatters widely */
#define REWARD_SCATTER 5       /* noise sds that the range of noise alone has, of so few records */
#define REWARD_RISES 2         /* standard errors of a rise that may be noise ... */
#define REWARD_FALLS 3         /* ... and of a fall that is none */
#define DIGITS_MIN 3           /* of a printed value: with fewer a loss may rest on one */

/* Exact repeats of a series. */
typedef struct repeats {
    size_t period; /* records after which the values come again; 1: they are all the same */
    size_t n;      /* records that repeat the one a period earlier */
    double value;  /* of the first record */
} repeats;

/* Finite values only; false as soon as one differs from the one `period` before. */
static bool repeats_after(const lc_series *s, size_t period)
{
    for (size_t i = period; i < s->n; i++)
        if (!(s->y[i] == s->y[i - period]))
            return false;
    return true;
}

/* A constant shows in two records; of longer periods so many must come again. */
static size_t repeats_least(size_t period)
{
    return period == 1 ? 1 : 3;
}

static bool find_repeats(repeats *r, const lc_series *s)
{
    for (size_t period = 1; period <= PERIOD_MAX && period + repeats_least(period) <= s->n;
         period++)
        if (repeats_after(s, period)) {
            *r = (repeats){period, s->n - period, s->y[0]};
            return isfinite(r->value);
        }
    return false;
}

/* Digits of the values as printed, from the first that is not 0. */
static double digits_of(const lc_context *context, const lc_analyzed *t)
{
    double y = fabs(t->series->y[0]), quantum = lc_context_quantum(context, t);
    return quantum > 0 && y > 0 ? log10(y / quantum) + 1 : y > 0 ? 7 : 0;
}

/* Each repeat is unlikely by itself; few digits say less. */
static double weigh(const lc_context *context, const repeats *r, const lc_analyzed *t)
{
    double one = -log(lc_context_limit(context, REPEAT));
    double digits = fmin(1, fmax(0, (digits_of(context, t) - 1) / DIGITS_MIN));
    return fmin(9, one * digits * (double)r->n);
}

static void report(lc_context *context, const lc_analyzed *t, const repeats *r, double log_lr)
{
    const char *name = t->series->metric.name;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_evidence(context, f, "value", r->value);
    lc_finding_evidence(context, f, "records", (double)t->series->n);
    lc_finding_evidence(context, f, "repeats", (double)r->n);
    lc_finding_evidence(context, f, "period", (double)r->period);
    if (r->period == 1) {
        lc_finding_basis(context, f, "exactly the same value in all %zu records", t->series->n);
        lc_finding_summary(context, f,
                           "%s is exactly %s in all %zu records: the weights do not change", name,
                           LC_NUM(r->value), t->series->n);
    } else {
        lc_finding_basis(context, f, "%zu records repeat exactly the one %zu records before", r->n,
                         r->period);
        lc_finding_summary(context, f,
                           "%s repeats the same %zu values exactly: each pass over the data gives "
                           "the same losses, so the weights do not change",
                           name, r->period);
    }
    lc_finding_cause(context, f,
                     "the learning rate is 0, or a schedule starts at 0 and is never advanced");
    lc_finding_cause(context, f,
                     "the optimiser holds other parameters than those of the network, or its step "
                     "is never called");
    lc_finding_cause(context, f,
                     "the gradient is cut off: frozen layers, a detached or constant loss, dead "
                     "units, a gradient scaler that skips every step");
    lc_finding_advice(
        context, f, "print one weight and its gradient before and after a step: both must change");
    lc_finding_advice(context, f, "log the learning rate and the gradient norm in every record");
}

/* A held-out loss moves: so do the weights, and the training loss has too few digits. */
static bool held_out_moves(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    double low, high;
    return v && v != t && v->curve.n > 1 &&
           lc_curve_range(&v->curve, 0, v->curve.n, &low, &high) > 0;
}

static bool check_repeats(lc_context *context, const lc_analyzed *t)
{
    repeats r;
    /* A loss of exactly 0 has its own rule. */
    if (!find_repeats(&r, t->series) || r.value == 0)
        return false;
    if (r.period == 1 && digits_of(context, t) < DIGITS_MIN && held_out_moves(context, t))
        return false;
    double log_lr = weigh(context, &r, t);
    if (log_lr > 0)
        report(context, t, &r, log_lr);
    return log_lr > 0;
}

/* ---- flat within the noise ------------------------------------------------------------------- */

/* Records of the first and the last stretch that are compared. */
static size_t third_of(size_t n)
{
    return n < 6 ? 1 : n / 3;
}

/* Mean of y over [from, to). */
static double mean_of(const double *y, size_t from, size_t to)
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

/* Whether the fall in the first record alone is left out, as the way down to a guess. */
static bool drops_at_first(const lc_log_curve *l, double small)
{
    size_t least = l->gain < START_GAIN ? START_UP : DROP_MIN;
    return l->n >= least && l->n <= FEW && l->y[0] - l->y[1] > small;
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
    size_t third = third_of(l->n), from = 0;
    double small = lc_context_limit(context, train ? SMALL : SMALL_VALIDATION), doubt = 0;
    if (l->n > FEW)
        small = MEASURED; /* so many records tell their noise */
    if (drops_at_first(l, small)) {
        from = 1;
        doubt = 1 + (DROP_DOUBT - 1) * lc_clamp((l->gain - START_GAIN) / START_GAIN / 2, 0, 1);
        if (!has_score(context))
            doubt -= lc_clamp(DROP_EACH * ((double)l->n - DROP_MIN), 0, DROP_MOST);
    }
    double fall = mean_of(l->y, from, from + third) - mean_of(l->y, l->n - third, l->n);
    /* What came in the first records alone is movement, too, where it stands out. */
    if (l->n > FEW)
        fall = fmax(fall, l->y[0] - mean_of(l->y, l->n - third, l->n) - 2 * l->noise.sd);
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
    size_t third = third_of(t->curve.n);
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
                           LC_NUM(mean_of(t->curve.y, 1, 1 + third)),
                           LC_NUM(mean_of(t->curve.y, t->curve.n - third, t->curve.n)));
    else /* by noise: the levels tell more */
        lc_finding_summary(context, f,
                           "%s does not improve: %s in the first records, %s in the last",
                           t->series->metric.name, LC_NUM(mean_of(t->curve.y, 0, third)),
                           LC_NUM(mean_of(t->curve.y, t->curve.n - third, t->curve.n)));
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

static void check_flat(lc_context *context, const lc_analyzed *t)
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

/* The training loss; without one a held-out loss, else a training score. */
static const lc_analyzed *judged(const lc_context *context)
{
    const lc_analyzed *t = lc_context_main_loss(context, LC_TRAIN);
    /* A loss that passes 0 has no scale; another one of the same run may have. */
    for (size_t k = 0; k < context->run->series_n && t && t->log.shifted; k++) {
        const lc_analyzed *other = &context->analyzed[k];
        if (other->chosen && other->series->metric.kind == LC_LOSS && other->sign > 0 &&
            other->series->metric.split == t->series->metric.split && other->log.n >= 2 &&
            !other->log.shifted)
            t = other;
    }
    t = t ? t : lc_context_main_loss(context, LC_VALIDATION);
    for (size_t k = 0; k < context->run->series_n && !t; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign < 0 &&
            context->analyzed[k].series->metric.split == LC_TRAIN)
            t = &context->analyzed[k];
    for (size_t k = 0; k < context->run->series_n && !t; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign < 0 &&
            context->analyzed[k].finite)
            t = &context->analyzed[k];
    return t;
}

/* An accuracy that is low, and no better in the last third than in the first: alone, or beside a loss that
 * it does not follow. */
static void check_scores(lc_context *context, const lc_analyzed *t, bool alone)
{
    const lc_curve *c = &t->curve;
    if (c->n < 3 || c->n > FEW || !lc_metric_is_accuracy(&t->series->metric))
        return;
    double scale = lc_analyzed_scale_max(t), sum = 0;
    size_t third = third_of(c->n);
    for (size_t i = 0; i < c->n; i++)
        sum += c->y[i] / scale / (double)c->n;
    double first = mean_of(c->y, 0, third) / scale,
           last = mean_of(c->y, c->n - third, c->n) / scale;
    double better = last - first, error = hypot(0.005, c->noise / scale * sqrt(2 / (double)third));
    bool better_by_much = better > fmax(2 * error, 0.02) ||
                          (better > error && last > 1.3 * first) ||
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

/* A reward that is no better in the last third of the run than in the first, but for its noise. */
static void check_reward(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double low, high, range = lc_curve_range(c, 0, c->n, &low, &high);
    bool same = c->n >= REWARDS_SAME_MIN && range < REWARD_SMALL * fmax(fabs(low), fabs(high));
    if ((c->n < REWARDS_MIN && !same) || (context->excerpt && range > 0))
        return;
    size_t third = third_of(c->n);
    double first = mean_of(c->y, 0, third), last = mean_of(c->y, c->n - third, c->n);
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

/* A gradient norm of exactly 0 in every record. */
static void check_gradient(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_series *s = t->series;
        size_t zeros = 0;
        for (size_t i = 0; i < s->n; i++)
            zeros += s->y[i] == 0;
        if (!t->chosen || s->metric.kind != LC_GRADIENT_NORM || s->n < 3 || zeros < s->n)
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
        lc_finding_weigh(f, 6);
        lc_finding_basis(context, f, "exactly 0 in all %zu records", s->n);
        lc_finding_evidence(context, f, "records", (double)s->n);
        lc_finding_summary(context, f,
                           "%s is exactly 0 in all %zu records: no gradient reaches the weights",
                           s->metric.name, s->n);
        lc_finding_cause(context, f, "frozen layers, a detached loss, or all units dead");
        lc_finding_advice(context, f,
                          "print the gradient of the last layer after one backward pass");
        return;
    }
}

/* Whatever a metric of a split is: exactly the same in all records, and to some digits, it is no result of training. */
static void check_unknown(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        if (t->chosen && m->kind == LC_OTHER && m->split != LC_SPLIT_NONE &&
            t->series->n >= UNKNOWN_MIN && digits_of(context, t) > DIGITS_MIN)
            if (check_repeats(context, t))
                return;
    }
}

/* What moves in so few of its digits comes from the order of sums. */
static bool rests_by_rounding(const lc_analyzed *t)
{
    double low, high, range = lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    return t->curve.n > 2 && range < ROUNDING * fmin(fabs(low), fabs(high));
}

static void find(lc_context *context)
{
    check_gradient(context);
    if (lc_context_falls_evenly(context))
        return; /* slow-learning's matter */
    const lc_analyzed *t = judged(context),
                      *reward = context->reinforcement ? lc_context_reward(context) : NULL;
    if (reward)
        check_reward(context, reward);
    else if (t && t->series->n >= 2 && !check_repeats(context, t) &&
             t->series->metric.kind == LC_LOSS)
        check_flat(context, t);
    if (!t && !reward)
        check_unknown(context);
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    if (t && v && v != t && rests_by_rounding(t) && !lc_context_warned(context, NULL))
        check_repeats(context, v);
    const lc_analyzed *score =
        t && t->series->metric.kind == LC_LOSS ? lc_context_accuracy(context, t) : NULL;
    if (score && !context->excerpt)
        check_scores(context, score, false);
    else if (t && t->series->metric.kind != LC_LOSS && !context->excerpt)
        check_scores(context, t, true);
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"overfitting", 0.1, false},
    {"not-learning", 0.4, false},
    {"constant-prediction", 0.2, false},
    {"frozen-score", 0.3, false},
    {"stuck-loss", 0.3, false},
    {"learning-rate-zero", 0.2, false},
    {"underfitting", 0.3, false},
    {"generalization-gap", 0.1, false},
    {"train-eval-mode", 0.1, false},
    {"plateau", 0.3, false},
    {"saturated-output", 0.1, false},
    {"slow-learning", 0.1, false},
    {"incomparable-losses", 0.1, false},
    {"metric-mismatch", 0.03, false},
    {"suspiciously-perfect", 0.1, false},
    {"oscillation", 0.5, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_never_moved = {
    .id = "never-moved",
    .title = "losses that do not change from the first record on",
    .theory =
        "While the weights change, a mean loss changes in its last printed digits. A training loss "
        "that is exactly the same in every record was computed with the same weights each time. "
        "Where single batches are logged, unchanged weights show as values that repeat in the same "
        "order with each pass over the data.\n\nFor a loss that changes, each exact repeat of an "
        "earlier value has a probability of {repeat%}, or more where few digits are printed.\n\nA "
        "loss that changes only a little is compared with two models: changes that noise makes "
        "(exponential, with a mean of {small%} of the level or the noise of this run), and changes "
        "of runs that learn (log-normal). Without an accuracy, half of the runs that do not learn "
        "are taken "
        "to creep, by one or two percent, as a loss does on its way to that of a guess. The "
        "held-out loss counts half. A loss that rises, or an "
        "accuracy or another score that improves, speaks against this finding, and so does a run "
        "of a few records, less after 10000 steps and twice as much within 50, or one that is "
        "first "
        "recorded after several epochs. Held-out samples of which loss and accuracy stand still, "
        "or of which a share that is right is 0 throughout, speak for it. Up to 24 records, a "
        "fall in the first record alone is taken for the way to a guess and left out: with more "
        "doubt the larger it is, and less the more records follow without a score that tells what "
        "was learned. An accuracy that rests while its loss falls below a third is "
        "metric-mismatch's "
        "matter. A loss that falls evenly is left to slow-learning. Logs that begin in the middle "
        "of a "
        "run are not judged, unless they begin within 5000 steps and the loss shows no order in "
        "its fall, and neither is a log without numbers whose first accuracy is above 0.8, or a "
        "run whose learning rate rises from each record to "
        "the next (warm-up): small steps are meant to change little.\n\nIn reinforcement learning "
        "the reward is judged, not the loss. It has not moved when its mean in the last third of "
        "the run is no better than in the first third, allowing for noise and a small share of its "
        "size. Up "
        "to 24 records it must also stay within half of its largest size or within its noise, "
        "since a few episodes can be lucky; or it falls from the first third on. Four records are "
        "enough where they agree to one part in fifty. An intrinsic "
        "reward, which is a bonus for exploration, is used only when no "
        "other is logged.",
    .source = "derivation above",
    .verdict = "not-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_LOSS,
    .records = 2,
    .example = "epoch,loss,val_loss\n"
               "1,2.4471,2.4503\n2,2.4471,2.4503\n3,2.4471,2.4503\n4,2.4471,2.4503\n",
    .effects = effects,
    .rank = 72,
    .experiment = "print one weight and its gradient before and after a step",
    .find = find,
};
