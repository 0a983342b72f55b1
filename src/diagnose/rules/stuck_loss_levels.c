/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stuck_loss_levels.c - a loss at what some constant answer costs.
 *
 * Holds it against the cost of saturated outputs, of equal ones under a margin or a sum over classes, and of
 * one answer for all under a squared error, and the losses of single batches against each other.
 */
#include "diagnose/rules/stuck_loss.h"

#include "diagnose/baseline.h"
#include "diagnose/clip.h"
#include "diagnose/finding.h"

#include "model/metric.h"

#include <math.h>
#include <string.h>

#define CHANCE_OF_TWO 0.6 /* the same beside a loss in the hundreds, which no accuracy earns */
#define CHANCE_MAX 0.3    /* accuracy that may be a guess' */
#define TIGHT 2e-3        /* printed digit, of the level, that tells it from others */
#define CERTAIN 8       /* loss per miss of outputs near saturation [nats]: a probability of 3e-4 */
#define UNSCALED 110    /* the same of logits in the hundreds */
#define BOUND_NEAR 1    /* from a bound that divergence tells of [nats] */
#define ELSEWHERE 0.2   /* distance of the held-out loss [share] */
#define EACH_CLASSES 10 /* of digits, where nothing else is told */
#define EACH_NEAR 3e-4  /* of the level */
#define SAME_MIN 6      /* records of single steps ... */
#define SAME_STEPS 100  /* ... that stand so close ... */
#define SAME_SD 0.0015  /* ... and scatter by so much of their mean at most */
#define DISTANCE_LEFT 0.01 /* of a distance between embeddings, that is lost */
#define QUARTER 0.25
#define QUARTER_NEAR 0.002   /* of the level */
#define EVEN_NEAR 0.01       /* of the variance of even targets ... */
#define EVEN_RESTS 0.03      /* ... and range, of the level, of a loss that rests there */
#define EVEN_LR 3.5          /* [nats] */
#define TELLS_APART 0.8      /* accuracy of a network that tells samples apart */
#define BATCH_LEAST 8        /* samples of a batch, by powers of 2 ... */
#define BATCH_MOST 1024      /* ... up to so many */
#define SUM_NEAR 5e-4        /* of the level */
#define FROM_MIN 6           /* records of a loss that begins ... */
#define FROM_NEAR 0.01       /* ... so near to what a guess costs, ... */
#define FROM_LEFT 0.9        /* ... ends at so much of it at least ... */
#define FROM_RESTS 0.01      /* ... and rests within so much of it in the last third ... */
#define FROM_LR 2.5          /* ... and what it says [nats] */
#define BOTTOM_MIN 7         /* records of a loss that jumps above what a guess costs ... */
#define BOTTOM_RECORDS 4     /* ... of which so many, and an eighth, are there, ... */
#define BOTTOM_NEAR 0.006    /* ... to that share of the level */
#define BOTTOM_FEW 16        /* records of few ... */
#define BOTTOM_RECORDS_FEW 2 /* ... of which so many are there */

void lc_stuck_loss_remedies(lc_context *context, lc_finding *f)
{
    lc_finding_cause(context, f,
                     "the learning rate is so high that units died or outputs saturated, or so low "
                     "that nothing has happened yet");
    lc_finding_cause(context, f,
                     "inputs are not scaled, or the activation before the loss is wrong");
    lc_finding_cause(context, f, "labels do not belong to their inputs");
    lc_finding_advice(context, f,
                      "train on 16 samples until the loss is near 0: if that fails, the error is "
                      "in the network, the loss or the optimiser, not in the data");
    lc_finding_advice(context, f,
                      "try a tenth and ten times of the learning rate, with scaled inputs");
}

/* Share of the second half within that distance of the level. */
static double share_near(const lc_curve *c, double level, double width)
{
    size_t from = c->n / 2, near = 0;
    for (size_t i = from; i < c->n; i++)
        near += fabs(c->y[i] - level) <= width;
    return c->n > from ? (double)near / (double)(c->n - from) : 0;
}

/* The held-out loss is elsewhere: what outputs cost that do not depend on their input would be the same. */
static bool is_elsewhere(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_main_loss(context, LC_VALIDATION);
    return v && v != t && v->curve.n && t->curve.n &&
           fabs(lc_analyzed_end(v) / lc_analyzed_end(t) - 1) > ELSEWHERE;
}

/* Each class decided by itself, all with the answer 1 / K: K times the entropy of that, as in courses that
 * add up the costs of K outputs. */
