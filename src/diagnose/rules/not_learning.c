/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * not_learning.c - a loss that stays at the level of chance.
 *
 * Computes which share of the records lies at a level that a network reaches without looking at
 * its input: ln K for K classes, or the entropy of the class shares. Where the log tells that level,
 * whether the training loss ever gets below it, or alone does, without validation; where it doesn't,
 * whether all that the training loss moved is lost in its noise.
 */
#include "diagnose/baseline.h"
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"
#include "diagnose/sampling.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

enum { WIDTH, SHARE, FLAT, LEARNT, NEAR_BASELINE, ALPHA, MIN_FALL, JUMPS };

static const lc_threshold thresholds[] = {
    [WIDTH] = {"width", 0.01, "distance of a loss from the chance level [share of the level]",
               "judgement: a classifier that is right only a little more often than chance is "
               "further away"},
    [SHARE] = {"share", 0.8, "records within that distance [share]",
               "judgement: the first epochs may still fall to the level"},
    [FLAT] = {"flat", 0.02,
              "difference of start and end of a loss that does not learn [share of its start]",
              "judgement; the difference must be within the noise as well"},
    [LEARNT] = {"learnt", 0.9,
                "accuracy from which on a flat loss means that everything is learned [share]",
                "AUTOTRAINER (Zhang et al., ICSE 2021) judges gaps differently from 0.9 on"},
    [NEAR_BASELINE] =
        {"near_baseline", 0.1,
         "distance of the training loss below the chance level that still counts as nothing "
         "learned, where validation is less than half as far below [share of the chance level]",
         "judgement: so much can come from fitting accidents of the samples"},
    [ALPHA] = {"alpha", 0.01,
               "p-value of the fall in the last third below which the loss still falls",
               "convention"},
    [MIN_FALL] = {"min_fall", 0.002,
                  "least fall in the last third that counts as a fall [share of the level]",
                  "judgement: at that rate, a tenth of the loss takes fifty times as long"},
    [JUMPS] =
        {"jumps", 0.05,
         "noise of the second half of a loss that is not flat but unstable [share of the level]",
         "judgement: such jumps are for the rule oscillation"},
};

/* A level that needs no input. */
typedef struct chance {
    double level; /* [nats] */
    size_t classes;
    bool prior; /* entropy of the class shares */
} chance;

#define EQUAL 0.95    /* entropy of classes that are about equal, of that of equal ones */
#define DECIDES 0.2   /* of the way from guessing to all right */
#define MIN_RECORDS 5 /* fewer at chance are a beginning, not a state */
#define CLASSES_MAX 1000
#define GUESS_MOST 0.6   /* right answers of a guess: of classes about as frequent */
#define GUESS_TIMES 1.5  /* right answers, of a guess' [ratio] */
#define GUESS_SHARE 0.08 /* right answers beyond a guess', of what that lacks */
#define GUESS_TOLD 1.2   /* right answers, of what is told to be a guess' [ratio] */
#define BY_HEART 0.7 /* accuracy of training, up to which validation's guesses are all there is */
#define GUESS_RISE 0.05  /* of all samples: less is no rise */
#define GUESS_LONG 20    /* records from which on a loss that still falls is slow, not stuck */
#define USUAL_RIGHT 0.12 /* distance of an accuracy from 1 / K, of it, ... */
#define USUAL_ABOVE 0.04 /* ... of a loss above ln K, of it, ... */
#define USUAL_LR 1.2     /* ... and what both say [nats] */
#define GUESS_LEAST 3    /* [nats] that this says of the fewest records ... */
#define GUESS_EACH 0.2   /* ... and each more ... */
#define GUESS_SURE 4.5   /* ... up to */

static double share_near(const lc_series *s, double level, double width)
{
    size_t near = 0, finite = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (!isfinite(s->y[i]))
            continue;
        finite++;
        near += fabs(s->y[i] - level) <= width * level + s->quantum / 2;
    }
    return finite ? (double)near / (double)finite : 0;
}

/* Mean accuracy as a share; NaN when there is none. */
static double accuracy_of(const lc_analyzed *accuracy)
{
    return accuracy ? lc_curve_level(&accuracy->curve, 0, accuracy->curve.n) /
                          lc_analyzed_scale_max(accuracy)
                    : NAN;
}

