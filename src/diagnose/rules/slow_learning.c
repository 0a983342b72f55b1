/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * slow_learning.c - training is steady and nearly straight, and has gone a small part of the way.
 *
 * Compares the training loss's slope in the first and the last third of the run: learning that is far
 * along bends, since the easy part comes first. A straight line that has left most of the loss is a run
 * at too small a learning rate.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

#define IDLE_GAIN 0.03 /* of the whole gain, that has come while nothing is learnt */
#define GATHERS 2      /* slope at the end over that at the start: it has just begun [ratio] */
#define FEW 12         /* records from which on the trend is tested */
#define FEW_LEAST 4
#define FALL_MIN 0.01     /* of the loss or its logarithm: less is no fall */
#define FEW_GAIN_MAX 0.12 /* more is no slow one */
#define FOLLOWS 0.1       /* of what training gained: less does not follow ... */
#define NOT_FOLLOWED 3    /* ... and says so much [nats] */
#define LEARNT 0.15       /* share of samples that a score gains */
#define IDLE_MIN 6        /* records */
#define LONG_IDLE 0.28    /* of the records, with nothing learnt, that is a fault by itself ... */
#define LONG_IDLE_MIN 8   /* ... so many of them at least ... */
#define LONG_IDLE_LR 4    /* ... and what they say [nats] */

enum { STRAIGHT, LEFT, GAIN, ALPHA, IDLE };

static const lc_threshold thresholds[] = {
    [STRAIGHT] = {"straight", 0.6, "slope of the last third over that of the first [ratio]",
                  "an exponential decay has a ratio of 0.75 there after a quarter of its way, and "
                  "of 0.5 after half of it"},
    [LEFT] = {"left", 0.7, "part of the start that is left at the end [share]",
              "judgement: less than a third of the loss was learned"},
    [GAIN] = {"gain", 3, "fall over the run, over the noise of that difference [ratio]",
              "three standard errors"},
    [ALPHA] = {"alpha", 0.01, "p-value of the fall in the last third", "convention"},
    [IDLE] = {"idle", 0.25,
              "first part of a run in which nothing is learned, though later it is [share]",
              "judgement: a quarter of the time"},
};

#define RECORDS_MIN 9 /* three a third */

/* A training loss above 0 whose fall is steady from beginning to end. */
typedef struct pace {
    lc_trend first, last;
    double left; /* end over start */
} pace;

/* It falls from point `from` on to the end, and has fallen by now, but not far. */
static bool still_falls(pace *p, lc_context *context, const lc_analyzed *t, size_t from)
{
    const lc_curve *c = &t->curve;
    double fallen = lc_analyzed_start(t) - lc_analyzed_end(t);
    double error = hypot(c->noise, lc_curve_level_error(c, lc_analyzed_end_from(t), c->n));
    return p->left > lc_context_limit(context, LEFT) && p->left < 1 - FALL_MIN &&
           fallen > lc_context_limit(context, GAIN) * error &&
           lc_curve_trend(&p->last, c, from, c->n, &context->first) == LC_OK &&
           p->last.p_fall < lc_context_limit(context, ALPHA);
}

/* By the slopes of its first and its last third. */
static bool is_slow(pace *p, lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double x0 = c->x[0], third = (c->x[c->n - 1] - x0) / 3;
    size_t one = lc_curve_point(c, x0 + third), two = lc_curve_point(c, x0 + 2 * third);
    p->left = lc_analyzed_end(t) / lc_analyzed_start(t);
    return one >= 3 && c->n - two >= 3 && still_falls(p, context, t, two) &&
           lc_curve_slope(&p->first, c, 0, one, &context->first) == LC_OK &&
           lc_curve_slope(&p->last, c, two, c->n, &context->first) == LC_OK && p->first.slope < 0 &&
           p->last.slope < lc_context_limit(context, STRAIGHT) * p->first.slope &&
           p->last.slope > GATHERS * p->first.slope;
}

static void report(lc_context *context, const lc_analyzed *t, const pace *p)
{
    const lc_curve *c = &t->curve;
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t),
           length = c->x[c->n - 1] - c->x[0];
    double share = (1 - p->left) / length;
    lc_finding *f = lc_find(context, LC_WARNING, lc_confidence(p->last.p_fall), t);
    lc_finding_basis(context, f,
                     "p = %.2g (" LC_TREND_P
                     ", last third), slope there %.0f %% of that of the first third",
                     p->last.p_fall, 100 * p->last.slope / p->first.slope);
    lc_finding_evidence(context, f, "start", start);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "share_of_way_per_unit", share);
    lc_finding_evidence(context, f, "slope_ratio", p->last.slope / p->first.slope);
    lc_finding_slope(context, f, &p->last);
    lc_finding_summary(context, f,
                       "%s falls steadily from %s to %s; its slope at the end is %.0f %% of that "
                       "at the start",
                       t->series->metric.name, LC_START(t), LC_END(t),
                       100 * p->last.slope / p->first.slope);
    lc_finding_cause(context, f, "the learning rate is too low");
    lc_finding_cause(context, f, "the inputs are not scaled, so most weights hardly change");
    lc_finding_cause(context, f, "too few steps: little data, large batches, few %s",
                     lc_context_units(context));
    lc_finding_advice(
        context, f,
        "raise the learning rate by a factor of three to ten, or use Adam or momentum; a "
        "learning-rate range test over one epoch shows how high it can be");
    lc_finding_advice(context, f, "standardise the inputs");
    lc_finding_advice(context, f, "at this rate, the loss needs about %s %s to halve",
                      LC_NUM(0.5 / share), lc_context_units(context));
}