static void check_each_class(lc_context *context, const lc_analyzed *t)
{
    size_t told = context->run->facts.classes;
    double k = told > 2 ? (double)told : EACH_CLASSES;
    double level = k * lc_baseline_entropy(1 / k), half_digit = t->series->quantum / 2;
    if (t->curve.n < 2 * HALF_MIN || lc_context_accuracy(context, t) ||
        share_near(&t->curve, level, EACH_NEAR * level + half_digit) < 0.9 ||
        half_digit > EACH_NEAR * level || is_elsewhere(context, t))
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
    lc_finding_weigh(f, 4.5);
    lc_finding_basis(context, f, "%.0f times the entropy of 1 / %.0f", k, k);
    lc_finding_evidence(context, f, "level", level);
    lc_finding_summary(context, f,
                       "%s stops at %s: the cost of %.0f outputs that answer 1 / %.0f to every "
                       "sample",
                       t->series->metric.name, LC_NUM(level), k, k);
    lc_stuck_loss_remedies(context, f);
}

/* Time and again the loss comes down to what a guess among K classes costs, and never below. */
static void check_bottom(lc_context *context, const lc_analyzed *t)
{
    static const double classes[] = {10, 100, 1000};
    const lc_curve *c = &t->curve;
    double low, high;
    if (c->n < BOTTOM_MIN || t->log.shifted || lc_context_accuracy(context, t) ||
        !lc_analyzed_is_plain_loss(t))
        return;
    lc_curve_range(c, 0, c->n, &low, &high);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        double level = log(classes[i]), near = BOTTOM_NEAR * level,
               half_digit = t->series->quantum / 2;
        size_t count = 0;
        for (size_t r = 0; r < c->n; r++)
            count += c->y[r] <= level + near;
        if (low < level - near / 4 - half_digit ||
            count < (c->n < BOTTOM_FEW ? BOTTOM_RECORDS_FEW : BOTTOM_RECORDS) || 8 * count < c->n ||
            high < FAR_ABOVE * level || half_digit > near / 4)
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
        lc_finding_weigh(f, 2 + 0.5 * fmin(5, (double)count));
        lc_finding_basis(context, f, "%zu of %zu records within %.2g %% of ln %.0f, none below",
                         count, c->n, 100 * BOTTOM_NEAR, classes[i]);
        lc_finding_evidence(context, f, "guess_level", level);
        lc_finding_evidence(context, f, "least", low);
        lc_finding_summary(context, f,
                           "%s comes down near ln %.0f = %s, the cost of guessing among %.0f "
                           "classes, in %zu records and is never lower than %s",
                           t->series->metric.name, classes[i], LC_NUM(level), classes[i], count,
                           LC_NUM(low));
        lc_stuck_loss_remedies(context, f);
        return;
    }
}

/* Batches of few samples differ, once the answers depend on the samples: their losses, records of single
 * steps, would scatter by percents. */
static void check_same_cost(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    if (context->run->axis != LC_STEP || c->n < SAME_MIN || t->series->metric.split != LC_TRAIN ||
        (c->x[c->n - 1] - c->x[0]) / (double)(c->n - 1) > SAME_STEPS || t->log.shifted)
        return;
    double mean = 0, squares = 0, steps = 0;
    for (size_t i = 0; i < c->n; i++)
        mean += c->y[i] / (double)c->n;
    for (size_t i = 0; i < c->n; i++) {
        squares += (c->y[i] - mean) * (c->y[i] - mean);
        steps += i ? (c->y[i] - c->y[i - 1]) * (c->y[i] - c->y[i - 1]) : 0;
    }
    double sd = sqrt(squares / (double)(c->n - 1));
    /* A running mean is smooth, and a rounded loss is the same. */
    if (!(mean > 1) || sd > SAME_SD * mean || steps < squares || sd < 2 * t->series->quantum)
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
    lc_finding_weigh(f, 3 + fmin(1.5, 0.1 * (double)c->n));
    lc_finding_basis(context, f, "standard deviation %s of %zu records, %.2g %% of their mean",
                     LC_NUM(sd), c->n, 100 * sd / mean);
    lc_finding_evidence(context, f, "mean", mean);
    lc_finding_evidence(context, f, "sd", sd);
    lc_finding_summary(context, f,
                       "%s is %s in every batch but for %.2g %%: whatever the samples are, the "
                       "answers are the same",
                       t->series->metric.name, LC_NUM(mean), 100 * sd / mean);
    lc_stuck_loss_remedies(context, f);
}

/* What a guess among equal classes costs when all outputs are saturated: -ln of the clip in (K - 1) / K of
 * the samples. */