/* Does an accuracy fit K classes guessed? */
static bool fits_classes(double accuracy, size_t classes)
{
    double guess = 1 / (double)classes;
    return isnan(accuracy) || fabs(accuracy - guess) <= guess / 2;
}

static bool at_level(const lc_context *context, const lc_analyzed *t, double level)
{
    return level > 0 && share_near(t->series, level, lc_context_limit(context, WIDTH)) >=
                            lc_context_limit(context, SHARE);
}

/* The chance level that the loss stays at. */
static bool find_chance(const lc_context *context, const lc_analyzed *t, double accuracy,
                        chance *found)
{
    static const size_t usual[] = {2, 3, 5, 10, 20, 50, 100, 200, 1000};
    double level = lc_curve_level(&t->curve, 0, t->curve.n);
    size_t told = context->run->facts.classes;
    size_t implied = level > 0 && level < log(CLASSES_MAX) + 1 ? (size_t)lround(exp(level)) : 0;
    *found = (chance){.level = level};
    if (told >= 2 && at_level(context, t, log((double)told))) {
        *found = (chance){.level = log((double)told), .classes = told};
        return true;
    }
    for (size_t i = 0; i < sizeof usual / sizeof *usual && !told; i++) {
        bool known = implied == usual[i] || !isnan(accuracy);
        size_t k = isnan(accuracy) ? usual[i] : implied;
        if (known && k >= 2 && fits_classes(accuracy, k) && at_level(context, t, log((double)k))) {
            *found = (chance){.level = log((double)k), .classes = k};
            return true;
        }
    }
    /* Of two classes the accuracy of the commoner one tells both shares. */
    double prior = isnan(accuracy) || told > 2 || accuracy > lc_context_limit(context, LEARNT)
                       ? 0
                       : lc_baseline_entropy(accuracy);
    if (at_level(context, t, prior)) {
        *found = (chance){.level = prior, .prior = true};
        return true;
    }
    return false;
}

/* The accuracy rises, whatever the loss does. */
static bool accuracy_rises(lc_context *context, const lc_analyzed *accuracy)
{
    lc_trend trend;
    if (!accuracy)
        return false;
    const lc_curve *c = &accuracy->curve;
    double moved = lc_analyzed_end(accuracy) - lc_analyzed_start(accuracy);
    return moved > 3 * c->noise && moved > 0.02 * lc_analyzed_scale_max(accuracy) &&
           lc_curve_trend(&trend, c, 0, c->n, &context->first) == LC_OK && trend.p_rise < 0.01;
}

static void add_remedies(lc_context *context, lc_finding *f)
{
    lc_finding_cause(context, f, "the learning rate is far too high or far too low");
    lc_finding_cause(context, f,
                     "units are dead or saturated from the start: initialisation, unscaled inputs, "
                     "relu before the output");
    lc_finding_cause(context, f,
                     "labels do not belong to their inputs, or the inputs say nothing about them");
    lc_finding_cause(context, f,
                     "the gradient does not reach the weights: frozen layers, a detached loss, a "
                     "loss that does not fit the output");
    lc_finding_advice(context, f,
                      "train on 16 samples until the loss is 0: if that fails, the error is in the "
                      "network or the loss, not in the data");
    lc_finding_advice(context, f, "try ten times the learning rate, and a tenth of it");
    lc_finding_advice(context, f,
                      "standardise the inputs, and look at a few samples with their labels as the "
                      "network gets them");
}

static void report_chance(lc_context *context, const lc_analyzed *t, const lc_analyzed *accuracy,
                          const chance *c)
{
    double near = share_near(t->series, c->level, lc_context_limit(context, WIDTH));
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_series(f, accuracy);
    lc_finding_basis(context, f, "%.0f %% of %zu records within %.2g %% of the level", 100 * near,
                     t->finite, 100 * lc_context_limit(context, WIDTH));
    lc_finding_evidence(context, f, "chance_level", c->level);
    lc_finding_evidence(context, f, "share_of_records", near);
    lc_finding_evidence(context, f, "end", lc_analyzed_end(t));
    if (accuracy)
        lc_finding_evidence(context, f, "accuracy", lc_analyzed_end(accuracy));
    if (c->prior)
        lc_finding_summary(context, f,
                           "%s stays near %s, the entropy of the class shares: the result of a "
                           "network that ignores its input",
                           t->series->metric.name, LC_NUM(c->level));
    else
        lc_finding_summary(context, f,
                           "%s stays near ln %zu = %s, the result of guessing among %zu classes",
                           t->series->metric.name, c->classes, LC_NUM(c->level), c->classes);
    add_remedies(context, f);
}

