/* SPDX-License-Identifier: GPL-3.0-or-later */
/* oscillation_few.c - swings of few records, by the noise that other runs have; and a single one, out and back. */
#include "diagnose/rules/oscillation.h"

#include "diagnose/finding.h"
#include "diagnose/sampling.h"
#include "diagnose/swings.h"
#include "model/metric.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define FEW 60   /* records up to which the prior on noise judges */
#define FEWER 24 /* records beyond which training's noise and the samples must not explain it */
#define FEW_LEAST 5
#define BACK 0.18            /* a step back of the logarithm that counts as a swing */
#define ONCE 2               /* [nats] against a single step back: it may be a bad record */
#define LITTLE 0.05          /* of the first training loss */
#define HARMLESS 0.985       /* accuracy in all records at which a loss may swing ... */
#define HARMLESS_SCORE 0.955 /* ... and at which it may do so itself */
#define LOST 0.07            /* share of samples lost in a record ... */
#define BACK_WITHIN 3        /* ... and found again within so many */
#define LOST_LR 0.2          /* what such losses say [nats], ... */
#define LOST_EACH 1.2        /* ... and each of them ... */
#define LOST_MOST 3          /* ... of so many at most */
#define WILD_MIN 10          /* records of a training loss ... */
#define WILD_LEVEL 2         /* ... which is above this in all ... */
#define WILD 0.3             /* ... and has that noise of the logarithm */
#define FAR 4                /* noise sds, and times, that training is ahead by the end ... */
#define FAR_LR 2             /* ... and what that says against swings [nats] */
#define COUNTED 1.5          /* noise of the logarithm over what a few wrong samples make [ratio] */
#define BOTH_MOST 1.5        /* [nats] that the swings of the other split add */
#define SMOOTH 0.15          /* noise of a loss's logarithm, over samples whose score swings ... */
#define SMOOTH_LR 2          /* ... and what that says against it [nats] */
#define GETS_ON 3            /* gained in all, of the largest loss in a record, that outweighs it */
/* Swings of a share of samples that hide what it is about [1 = all samples]. */
#define USELESS 0.25

static bool is_held_out(const lc_analyzed *t)
{
    return lc_split_is_held_out(t->series->metric.split);
}

/* How often a curve of logarithms turns back by more than BACK, after the first quarter of the run. */
static unsigned count_swings(const lc_log_curve *l)
{
    unsigned count = 0;
    bool up = false;
    double turn = l->y[l->n / 4];
    for (size_t i = l->n / 4 + 1; i < l->n; i++) {
        double y = l->y[i];
        if (up ? y > turn : y < turn)
            turn = y;
        if (up ? y < turn - BACK : y > turn + BACK) {
            count += !up;
            up = !up;
            turn = y;
        }
    }
    return count;
}

/* Log likelihood ratio of swings that matter: the noise is likely to be above a sixth and a quarter of
 * the level, and large beside what was gained. */
static double few_log_lr(const lc_context *context, const lc_log_curve *l)
{
    double large = 0, larger = 0;
    for (size_t k = 0; k < LC_NOISE_STEPS; k++) {
        large += lc_noise_step(k) > 0.16 ? l->noise.weight[k] : 0;
        larger += lc_noise_step(k) > 0.22 ? l->noise.weight[k] : 0;
    }
    double part = log(l->noise.sd / (fabs(l->gain) + 0.05) / 0.5);
    unsigned turns = count_swings(l);
    if (turns == 0)
        return 0;
    return -0.5 + 3.5 * large + 2 * larger - (turns == 1 ? ONCE : 0) +
           (context->excerpt ? -0.7 : 1.5 * fmin(fmax(part, -4), 1));
}

/* Range of the values after the first quarter of the run. */
static double late_range(const lc_analyzed *t, double *low, double *high)
{
    return lc_curve_range(&t->curve, t->log.n / 4, t->curve.n, low, high);
}

/* The swings are no wider than what few samples make. */
static bool is_sampled_few(const lc_context *context, const lc_analyzed *t)
{
    double low, high, swing = late_range(t, &low, &high);
    double sampling = lc_context_sampling_error(context, t, (low + high) / 2);
    return swing < lc_context_limit(context, SAMPLING) * SQRT2 * sampling;
}