/* ---- a late start ---------------------------------------------------------------------------- */

/* Records at the beginning in which next to nothing of all that was gained in the end had come. */
static size_t idle_records(const lc_analyzed *t, double share)
{
    const lc_curve *c = &t->curve;
    double gain = t->sign * (c->smooth[0] - lc_analyzed_end(t));
    size_t n = 0;
    while (n < c->n && t->sign * (c->smooth[0] - c->smooth[n]) < share * gain)
        n++;
    return gain > 0 ? n : 0;
}

/* Training did nothing for a good part of the run and then learnt. */
static bool check_late_start(lc_context *context, const lc_analyzed *t)
{
    size_t n = t->curve.n, idle = n < RECORDS_MIN ? 0 : idle_records(t, IDLE_GAIN);
    double first = lc_analyzed_start(t), end = lc_analyzed_end(t);
    if (idle < IDLE_MIN || (double)idle < lc_context_limit(context, IDLE) * (double)n ||
        t->log.drop < 0.7)
        return false;
    /* It is no fault any more once it has fallen, but time that can be won: much of it is worth a word. */
    bool long_idle = idle >= LONG_IDLE_MIN && (double)idle > LONG_IDLE * (double)n;
    lc_finding *f = lc_find(context, long_idle ? LC_WARNING : LC_NOTE, 0.9, t);
    lc_finding_weigh(f, long_idle ? LONG_IDLE_LR : 0);
    lc_finding_range(f, t->curve.x[0], t->curve.x[idle - 1]);
    lc_finding_basis(context, f, "%zu of %zu records", idle, n);
    lc_finding_evidence(context, f, "idle_records", (double)idle);
    lc_finding_evidence(context, f, "start", first);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_summary(context, f,
                       "%s hardly changes from %s until %s %s, then goes to %s: %.0f %% of "
                       "the run passed before anything was learned",
                       t->series->metric.name, LC_NUM(first), lc_context_axis(context),
                       LC_NUM(t->curve.x[idle - 1]), LC_END(t), 100 * (double)idle / (double)n);
    lc_finding_cause(
        context, f,
        "the initial weights are too small, or units saturate: gradients vanish at first");
    lc_finding_cause(context, f, "a long warm-up, or a learning rate that is too low");
    lc_finding_advice(context, f,
                      "use the initialisation that fits the activation (He for relu, Glorot for "
                      "tanh), or batch normalisation");
    return true;
}

/* ---- few records ----------------------------------------------------------------------------- */

/* Validation does not follow what training gains: that is no matter of speed [nats]. */
static double by_held_out(const lc_context *context, double gained)
{
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    if (!v || v->log.n < FEW_LEAST || v->log.shifted)
        return 0;
    return v->log.y[0] - v->log.end < FOLLOWS * gained ? NOT_FOLLOWED : 0;
}

/* A steady fall, well beyond the noise and as fast in the second half, of a small part of the loss. True when
 * told. */
static bool check_few(lc_context *context, const lc_analyzed *t)
{
    const lc_log_curve *l = &t->log;
    bool evenly = lc_context_falls_evenly(context);
    if ((!evenly && (l->n < FEW_LEAST || l->n >= FEW)) || l->shifted || l->gain < FALL_MIN ||
        l->gain > FEW_GAIN_MAX)
        return false;
    double whole = l->drop, second = l->y[l->n / 2] - l->end;
    size_t down = 0;
    for (size_t i = 1; i < l->n; i++)
        down += l->y[i] < l->y[i - 1];
    if (whole < 4 * l->noise.sd && down + 1 < l->n)
        return false;
    if (second < 0.35 * whole || !(whole > 0))
        return false;
    double log_lr = 3.5 + fmin(1.5, fmax(-2, log(0.06 / whole))) - by_held_out(context, whole);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f, "%.0f %% of the fall came in the second half",
                     100 * second / whole);
    lc_finding_evidence(context, f, "start", lc_analyzed_start(t));
    lc_finding_evidence(context, f, "end", t->curve.y[t->curve.n - 1]);
    lc_finding_evidence(context, f, "share_fallen", 1 - exp(-whole));
    lc_finding_summary(context, f,
                       "%s falls steadily but slowly: from %s to %s in %zu records, by %.2g %%",
                       t->series->metric.name, LC_START(t), LC_NUM(t->curve.y[t->curve.n - 1]),
                       t->finite, 100 * (1 - exp(-whole)));
    lc_finding_cause(context, f, "the learning rate is too low");
    lc_finding_cause(context, f, "the inputs are not scaled, so most weights hardly change");
    lc_finding_advice(
        context, f, "raise the learning rate by a factor of three to ten, or use Adam or momentum");
    lc_finding_advice(context, f, "standardise the inputs");
    return true;
}