static void report_flat(lc_context *context, const lc_analyzed *t, const lc_analyzed *accuracy,
                        double moved, double error, bool creeps)
{
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_series(f, accuracy);
    lc_finding_basis(context, f, "change of %s with a noise of %s, over %zu records", LC_NUM(moved),
                     LC_NUM(error), t->finite);
    lc_finding_evidence(context, f, "start", start);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "moved", moved);
    lc_finding_evidence(context, f, "noise", t->curve.noise);
    if (creeps && fabs(moved) > 3 * error)
        lc_finding_summary(
            context, f, "%s hardly changes: %s at the start, %s at the end, a change of %.2g %%",
            t->series->metric.name, LC_START(t), LC_END(t), 100 * fabs(moved / start));
    else
        lc_finding_summary(
            context, f, "%s does not change by more than its noise: %s at the start, %s at the end",
            t->series->metric.name, LC_START(t), LC_END(t));
    add_remedies(context, f);
}

/* The loss falls in the last third of the run, beyond noise and by more than a little; so it may where
 * that has too few points to tell. */
static bool still_falls(lc_context *context, const lc_analyzed *t)
{
    lc_last_third late;
    if (!lc_context_last_third(&late, context, t))
        return true;
    return lc_last_third_improves(&late, t, lc_context_limit(context, ALPHA),
                                  lc_context_limit(context, MIN_FALL));
}

/* More is right than guessing among about equal classes gives, by a fifth of the way: whatever the
 * loss, that is learnt. */
static bool decides(const lc_context *context, const lc_analyzed *accuracy)
{
    double classes = (double)context->run->facts.classes,
           entropy = context->run->facts.class_entropy;
    bool equal = entropy <= 0 || entropy > EQUAL * log(classes);
    if (!accuracy || isnan(accuracy->baseline) || !equal)
        return false;
    double whole = lc_analyzed_scale_max(accuracy);
    return lc_analyzed_end(accuracy) - accuracy->baseline > DECIDES * (whole - accuracy->baseline);
}

static bool jumps(lc_context *context, const lc_analyzed *t)
{
    return lc_context_late_noise(context, t) >
           lc_context_limit(context, JUMPS) * fabs(lc_analyzed_end(t));
}

/* At its best the loss is less than that share of chance below it. */
static bool never_below(const lc_analyzed *t, double share)
{
    return lc_analyzed_best_level(t) >= (1 - share) * t->baseline;
}

/* What is never better than a guess: training itself, or validation while training has learnt next to
 * nothing; NULL for none. Where there is validation it tells whether something is still learnt, since
 * training may go on falling by learning its samples by heart. */
static const lc_analyzed *find_guess(lc_context *context, const lc_analyzed *train)
{
    const lc_analyzed *validation = lc_context_other(context, train);
    double barely = lc_context_limit(context, NEAR_BASELINE);
    bool both = validation && validation->curve.n >= MIN_RECORDS && validation->baseline > 0;
    if (!(train->baseline > 0))
        return NULL;
    bool next_to_nothing = lc_analyzed_end(train) > (1 - barely) * train->baseline;
    const lc_analyzed *guess = NULL;
    if (never_below(train, lc_context_limit(context, WIDTH)))
        guess = train;
    else if (both && next_to_nothing && never_below(validation, barely / 2))
        guess = validation;
    bool rests =
        guess && !jumps(context, train) && !still_falls(context, both ? validation : train);
    return rests ? guess : NULL;
}