/* ... and leave room for a judgement: where they don't, that is worth a warning itself. */
static bool is_sampling(const lc_context *context, const lc_analyzed *t)
{
    double low, high;
    return late_range(t, &low, &high) < USELESS * lc_analyzed_scale_max(t) &&
           is_sampled_few(context, t);
}

/* A held-out series that scatters more than training does, with what both estimates may be off by. */
static bool is_rougher(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *other = lc_context_other(context, t);
    return is_held_out(t) &&
           (!other || other->log.n < 2 ||
            (!other->log.shifted && t->log.noise.sd > lc_noise_off_by(t->curve.n) *
                                                          lc_context_limit(context, RATIO) *
                                                          other->log.noise.sd));
}

/* A loss that moves about next to 0 while hardly a decision changes, or a score that is high all the while. */
static bool is_harmless(const lc_context *context, const lc_analyzed *t)
{
    bool loss = t->series->metric.kind == LC_LOSS;
    const lc_analyzed *a = loss ? lc_context_accuracy(context, t) : t;
    double low, high;
    if (!a || a->curve.n < 2 || !lc_metric_is_share(&a->series->metric))
        return false;
    lc_curve_range(&a->curve, a->curve.n / 4, a->curve.n, &low, &high);
    return low > (loss ? HARMLESS : HARMLESS_SCORE) * lc_analyzed_scale_max(a);
}

/* Of a share of samples, how many times after the first third of the run many are lost in one record and most of them found again within the
 * next; twice as many count twice. */
static size_t count_lost(const lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double whole = t->sign > 0 && lc_analyzed_end(t) > 1 ? 100 : lc_analyzed_scale_max(t);
    size_t count = 0;
    size_t from = context->excerpt || c->n < 3 ? 1 : c->n / 3;
    for (size_t i = from; i + 1 < c->n; i++) {
        double lost = t->sign * (c->y[i] - c->y[i - 1]) / whole, back = -INFINITY;
        for (size_t k = i + 1; k < c->n && k <= i + BACK_WITHIN; k++)
            back = fmax(back, t->sign * (c->y[i] - c->y[k]) / whole);
        if (lost > LOST && back > lost / 2)
            count += lost > 2 * LOST ? 2 : 1;
    }
    /* A second one in the last record has had no time to come back. */
    double last = c->n > 1 ? t->sign * (c->y[c->n - 1] - c->y[c->n - 2]) / whole : 0;
    return count + (count > 0 && last > LOST);
}

/* What was lost on the way is a small part of the way to the last record, which is the best: it is found again and more. */
static bool gets_on(const lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    size_t from = context->excerpt || c->n < 3 ? 0 : c->n / 3 - 1;
    double most = 0, gained = t->sign * (c->y[from] - c->y[c->n - 1]);
    for (size_t i = from + 1; i < c->n; i++) {
        if (i + 1 < c->n && t->sign * (c->y[i] - c->y[c->n - 1]) <= 0)
            return false;
        most = fmax(most, t->sign * (c->y[i] - c->y[i - 1]));
    }
    return gained > GETS_ON * most;
}

static double weigh_lost(const lc_context *context, const lc_analyzed *t)
{
    const lc_metric *m = &t->series->metric;
    bool share =
        lc_metric_is_share(m) || lc_metric_is_error_rate(m) || lc_analyzed_is_unit_score(t);
    if (!share || gets_on(context, t))
        return 0;
    size_t count = count_lost(context, t);
    return count > 1 ? LOST_LR + LOST_EACH * (double)(count < LOST_MOST ? count : LOST_MOST) : 0;
}

/* A training loss, of batches or epochs, that is nowhere small, swings by more than samples differ, and gains less
 * than that. */
static bool is_wild(const lc_analyzed *t)
{
    const lc_log_curve *l = &t->log;
    double low, high;
    if (t->series->metric.split != LC_TRAIN || !lc_analyzed_is_plain_loss(t) || l->n < WILD_MIN)
        return false;
    lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    return low > WILD_LEVEL && l->noise.sd > WILD && l->gain < l->noise.sd;
}