static void check_saturated(lc_context *context, const lc_analyzed *t)
{
    static const double classes[] = {2, 10, 20, 100};
    enum { KINDS = sizeof classes / sizeof *classes };
    double end = lc_analyzed_end(t);
    if (t->curve.n < 2 || t->log.shifted || is_elsewhere(context, t) || fabs(t->log.drop) > 0.05)
        return;
    for (size_t i = 0; i < LC_CLIPS * KINDS; i++) {
        const lc_clip *clip = &lc_clips[i / KINDS];
        double k = classes[i % KINDS], wrong = (k - 1) / k;
        double per_miss = fmin(fmax(end / wrong, clip->low), clip->high), level = per_miss * wrong;
        if (!clip->keras || fabs(end - level) > 0.006 * level)
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.8, t);
        lc_finding_weigh(f, 3);
        lc_finding_basis(context, f, "-ln of a clip value, %s, times %.0f / %.0f", LC_NUM(per_miss),
                         k - 1, k);
        lc_finding_evidence(context, f, "level", level);
        lc_finding_evidence(context, f, "end", end);
        lc_finding_summary(
            context, f,
            "%s stays near %s: the cost of saturated outputs that guess among %.0f classes",
            t->series->metric.name, LC_NUM(level), k);
        lc_stuck_loss_remedies(context, f);
        return;
    }
}

/* Wrong with certainty: the loss is far above a guess' while the accuracy is at one, and does not fall. */
static void check_certain(lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    if (!a && lc_analyzed_is_plain_loss(t))
        check_saturated(context, t);
    if (!a || a->curve.n < 2 || t->curve.n < 2 || !lc_analyzed_is_plain_loss(t))
        return;
    double right = lc_analyzed_end(a) / lc_analyzed_scale_max(a), end = lc_analyzed_end(t);
    double per_miss = right < 1 ? end / (1 - right) : 0, guess = right > 0 ? -log(right) : 0;
    double better = right - lc_analyzed_start(a) / lc_analyzed_scale_max(a);
    /* Logits of unscaled inputs cost anything, and come down a little while nothing is learnt. */
    double most = a->series->y[a->best] / lc_analyzed_scale_max(a);
    bool unscaled = per_miss > UNSCALED && t->finite > 2 && better < 0.02 && most < CHANCE_OF_TWO;
    bool clipped =
        fabs(per_miss - LC_CLIP_CAFFE) < BOUND_NEAR || fabs(per_miss - LC_CLIP_TORCH) < BOUND_NEAR;
    if (!(right > 0) || right > (unscaled ? CHANCE_OF_TWO : CHANCE_MAX) || per_miss < CERTAIN ||
        end < 3 * guess || clipped || (!unscaled && t->log.drop > 0.1))
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, t);
    lc_finding_series(f, a);
    lc_finding_weigh(f, 3 + fmin(2, 0.5 * (double)t->finite));
    lc_finding_basis(context, f, "guessing with that accuracy costs %s", LC_NUM(guess));
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "accuracy", right);
    lc_finding_evidence(context, f, "loss_per_miss", per_miss);
    lc_finding_summary(context, f,
                       "%s ends at %s while %s is %s: each miss costs %s, so the outputs are "
                       "saturated and confidently wrong",
                       t->series->metric.name, LC_END(t), a->series->metric.name,
                       LC_NUM(lc_analyzed_end(a)), LC_NUM(per_miss));
    lc_stuck_loss_remedies(context, f);
}

/* Distances between embeddings have vanished: they are all one point. */
static bool are_distances_lost(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_series *s = &context->run->series[k];
        if (strstr(s->metric.base, "dist") && s->n > 2 && s->y[s->n - 1] >= 0 &&
            s->y[s->n - 1] < DISTANCE_LEFT * s->y[0])
            return true;
    }
    return false;
}

/* A loss named after its margin, or beside distances that vanish, comes ever nearer to it from above. */
static bool creeps_to(const lc_context *context, const lc_analyzed *t, double margin)
{
    const lc_curve *c = &t->curve;
    double low, high;
    bool named = strstr(t->series->metric.base, "triplet") ||
                 strstr(t->series->metric.base, "margin") || are_distances_lost(context);
    lc_curve_range(c, c->n / 2, c->n, &low, &high);
    return named && low >= margin && lc_analyzed_end(t) < 1.04 * margin && high < 1.1 * margin;
}