static void report_guess(lc_context *context, const lc_analyzed *train, const lc_analyzed *guess)
{
    double best = lc_analyzed_best_level(guess);
    const char *name = guess->series->metric.name;
    size_t classes = context->run->facts.classes;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, guess);
    if (guess != train)
        lc_finding_series(f, train);
    lc_finding_basis(context, f, "best level %s, chance level %s, %zu records", LC_NUM(best),
                     LC_NUM(guess->baseline), guess->finite);
    lc_finding_evidence(context, f, "chance_level", guess->baseline);
    lc_finding_evidence(context, f, "best", best);
    lc_finding_evidence(context, f, "end", lc_analyzed_end(guess));
    lc_finding_evidence(context, f, "train_end", lc_analyzed_end(train));
    if (classes)
        lc_finding_summary(context, f,
                           "%s does not get clearly below the chance level: best level %s; "
                           "guessing among %zu classes gives %s",
                           name, LC_NUM(best), classes, LC_NUM(guess->baseline));
    else
        lc_finding_summary(context, f,
                           "%s does not get clearly below the chance level: best level %s; the "
                           "variance of the targets, the result of a constant answer, is %s",
                           name, LC_NUM(best), LC_NUM(guess->baseline));
    add_remedies(context, f);
}

/* Some held-out score gets better, beyond its noise and by a fiftieth: training changes what it decides,
 * whatever an augmented or regularised loss does. */
static bool score_improves(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        if (!t->chosen || t->sign >= 0 || !lc_split_is_held_out(m->split) || t->curve.n < 3 ||
            !lc_metric_is_share(m))
            continue;
        double better = lc_analyzed_end(t) - lc_analyzed_start(t);
        if (better > 0.02 * lc_analyzed_scale_max(t) && better > 3 * t->curve.noise)
            return true;
    }
    return false;
}

/* No level is known, but nothing was learnt that stands out of the noise. */
static void check_flat(lc_context *context, const lc_analyzed *t, const lc_analyzed *accuracy,
                       const lc_analyzed *judge)
{
    const lc_curve *c = &t->curve;
    lc_trend trend;
    double start = lc_analyzed_start(t), moved = start - lc_analyzed_end(t);
    double error = hypot(c->noise, lc_curve_level_error(c, lc_analyzed_end_from(t), c->n));
    double reached = accuracy ? lc_analyzed_end(accuracy) / lc_analyzed_scale_max(accuracy) : 0;
    double low = start - lc_analyzed_best_level(t);
    bool creeps = fabs(moved) <
                  3 * lc_context_limit(context, MIN_FALL) * fabs(start); /* in all three thirds */
    if (context->excerpt || score_improves(context) ||
        reached >= lc_context_limit(context, LEARNT) ||
        fabs(moved) > lc_context_limit(context, FLAT) * fabs(start) ||
        (fabs(moved) > 3 * error && !creeps) ||
        low > 3 * error + lc_context_limit(context, FLAT) * fabs(start) ||
        accuracy_rises(context, judge))
        return;
    if (lc_curve_trend(&trend, c, 0, c->n, &context->first) == LC_OK &&
        (trend.p_fall > 0.01 || creeps))
        report_flat(context, t, accuracy, moved, error, creeps);
}

/* The accuracy of a split whose answers are guesses: no more are right than guessing gives at that loss,
 * and it does not rise. A network that knows what it doesn't know is right in at least exp(-loss) of its
 * answers (Jensen: the mean of ln p is at most the ln of the mean p). NULL for others. */
static const lc_analyzed *find_guessing(const lc_context *context, const lc_analyzed *loss)
{
    const lc_analyzed *a = lc_context_accuracy(context, loss);
    if (!a || a->curve.n < MIN_RECORDS)
        return NULL;
    double whole = lc_analyzed_scale_max(a), guess = exp(-lc_analyzed_end(loss));
    double right = lc_curve_level(&a->curve, a->curve.n / 4, a->curve.n) / whole;
    double rise = (lc_analyzed_end(a) - lc_analyzed_start(a)) / whole;
    /* Where it is told what guessing gives, more is more than guessing. */
    if (a->baseline > 0 && right * whole > GUESS_TOLD * a->baseline)
        return NULL;
    /* One set of samples may be easier than others, by an error of its mean; training that has hardly learnt
     * says that it is. */
    const lc_analyzed *other = lc_context_other(context, a);
    bool hardly = other && other->curve.n &&
                  other->series->y[other->best] < BY_HEART * lc_analyzed_scale_max(other);
    double sampling = hardly ? lc_context_sampling_error(context, a, right * whole) / whole : 0;
    bool guesses = guess < GUESS_MOST && right > 0 && right < GUESS_TIMES * guess &&
                   right - guess < GUESS_SHARE * (1 - guess) + sampling;
    return guesses && rise < fmax(GUESS_RISE, 2.5 * a->curve.noise / whole) ? a : NULL;
}