/* A score has become far better: whatever the loss, this run has begun. */
static bool has_learnt(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->sign < 0 && t->curve.n && lc_metric_is_share(&t->series->metric) &&
            lc_analyzed_end(t) - lc_analyzed_start(t) > LEARNT * lc_analyzed_scale_max(t))
            return true;
    }
    return false;
}

/* The main loss of a split, or its first share of samples; NULL for none. */
static const lc_analyzed *course_of(const lc_context *context, lc_split split)
{
    const lc_analyzed *main = lc_context_main_loss(context, split);
    for (size_t k = 0; k < context->run->series_n && !main; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign < 0 &&
            context->analyzed[k].series->metric.split == split &&
            lc_metric_is_share(&context->analyzed[k].series->metric))
            main = &context->analyzed[k];
    return main;
}

static void find(lc_context *context)
{
    /* The end of a long run is nearly straight whatever it has gained before. */
    if (context->excerpt)
        return;
    const lc_analyzed *train = course_of(context, LC_TRAIN);
    const lc_analyzed *main = train ? train : course_of(context, LC_VALIDATION);
    if (main && !main->log.shifted && check_late_start(context, main))
        return;
    bool told = train && train->sign > 0 && check_few(context, train);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        pace p;
        if (!t->chosen || t->sign <= 0 || t->series->metric.split != LC_TRAIN ||
            (told && t == train) || !lc_analyzed_is_plain_loss(t) || t->curve.n < RECORDS_MIN ||
            !(lc_analyzed_end(t) > 0))
            continue;
        if (is_slow(&p, context, t) && by_held_out(context, t->log.drop) == 0 &&
            !has_learnt(context))
            report(context, t, &p);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"overfitting", 0.05, false},     {"never-moved", 0.3, false},
    {"not-learning", 0.15, false},    {"generalization-gap", 0.05, false},
    {"underfitting", 0.15, false},    {"plateau", 0.15, false},
    {"still-improving", 0.15, false}, {NULL, 0, false},
};

const lc_rule lc_rule_slow_learning = {
    .id = "slow-learning",
    .title = "a training loss that falls steadily but has hardly begun",
    .theory =
        "Learning curves bend: what is easy is learned first, and an exponential decay gets "
        "flatter in proportion to the way that it has gone. A training loss is at the "
        "beginning of its way when the slope of its last third is still {straight%} of that "
        "of its first third and {left%} of its start are left: the steps are too small for "
        "the time that was given.\n\nA loss that does nothing for the first {idle%} of the "
        "run and then falls is a note, and a warning when that takes more than 28 % of the run "
        "and at least 8 records; validation is asked where no training is logged. A training loss "
        "that the validation loss does not follow, "
        "or a score that has gained more than 0.15, is no matter of speed. A slope that is more "
        "than twice as steep at the end as at the start belongs to a run "
        "that has just begun to learn.\n\nOf few records a steady fall of at most 12 % is enough. "
        "Three records are, too, and so are many, where the loss falls by about as much in each "
        "of them, by a percent or more in all, a held-out loss does the same, and training's "
        "accuracy (without one, every share of samples) does not fall: an even fall is learning, "
        "however little it is, so that never-moved, not-learning and constant-prediction leave "
        "such runs to this rule.",
    .source = "L. N. Smith 2018, A disciplined approach to neural network hyper-parameters, arXiv "
              "1803.09820 "
              "(underfitting by small learning rates; range test)",
    .verdict = "slow-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example =
        "epoch,loss,val_loss\n"
        "1,2.285,2.297\n2,2.260,2.277\n3,2.251,2.253\n4,2.227,2.240\n5,2.213,2.222\n6,2.198,2.212\n"
        "7,2.183,2.197\n8,2.169,2.183\n9,2.143,2.159\n10,2.127,2.141\n11,2.113,2.129\n"
        "12,2.097,2.106\n13,2.075,2.095\n14,2.061,2.078\n15,2.045,2.059\n16,2.030,2.047\n"
        "17,2.011,2.027\n18,1.993,2.002\n",
    .effects = effects,
    .rank = 180,
    .ordered = true,
    .needs = LC_NEEDS_TRAIN_LOSS,
    .records = 3,
    .find = find,
};