/* Both splits come down to exactly that value, as printed: no two losses end at one round number. */
static bool both_end_at(const lc_context *context, const lc_analyzed *t, double level)
{
    const lc_analyzed *other = lc_context_other(context, t);
    double digit = fmax(t->series->quantum, 1e-6);
    return other && other->curve.n >= HALF_MIN && digit < TIGHT * level &&
           fabs(lc_analyzed_last(t) - level) <= digit &&
           fabs(lc_analyzed_last(other) - level) <= digit &&
           share_near(&t->curve, level, 0.02 * level) > 0.9 &&
           share_near(&other->curve, level, 0.02 * level) > 0.9;
}

/* The second half rests at a round margin, reached from above: a triplet or hinge loss of outputs that
 * are all equal. */
static void check_margin(lc_context *context, const lc_analyzed *t)
{
    static const double margins[] = {0.2, 0.3, 0.5, 1};
    const lc_analyzed *a = lc_context_accuracy(context, t);
    if (t->curve.n < HALF_MIN || t->log.shifted ||
        (a && a->curve.n && lc_analyzed_end(a) > 0.6 * lc_analyzed_scale_max(a)))
        return;
    for (size_t i = 0; i < sizeof margins / sizeof *margins; i++) {
        double m = margins[i];
        bool rests = t->curve.n >= 2 * HALF_MIN && share_near(&t->curve, m, 0.005 * m) >= 0.9;
        if (!(rests || creeps_to(context, t, m) || both_end_at(context, t, m)) ||
            lc_analyzed_start(t) < m)
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
        lc_finding_weigh(f, 4.5);
        lc_finding_basis(context, f, "the last value is %.2g %% from %s",
                         100 * fabs(lc_analyzed_last(t) / m - 1), LC_NUM(m));
        lc_finding_evidence(context, f, "level", m);
        lc_finding_summary(
            context, f,
            "%s falls to about %s and stops there: the margin of a triplet or hinge loss "
            "whose outputs are all equal",
            t->series->metric.name, LC_NUM(m));
        lc_stuck_loss_remedies(context, f);
        return;
    }
}

/* A squared error on classes that rests at a (1 - a), a the accuracy: the share of a class for all. */
static void check_square(lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    if (!a || t->curve.n < HALF_MIN || a->curve.n < HALF_MIN)
        return;
    size_t half = t->curve.n / 2;
    double right = lc_curve_level(&a->curve, a->curve.n / 2, a->curve.n) / lc_analyzed_scale_max(a);
    double level = right * (1 - right);
    double loss = lc_curve_level(&t->curve, half, t->curve.n);
    bool rests = share_near(&t->curve, loss, 0.02 * loss) > 0.9;
    double moved = fabs(lc_analyzed_end(a) - lc_analyzed_start(a)) / lc_analyzed_scale_max(a);
    if (!(level > 0.02) || !rests || fabs(loss - level) > 0.015 * level || moved > 0.03)
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
    lc_finding_series(f, a);
    lc_finding_weigh(f, 4.5);
    lc_finding_basis(context, f, "loss %s, accuracy %s", LC_NUM(loss), LC_NUM(right));
    lc_finding_evidence(context, f, "loss", loss);
    lc_finding_evidence(context, f, "accuracy", right);
    lc_finding_summary(
        context, f, "%s rests at %s, the squared error of one answer for all at an accuracy of %s",
        t->series->metric.name, LC_NUM(loss), LC_NUM(right));
    lc_stuck_loss_remedies(context, f);
}

/* Labels 0 and 1, and one half for all: a squared error of a quarter. */
static void check_quarter(lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    if (t->curve.n < 2 * HALF_MIN || t->log.shifted || is_elsewhere(context, t) ||
        t->series->quantum > QUARTER_NEAR * QUARTER || lc_analyzed_start(t) < QUARTER ||
        (a && a->curve.n && lc_analyzed_end(a) > TELLS_APART * lc_analyzed_scale_max(a)) ||
        share_near(&t->curve, QUARTER, QUARTER_NEAR * QUARTER) < 1)
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "the second half within %.2g %% of a quarter", 100 * QUARTER_NEAR);
    lc_finding_evidence(context, f, "level", QUARTER);
    lc_finding_summary(context, f,
                       "%s comes down to a quarter and stops there, at %s: the squared error of "
                       "the answer one half to labels of 0 and 1",
                       t->series->metric.name, LC_NUM(lc_analyzed_last(t)));
    lc_stuck_loss_remedies(context, f);
}