/* Of a number of classes in wide use, whose guess costs hardly less than the loss. */
static bool is_usual_guess(double right, double loss)
{
    static const double classes[] = {2, 10, 100, 1000};
    for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
        if (fabs(right * classes[i] - 1) < USUAL_RIGHT && loss > log(classes[i]) &&
            loss < (1 + USUAL_ABOVE) * log(classes[i]))
            return true;
    return false;
}

/* On each split that has both a loss and an accuracy nothing more than guessing shows. */
static void check_guessing(lc_context *context, const lc_analyzed *train, const lc_analyzed *judge)
{
    const lc_analyzed *other = lc_context_other(context, train), *shown = NULL, *loss = NULL;
    const lc_analyzed *losses[] = {train, other && other->curve.n ? other : NULL};
    for (size_t i = 0; i < 2; i++) {
        const lc_analyzed *a = losses[i] ? find_guessing(context, losses[i]) : NULL;
        const lc_analyzed *score = losses[i] ? lc_context_accuracy(context, losses[i]) : NULL;
        /* Training may learn a little by heart. */
        bool little = i == 0 && score && score->curve.n &&
                      lc_analyzed_end(score) < BY_HEART * lc_analyzed_scale_max(score);
        if (score && !a && !little)
            return;
        shown = a ? a : shown;
        loss = a ? losses[i] : loss;
    }
    if (!shown || jumps(context, train) || accuracy_rises(context, judge) ||
        (train->curve.n >= GUESS_LONG && still_falls(context, train)))
        return;
    double whole = lc_analyzed_scale_max(shown), guess = exp(-lc_analyzed_end(loss));
    size_t n = shown->curve.n;
    double right = lc_curve_level(&shown->curve, n / 4, n);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, loss);
    lc_finding_series(f, shown);
    lc_finding_weigh(f, fmin(GUESS_SURE, GUESS_LEAST + GUESS_EACH * (double)(n - MIN_RECORDS)) +
                            (is_usual_guess(right / whole, lc_analyzed_end(loss)) ? USUAL_LR : 0));
    lc_finding_basis(context, f, "exp(-loss) = %s, over %zu records", LC_NUM(guess), n);
    lc_finding_evidence(context, f, "end", lc_analyzed_end(loss));
    lc_finding_evidence(context, f, "guess", guess * whole);
    lc_finding_evidence(context, f, "right", right);
    lc_finding_summary(
        context, f,
        "%s is about %s on average, hardly more than a guess: at a loss of %s, guessing gives %s",
        shown->series->metric.name, LC_NUM(right), LC_END(loss), LC_NUM(guess * whole));
    add_remedies(context, f);
}

/* The accuracy that tells whether something is learnt: validation's, where training alone may rise by
 * learning its samples by heart. */
static const lc_analyzed *find_judge(const lc_context *context, const lc_analyzed *train)
{
    const lc_analyzed *validation = lc_context_other(context, train);
    const lc_analyzed *accuracy = validation ? lc_context_accuracy(context, validation) : NULL;
    return accuracy ? accuracy : lc_context_accuracy(context, train);
}

static void judge_loss(lc_context *context, const lc_analyzed *t, bool regression)
{
    bool train = t->series->metric.split == LC_TRAIN;
    const lc_analyzed *accuracy = lc_context_accuracy(context, t);
    const lc_analyzed *guess = train ? find_guess(context, t) : NULL;
    const lc_analyzed *judge = guess ? find_judge(context, t) : accuracy;
    chance level;
    /* Whether that rises takes longest, and is asked last. */
    if (!regression && find_chance(context, t, accuracy_of(accuracy), &level)) {
        if ((train || !lc_context_warned(context, NULL)) && !accuracy_rises(context, judge))
            report_chance(context, t, accuracy, &level);
    } else if (guess && !decides(context, judge)) {
        if (!accuracy_rises(context, judge))
            report_guess(context, t, guess);
    } else if (train) {
        check_flat(context, t, accuracy, judge);
        if (!lc_context_warned(context, NULL))
            check_guessing(context, t, judge);
    }
}