/* The loss over the few samples of a score gets better without swings: what they are about does not swing. */
static bool is_smooth_below(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *loss = lc_context_plain_loss(context, t);
    return loss && !loss->log.shifted && loss->log.n == t->log.n && loss->log.noise.sd < SMOOTH &&
           count_swings(&loss->log) == 0 && loss->log.gain > 4 * loss->log.noise.sd &&
           lc_context_score_samples(context, t);
}

/* So few samples are wrong that their number, and its logarithm more so, scatters by itself. */
static bool is_counted(const lc_context *context, const lc_analyzed *t)
{
    if (t->sign >= 0 || !lc_metric_is_share(&t->series->metric) || !t->curve.n)
        return false;
    double level = lc_analyzed_end(t), left = lc_analyzed_scale_max(t) - level;
    double sampling = lc_context_sampling_error(context, t, level);
    return left > 0 && t->log.noise.sd < COUNTED * sampling / left;
}

/* Training has left a held-out loss so far behind that the gap is many times its swings. */
static bool is_far_behind(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *train = lc_context_other(context, t);
    return is_held_out(t) && t->sign > 0 && train && train->log.n == t->log.n &&
           !train->log.shifted && t->log.end - train->log.end > FAR * t->log.noise.sd &&
           t->log.end - train->log.end > log(FAR);
}

/* How much a series of few records swings; 0 or below: not. */
static double weigh_few(const lc_context *context, const lc_analyzed *t)
{
    const lc_log_curve *l = &t->log;
    bool epochs = context->run->axis == LC_EPOCH && !lc_context_is_of_batches(context, t);
    bool part = t->series->metric.kind == LC_LOSS &&
                t != lc_context_main_loss(context, t->series->metric.split);
    bool wild = is_wild(t);
    if (part || l->n < FEW_LEAST || l->n > FEW ||
        (l->n > FEWER && !wild && !is_rougher(context, t)) || !(is_held_out(t) || epochs || wild) ||
        l->shifted || is_sampling(context, t) || is_harmless(context, t) ||
        lc_swings_are_augmented(context, t))
        return 0;
    double lost = is_held_out(t) ? weigh_lost(context, t) : 0;
    double scatters = is_counted(context, t) ? 0 : few_log_lr(context, l);
    return fmax(lost, scatters - (is_held_out(t) ? 0 : 1)) -
           (is_far_behind(context, t) ? FAR_LR : 0) - (is_smooth_below(context, t) ? SMOOTH_LR : 0);
}

static void report_few(lc_context *context, const lc_analyzed *t, double log_lr)
{
    const lc_log_curve *l = &t->log;
    double low, high;
    if (!(late_range(t, &low, &high) > 0))
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f,
                     "scatter about the trend of %.0f %%, with the noise of other runs as prior",
                     100 * l->noise.sd);
    lc_finding_evidence(context, f, "scatter", l->noise.sd);
    lc_finding_evidence(context, f, "low", low);
    lc_finding_evidence(context, f, "high", high);
    lc_finding_summary(context, f, "%s swings between %s and %s after the first quarter of the run",
                       t->series->metric.name, LC_NUM(low), LC_NUM(high));
    bool sampled = is_sampled_few(context, t);
    size_t samples = sampled ? lc_context_score_samples(context, t) : 0;
    if (sampled)
        lc_finding_cause(context, f,
                         "%zu samples: each is %.3g %% of the score, and that few make such swings",
                         samples, 100.0 / (double)samples);
    lc_finding_cause(context, f, "the learning rate is too high to settle");
    lc_finding_cause(context, f,
                     "the validation set is small, or differs much from the training set");
    lc_finding_cause(
        context, f,
        "the running statistics of batch normalisation lag behind (momentum, small batches)");
    if (sampled)
        lc_finding_advice(context, f, "judge by more samples, or by cross-validation");
    lc_finding_advice(
        context, f,
        "halve the learning rate for a few %s: if it is the cause, the swings shrink at once",
        lc_context_units(context));
    if (!sampled)
        lc_finding_advice(context, f, "evaluate on more samples, or average over several records");
}