/* The mean for all is the answer to targets that are spread evenly, or to sums of two such. */
void lc_stuck_loss_even_targets(lc_context *context, const lc_analyzed *t)
{
    static const struct {
        double level;
        const char *of;
    } spreads[] = {{1.0 / 12, "targets that are spread evenly from 0 to 1"},
                   {1.0 / 6, "sums of two numbers that are spread evenly from 0 to 1"}};
    const lc_curve *c = &t->curve;
    if (c->n < 2 * HALF_MIN || t->log.shifted || lc_context_accuracy(context, t) ||
        is_elsewhere(context, t))
        return;
    double level = lc_curve_level(c, c->n / 2, c->n);
    for (size_t i = 0; i < sizeof spreads / sizeof *spreads; i++) {
        if (fabs(level / spreads[i].level - 1) > EVEN_NEAR || lc_analyzed_start(t) < level ||
            share_near(c, level, EVEN_RESTS * level) < 1)
            continue;
        lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
        lc_finding_weigh(f, EVEN_LR);
        lc_finding_basis(context, f, "level of the second half, %.2g %% from %s",
                         100 * fabs(level / spreads[i].level - 1), LC_NUM(spreads[i].level));
        lc_finding_evidence(context, f, "level", spreads[i].level);
        lc_finding_evidence(context, f, "end", level);
        lc_finding_summary(context, f, "%s rests at %s: %s is the squared error of the mean for %s",
                           t->series->metric.name, LC_NUM(level), LC_NUM(spreads[i].level),
                           spreads[i].of);
        lc_stuck_loss_remedies(context, f);
        return;
    }
}

/* A sum over a batch of so many samples, each of which costs what a guess costs. */
static void check_batch_sum(lc_context *context, const lc_analyzed *t)
{
    static const double classes[] = {2, 10};
    if (t->curve.n < 2 * HALF_MIN || t->log.shifted || lc_context_accuracy(context, t) ||
        is_elsewhere(context, t))
        return;
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        for (double batch = BATCH_LEAST; batch <= BATCH_MOST; batch *= 2) {
            double level = batch * log(classes[i]);
            if (t->series->quantum > SUM_NEAR * level ||
                share_near(&t->curve, level, SUM_NEAR * level) < 1)
                continue;
            lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
            lc_finding_weigh(f, 4);
            lc_finding_basis(context, f, "the second half within %.2g %% of %.0f ln %.0f",
                             100 * SUM_NEAR, batch, classes[i]);
            lc_finding_evidence(context, f, "level", level);
            lc_finding_summary(context, f,
                               "%s stops at %s, which is %.0f ln %.0f: the sum over a batch of "
                               "%.0f samples, each of which costs what a guess among %.0f classes "
                               "costs",
                               t->series->metric.name, LC_NUM(lc_analyzed_last(t)), batch,
                               classes[i], batch, classes[i]);
            lc_stuck_loss_remedies(context, f);
            return;
        }
}

/* It begins at what a guess costs, as untrained networks do, and rests a little below: the shares of the classes are
 * learnt, and hardly more. An accuracy would tell how much. */
static void check_from_guess(lc_context *context, const lc_analyzed *t)
{
    static const double classes[] = {2, 3, 10, 100, 1000};
    const lc_curve *c = &t->curve;
    double low, high;
    if (c->n < FROM_MIN || t->log.shifted || lc_metric_is_of_regression(&t->series->metric) ||
        lc_context_accuracy(context, t) || context->pairs_n)
        return;
    lc_curve_range(c, c->n - c->n / 3, c->n, &low, &high);
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
        double level = log(classes[i]), end = lc_analyzed_end(t);
        if (fabs(c->y[0] - level) > FROM_NEAR * level || end < FROM_LEFT * level ||
            end > (1 - FROM_NEAR) * level || high - low > FROM_RESTS * level)
            continue;
        lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
        lc_finding_weigh(f, FROM_LR);
        lc_finding_basis(context, f, "%.3g %% of ln %.0f at the end", 100 * end / level,
                         classes[i]);
        lc_finding_evidence(context, f, "guess_level", level);
        lc_finding_evidence(context, f, "end", end);
        lc_finding_summary(context, f,
                           "%s begins at ln %.0f = %s, the cost of guessing among %.0f classes, "
                           "and rests at %.3g %% of it: it knows how frequent the classes are, and "
                           "hardly more",
                           t->series->metric.name, classes[i], LC_NUM(level), classes[i],
                           100 * end / level);
        lc_stuck_loss_remedies(context, f);
        return;
    }
}

void lc_stuck_loss_levels(lc_context *context, const lc_analyzed *t)
{
    check_certain(context, t);
    check_each_class(context, t);
    check_same_cost(context, t);
    if (!lc_context_warned(context, t))
        check_bottom(context, t);
    check_margin(context, t);
    check_square(context, t);
    if (lc_context_warned(context, t))
        return;
    check_quarter(context, t);
    check_batch_sum(context, t);
    check_from_guess(context, t);
}