static void find(lc_context *context)
{
    if (lc_context_warms_up(context) || lc_context_falls_evenly(context))
        return;
    bool regression = lc_context_is_regression(context);
    /* Another split's loss counts where training's says nothing, whichever the log has first. */
    for (int others = 0; others < 2; others++)
        for (size_t k = 0; k < context->run->series_n; k++) {
            const lc_analyzed *t = &context->analyzed[k];
            if (t->chosen && (t->series->metric.split != LC_TRAIN) == others &&
                lc_analyzed_is_plain_loss(t) && t->curve.n >= MIN_RECORDS)
                judge_loss(context, t, regression);
        }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"saturated-output", 0.1, false},
    {"never-moved", 0.4, false},
    {"stuck-loss", 0.4, false},
    {"frozen-score", 0.2, false},
    {"constant-prediction", 0.15, false},
    {"overfitting", 0.15, false},
    {"overconfidence", 0.15, false},
    {"underfitting", 0.3, false},
    {"slow-learning", 0.15, false},
    {"oscillation", 0.15, false},
    {"spikes", 0.15, false},
    {"plateau", 0.15, false},
    {"generalization-gap", 0.15, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_not_learning = {
    .id = "not-learning",
    .title = "a loss that stays at the chance level",
    .theory =
        "A network that ignores its input does best by giving every class its share. Its mean "
        "cross-entropy is then the entropy of the shares, ln K for K equal classes (0.693 for two, "
        "1.099 for three, 2.303 for ten). A loss that stays within {width%} of such a level has "
        "learned nothing about the input, whatever small changes it shows. The number of classes "
        "is taken from --classes, or from an accuracy that fits 1/K.\n\nWhere the log gives the "
        "level (by the classes, or by an R2 that makes loss / (1 - R2) constant, which is the "
        "variance of the targets), it is enough that the training loss is never more than {width%} "
        "below it and that validation (or training, without validation) no longer falls: a loss "
        "can fall to the level from above without using the input. A training loss less than "
        "{near_baseline%} below the level, with a validation loss less than half as far below, "
        "counts as well. A loss with noise of {jumps%} of its level is left to the rule "
        "oscillation.\n\nA training loss at no known level is said not to learn in two cases: its "
        "start and end differ by less than {flat%} and by less than three standard errors, without "
        "a trend; or by less than three times {min_fall%}. An accuracy that rises, or is already "
        "at {learnt}, speaks against it.\n\nA network that knows what it does not know is right in "
        "at least "
        "exp(-loss) of its answers, since the mean of the logarithms is at most the logarithm of "
        "the "
        "mean. Where the accuracy of each split is at that level and does not rise, the answers "
        "are "
        "guesses. Where the number of samples is known and training has hardly learnt, one "
        "sampling error more is a guess as well: one set of samples may be easier than others. "
        "Levels of classes are not looked for where errors of a regression are logged and "
        "no accuracy. While the learning rate rises from each record to the "
        "next (warm-up), or the loss falls evenly (see slow-learning), nothing is reported.",
    .source = "A. Karpathy 2019, A Recipe for Training Neural Networks (check the loss at "
              "initialisation); Cover and Thomas 2006, Elements of Information Theory, 2.1",
    .verdict = "not-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example =
        "epoch,loss,val_loss\n"
        "1,2.3027,2.3035\n2,2.3017,2.3034\n3,2.3045,2.3034\n4,2.3057,2.3021\n5,2.3027,2.3023\n"
        "6,2.3010,2.3028\n7,2.3030,2.3034\n8,2.3036,2.3052\n9,2.3043,2.3014\n10,2.3030,2.3024\n"
        "11,2.3016,2.3043\n12,2.3022,2.3010\n13,2.3032,2.3027\n14,2.3003,2.3021\n15,2.3013,2.3030\n"
        "16,2.3017,2.3031\n17,2.3063,2.3022\n18,2.3010,2.3028\n19,2.3048,2.3023\n20,2.3055,2.3017\n"
        "21,2.3005,2.3029\n22,2.3009,2.3024\n23,2.3035,2.3037\n24,2.3028,2.3027\n25,2.3053,2.3034\n"
        "26,2.3021,2.3042\n",
    .effects = effects,
    .rank = 80,
    .needs = LC_NEEDS_TRAIN_LOSS,
    .records = 5,
    .find = find,
};