/* A loss that goes up to several times its level and comes back. */
typedef struct jump {
    const lc_analyzed *series; /* NULL: none */
    size_t at;                 /* record of the peak */
    double ratio;              /* peak over the levels before and after */
} jump;

/* The largest jump of a held-out loss, in whatever number of records. */
static jump find_jump(const lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    const lc_analyzed *train = lc_context_main_loss(context, LC_TRAIN);
    /* Beside what training began with, tiny values make no jumps; nor do those without digits. */
    double floor = train ? LITTLE * fabs(lc_analyzed_start(train)) : 0, before = INFINITY;
    jump j = {.series = NULL};
    if (!is_held_out(t) || t->sign < 0 || s->n < 3 || s->n > FEW || t->finite < s->n ||
        is_harmless(context, t))
        return j;
    for (size_t i = 1; i + 1 < s->n; i++) {
        double after = INFINITY;
        before = fmin(before, s->y[i - 1]);
        for (size_t k = i + 1; k < s->n; k++)
            after = fmin(after, s->y[k]);
        double base = fmax(fmax(fmax(before, after), 1e-3 * s->y[i]) + floor, DBL_MIN);
        double ratio = (s->y[i] + floor) / base;
        if (before >= 0 && after >= 0 && ratio > j.ratio)
            j = (jump){t, i, ratio};
    }
    return j;
}

static void report_jump(lc_context *context, const jump *j)
{
    const lc_analyzed *t = j->series;
    const lc_series *s = t->series;
    double back = s->y[j->at];
    for (size_t i = j->at + 1; i < s->n; i++)
        back = fmin(back, s->y[i]);
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, t);
    lc_finding_weigh(f, 1 + 1.5 * fmin(3, log(j->ratio)));
    lc_finding_range(f, lc_analyzed_x(context, t, j->at - 1), lc_analyzed_x(context, t, j->at + 1));
    lc_finding_basis(context, f, "%s times the level before and after", LC_NUM(j->ratio));
    lc_finding_evidence(context, f, "peak", s->y[j->at]);
    lc_finding_evidence(context, f, "ratio", j->ratio);
    lc_finding_summary(context, f, "%s rises to %s at %s %s and comes back to %s", s->metric.name,
                       LC_NUM(s->y[j->at]), lc_context_axis(context),
                       LC_NUM(lc_analyzed_x(context, t, j->at)), LC_NUM(back));
    lc_finding_cause(
        context, f,
        "the running statistics of batch normalisation, or a few samples with huge outputs");
    lc_finding_cause(context, f, "the learning rate is too high to settle");
    lc_finding_advice(context, f,
                      "halve the learning rate, and evaluate once in training mode for comparison");
}

/* Of few records only the series that shows most speaks, whatever the order of the columns. */
void lc_oscillation_few(lc_context *context)
{
    const lc_analyzed *most = NULL;
    double log_lr = 0;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        double here = t->chosen && t->sign != 0 && !lc_swings_are_traded(context, t)
                          ? weigh_few(context, t)
                          : 0;
        bool rather = most && here == log_lr && is_held_out(t) && !is_held_out(most);
        if (here > log_lr || rather) {
            log_lr = here;
            most = t;
        }
    }
    const lc_analyzed *other = most ? lc_context_other(context, most) : NULL;
    if (other && other->chosen)
        log_lr += lc_clamp(weigh_few(context, other), 0, BOTH_MOST);
    if (most)
        report_few(context, most, log_lr);
}

void lc_oscillation_jumps(lc_context *context)
{
    jump most = {.series = NULL};
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        bool judged = t->chosen && t->sign != 0 && !lc_context_has_whole_of(context, t);
        jump j = judged ? find_jump(context, t) : most;
        if (j.ratio > most.ratio)
            most = j;
    }
    if (most.series && most.ratio >= lc_context_limit(context, THERE_AND_BACK))
        report_jump(context, &most);
}
