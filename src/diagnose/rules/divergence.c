/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * divergence.c - a loss that ends above its start and does not come back.
 *
 * A training loss that ends above where it began has lost all that it had gained. Validation
 * losses do that in plain overfitting, so they are looked at only where their size alone says
 * that the outputs left the range of floating point.
 */
#include "diagnose/clip.h"
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

#define BATCH_MAX 1000 /* samples whose losses may be summed */

#define ENDLESS 1e20    /* loss that no unit explains */
#define ASTRONOMIC 1e11 /* loss ... */
#define SQUARE_MOST \
    4 /* mean square over the square of the mean error: 1.6 of normal ones [ratio] */
#define ASTRONOMIC_SQUARE \
    1e16                   /* ... and error of a regression, whose targets may be sums of money */
#define UNSCALED 1e14      /* loss that unscaled targets may cost, ... */
#define UNSCALED_RANGE 0.4 /* ... which then scatters by so much of its logarithm at most */
#define RUNS_AWAY 100      /* growth of both networks' losses [ratio] */
#define COMES_DOWN 1       /* fall of the logarithm */
#define RECORDS_MIN 5      /* of losses that chase each other */

enum { ALPHA, EXCESS, FACTOR, OUT_OF_RANGE, LEARNT, LOST, VANISHED, GROWN, RUNAWAY };

static const lc_threshold thresholds[] = {
    [ALPHA] = {"alpha", 0.001,
               "p-value below which the end level is above the start by more than noise",
               "convention; a run is judged once, and a false alarm makes the verdict wrong; the "
               "noise is estimated from other runs and from this run's own differences"},
    [EXCESS] = {"excess", 0.1,
                "rise of the end level above the start, divided by the start or by the best "
                "improvement, whichever is larger [share]",
                "judgement: a tenth more than the untrained network is not scatter"},
    [FACTOR] =
        {"factor", 10,
         "ratio of end level to start beyond which no noise estimate is needed, for losses above 0",
         "judgement: a few records of steep growth make the noise estimate itself large"},
    [OUT_OF_RANGE] = {"out_of_range", 103.28,
                      "mean loss of a classifier that no float32 probability can produce [nats]",
                      "arithmetic: -ln of the smallest float32, 1.4e-45, is 103.28, so no "
                      "probability held in float32 costs more"},
    [LEARNT] = {"learnt", 0.2,
                "improvement over the chance level that must have been reached before it was lost "
                "[share of the chance level]",
                "judgement: a fifth of the way from chance to a loss of 0 is not an accident"},
    [VANISHED] = {"vanished", 0.1,
                  "discriminator loss, last fifth of the run over first fifth [ratio]",
                  "judgement: in balance it stays near ln 2 or 2 ln 2"},
    [GROWN] = {"grown", 2, "generator loss, last fifth of the run over first fifth [ratio]",
               "judgement"},
    [RUNAWAY] = {"runaway", 100, "value loss, last fifth of the run over first fifth [ratio]",
                 "judgement"},
    [LOST] = {"lost", 0.8,
              "part of the improvement over the chance level that is lost at the end [share]",
              "judgement"},
};

/* First point from which on the curve stays above `level`. */
static size_t stays_above(const lc_curve *c, double level)
{
    size_t i = c->n;
    while (i > 0 && c->y[i - 1] > level)
        i--;
    return i;
}

static void add_remedies(lc_context *context, lc_finding *f)
{
    lc_finding_cause(context, f, "the learning rate is too high, or was raised");
    lc_finding_cause(context, f,
                     "a batch with outliers or wrong targets moved the weights too far");
    lc_finding_cause(context, f,
                     "momentum or an adaptive step size grew while gradients were tiny");
    lc_finding_advice(context, f, "divide the learning rate by 3 to 10, with a warm-up");
    lc_finding_advice(context, f, "clip the gradient norm, and log it");
    lc_finding_advice(
        context, f,
        "go back to the last checkpoint before the rise, and check the data of that time");
}

static void report_rise(lc_context *context, const lc_analyzed *t, size_t from, double p)
{
    const lc_curve *c = &t->curve;
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t), best = t->series->y[t->best];
    double best_x = lc_analyzed_x(context, t, t->best), since = c->x[from];
    lc_finding *f = lc_find(context, LC_CRITICAL, lc_confidence(p), t);
    lc_finding_range(f, since, c->x[c->n - 1]);
    lc_finding_basis(context, f, "p = %.2g (end level above the start by noise alone)", p);
    lc_finding_evidence(context, f, "start", start);
    lc_finding_evidence(context, f, "best", best);
    lc_finding_evidence(context, f, "best_at", best_x);
    lc_finding_evidence(context, f, "end", end);
    if (best > 0)
        lc_finding_evidence(context, f, "factor", end / best);
    lc_finding_evidence(context, f, "since", since);
    double last = lc_analyzed_last(t);
    const char *name = t->series->metric.name, *to = last > start ? LC_NUM(last) : LC_END(t);
    if (best < start)
        lc_finding_summary(context, f,
                           "%s diverges: it falls from %s to %s at %s %s, then rises to %s", name,
                           LC_START(t), LC_NUM(best), lc_context_axis(context), LC_NUM(best_x), to);
    else
        lc_finding_summary(context, f, "%s diverges: it rises from %s to %s", name, LC_START(t),
                           to);
    add_remedies(context, f);
}

/* Chance of such a difference of two points by noise: of logarithms, with what other runs say of their
 * noise, or where the loss has none by the noise of the series. */
static double rise_by_noise(const lc_analyzed *t, double start, double end)
{
    double p = 0, error = sqrt(2) * t->curve.noise;
    if (t->log.shifted || !(start > 0))
        return error > 0 ? lc_normal_tail((end - start) / error) : 0;
    for (size_t k = 0; k < LC_NOISE_STEPS; k++)
        p += t->log.noise.weight[k] *
             lc_normal_tail(log(end / start) / (sqrt(2) * lc_noise_step(k)));
    return p;
}

/* The training loss ends above its start, by more than noise and by a real amount. True when told. */
static bool check_rise(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t);
    /* Better than a guess: the first record, a mean over an epoch of learning, was better by chance. */
    if (c->n < 3 || !(end > start) || end < t->baseline)
        return false;
    /* In an excerpt the first record is no untrained network. */
    if (context->excerpt && !(start > 0 && end > lc_context_limit(context, FACTOR) * start))
        return false;
    double gain = start - t->series->y[t->best];
    double excess = (end - start) / fmax(lc_analyzed_is_negative_share(t) ? 1 : fabs(start), gain);
    bool large = start > 0 && end > lc_context_limit(context, FACTOR) * start;
    double p = large ? 0 : rise_by_noise(t, start, end);
    size_t from = stays_above(c, start);
    bool stays = c->n - from >= 2 || large;
    if (p >= lc_context_limit(context, ALPHA) || excess <= lc_context_limit(context, EXCESS) ||
        !stays)
        return false;
    report_rise(context, t, from, p);
    return true;
}

/* Where chance is known: the training loss was clearly below, and ends at that level or above. */
static void check_lost(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double end = lc_analyzed_end(t), best = lc_analyzed_best_level(t);
    size_t from = stays_above(c, (best + t->baseline) / 2);
    if (c->n < 3 || !(t->baseline > 0) ||
        end - best < lc_context_limit(context, LOST) * (t->baseline - best) || c->n - from < 2 ||
        best > (1 - lc_context_limit(context, LEARNT)) * t->baseline)
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_range(f, c->x[from], c->x[c->n - 1]);
    lc_finding_basis(
        context, f,
        "%.0f %% of the improvement from the chance level of %s to the best level is lost",
        100 * fmin(1, (end - best) / (t->baseline - best)), LC_NUM(t->baseline));
    lc_finding_evidence(context, f, "best", best);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "chance_level", t->baseline);
    lc_finding_evidence(context, f, "since", c->x[from]);
    lc_finding_summary(context, f,
                       "%s was down to %s and ends near %s, the chance level of %s: what was "
                       "learned is lost since %s %s",
                       t->series->metric.name, LC_NUM(best), LC_END(t), LC_NUM(t->baseline),
                       lc_context_axis(context), LC_NUM(c->x[from]));
    add_remedies(context, f);
}

/* The mean over the misses of a cross-entropy that no float32 probability can cost, nor a sum over a
 * batch of them; a large loss that falls may be a sum over a whole set. */
static bool check_range(lc_context *context, const lc_analyzed *t, bool main)
{
    const lc_analyzed *accuracy = lc_context_accuracy(context, t);
    double end = lc_analyzed_end(t), bound = lc_context_limit(context, OUT_OF_RANGE);
    if (!lc_analyzed_is_plain_loss(t) || !accuracy || accuracy->curve.n == 0)
        return false;
    double misses = 1 - lc_analyzed_end(accuracy) / lc_analyzed_scale_max(accuracy);
    bool grows = main && t->log.rise.size > 0 && end > lc_analyzed_start(t);
    /* What comes down steadily, however large, is of another unit. */
    bool falls = t->log.n >= RECORDS_MIN && !t->log.shifted && t->log.drop > COMES_DOWN &&
                 t->log.rise.size <= 0;
    if (falls || !(end > bound) || !(grows || end > BATCH_MAX * bound * misses))
        return false;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_basis(context, f, "bound: -ln of the smallest float32 probability is 103.28");
    lc_finding_evidence(context, f, "end", end);
    lc_finding_evidence(context, f, "bound", bound);
    lc_finding_summary(context, f,
                       "%s ends at %s: no float32 probability can cost that much, so the outputs "
                       "of the network have diverged",
                       t->series->metric.name, LC_END(t));
    add_remedies(context, f);
    return true;
}

/* What a framework shows when the outputs are infinite or not a number. */
static const struct {
    double level;
    const char *what;
} clips[] = {
    {LC_CLIP_CAFFE,
     "-ln of the smallest normal float32, which Caffe prints when outputs are infinite or NaN"},
    {103.2789299, "-ln of the smallest float32"},
};

static bool check_clip(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    for (size_t i = 0; i < sizeof clips / sizeof *clips; i++) {
        size_t n = 0;
        double half = fmax(s->quantum / 2, 1e-5 * clips[i].level);
        while (n < s->n && fabs(s->y[s->n - 1 - n] - clips[i].level) <= half)
            n++;
        if (n == 0)
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.99, t);
        lc_finding_basis(context, f, "exactly this value in the last %zu of %zu records", n, s->n);
        lc_finding_evidence(context, f, "level", clips[i].level);
        lc_finding_evidence(context, f, "records_at_level", (double)n);
        lc_finding_summary(context, f, "%s ends at %s, %s: the outputs have diverged",
                           s->metric.name, LC_NUM(s->y[s->n - 1]), clips[i].what);
        add_remedies(context, f);
        return true;
    }
    return false;
}

/* ---- losses that chase a moving target ---------------------------------------------------------- */

/* Mean of the last fifth of a recorded series, over that of the first; NaN when either is 0. */
static double growth(const lc_series *s)
{
    size_t part = s->n / 5 ? s->n / 5 : 1;
    double first = 0, last = 0;
    for (size_t i = 0; i < part && s->n; i++) {
        first += fabs(s->y[i]);
        last += fabs(s->y[s->n - 1 - i]);
    }
    return first > 0 && last > 0 ? last / first : NAN;
}

/* The discriminator tells all: its loss goes to 0 while the generator's grows. */
static void check_adversarial(lc_context *context)
{
    const lc_analyzed *d = NULL, *g = NULL;
    for (size_t k = 0; k < context->run->series_n; k++) {
        d = context->analyzed[k].side == 'd' && !d ? &context->analyzed[k] : d;
        g = context->analyzed[k].side == 'g' && !g ? &context->analyzed[k] : g;
    }
    if (!d || !g || d->series->n < RECORDS_MIN || g->series->n < RECORDS_MIN)
        return;
    double falls = growth(d->series), grows = growth(g->series);
    if (falls > RUNS_AWAY && grows > RUNS_AWAY) {
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, d);
        lc_finding_series(f, g);
        lc_finding_basis(context, f, "last fifth of the run over first fifth");
        lc_finding_evidence(context, f, "discriminator_ratio", falls);
        lc_finding_evidence(context, f, "generator_ratio", grows);
        lc_finding_summary(
            context, f, "the sizes of %s and %s grow %s-fold and %s-fold: both run away",
            d->series->metric.name, g->series->metric.name, LC_NUM(falls), LC_NUM(grows));
        lc_finding_cause(context, f,
                         "a critic without a bound on its weights or gradient (clipping, gradient "
                         "penalty, spectral normalisation)");
        lc_finding_advice(context, f, "bound the critic, and lower both learning rates");
        return;
    }
    if (!(falls < lc_context_limit(context, VANISHED) && grows > lc_context_limit(context, GROWN)))
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, d);
    lc_finding_series(f, g);
    lc_finding_basis(context, f, "last fifth of the run over first fifth");
    lc_finding_evidence(context, f, "discriminator_ratio", falls);
    lc_finding_evidence(context, f, "generator_ratio", grows);
    lc_finding_summary(context, f,
                       "the discriminator has won: the mean of %s shrinks to %.2g of its first "
                       "level while that of %s grows %s-fold, so the generator gets no gradient",
                       d->series->metric.name, falls, g->series->metric.name, LC_NUM(grows));
    lc_finding_cause(context, f, "the discriminator is too strong, or learns too fast");
    lc_finding_advice(context, f,
                      "lower the learning rate of the discriminator, smooth its labels, add noise "
                      "to its inputs, or use a Wasserstein loss with gradient penalty");
    lc_finding_advice(context, f, "judge by generated samples or FID, not by the losses");
}

/* In reinforcement learning losses may grow with the rewards; a thousandfold growth while the rewards do
 * not is the value estimate running away. */
static void check_value_loss(lc_context *context)
{
    const lc_analyzed *reward = lc_context_reward(context);
    for (size_t k = 0; reward && k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        double grown = growth(t->series), earned = growth(reward->series);
        if (!t->chosen || t->series->metric.kind != LC_LOSS || t->series->n < RECORDS_MIN ||
            !(grown > lc_context_limit(context, RUNAWAY)) || earned * earned > grown)
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, t);
        lc_finding_series(f, reward);
        lc_finding_basis(context, f, "last fifth of the run over first fifth");
        lc_finding_evidence(context, f, "loss_ratio", grown);
        lc_finding_summary(
            context, f,
            "the mean of %s grows %s-fold and that of %s far less: the value estimates diverge",
            t->series->metric.name, LC_NUM(grown), reward->series->metric.name);
        lc_finding_cause(context, f, "there is no target network, or it is updated too often");
        lc_finding_cause(context, f, "rewards are not scaled, or the learning rate is too high");
        lc_finding_advice(
            context, f,
            "use a target network, clip rewards and gradients, lower the learning rate");
        return;
    }
}

/* An error in the targets' own unit stands beside it, whose square it is: the unit is small, and nothing lost. */
static bool is_square_of_error(const lc_context *context, const lc_analyzed *loss)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        double error = t->curve.n ? lc_analyzed_last(t) : 0, end = lc_analyzed_last(loss);
        if (t->chosen && t != loss && t->series->metric.split == loss->series->metric.split &&
            lc_metric_is_of_regression(&t->series->metric) && error > 1 &&
            end / (error * error) > 0.9 && end / (error * error) < SQUARE_MOST)
            return true;
    }
    return false;
}

/* Up and down about one level since the first record: what runs away leaves none behind it, and targets that are
 * sums of money cost so much unscaled. */
static bool rests_unscaled(const lc_analyzed *t)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < t->log.n; i++) {
        low = fmin(low, t->log.y[i]);
        high = fmax(high, t->log.y[i]);
    }
    return t->log.n >= RECORDS_MIN && high < log(UNSCALED) && high - low < UNSCALED_RANGE &&
           t->log.noise.sd > 0;
}

/* So large that no target was meant to cost it, and not on its way down unless from where no unit explains it:
 * the weights are lost since before the log begins. */
static void check_astronomic(lc_context *context)
{
    const lc_analyzed *t = lc_context_main_loss(context, LC_TRAIN);
    double least =
        t && lc_metric_is_of_regression(&t->series->metric) ? ASTRONOMIC_SQUARE : ASTRONOMIC;
    if (!t || t->log.n < 2 || t->log.shifted || t->sign <= 0 || t->log.end < log(least) ||
        is_square_of_error(context, t))
        return;
    bool falls = t->log.y[0] - t->log.end > 0.5;
    if ((falls && t->log.end < log(ENDLESS)) || rests_unscaled(t))
        return;
    double end = lc_analyzed_last(t);
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, t);
    lc_finding_weigh(f, fmin(6, 3 + 0.3 * log(end / least)));
    lc_finding_basis(context, f, "size of the loss in all %zu records", t->finite);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_summary(context, f, "%s is at %s%s: the weights have run away before the log begins",
                       t->series->metric.name, LC_NUM(end), falls ? "" : " and does not come down");
    lc_finding_cause(context, f, "the learning rate is too high");
    lc_finding_cause(context, f, "targets or inputs are not scaled: then the loss is as it is");
    lc_finding_advice(context, f, "divide the learning rate by 10, and log the gradient norm");
    lc_finding_advice(context, f, "scale the targets");
}

static void find(lc_context *context)
{
    if (lc_context_is_running_sum(context))
        return;
    check_astronomic(context);
    if (context->adversarial)
        check_adversarial(context);
    if (context->reinforcement)
        check_value_loss(context);
    /* A part of the loss may rise while the total falls: it is no divergence of training. */
    const lc_analyzed *main = lc_context_main_loss(context, LC_TRAIN);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->series->metric.kind != LC_LOSS || t->curve.n == 0)
            continue;
        if (!check_clip(context, t) && !check_range(context, t, t == main || !main) && t == main &&
            !check_rise(context, t))
            check_lost(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"non-finite", 0, false},
    {"rising-loss", 0.5, false},
    {"lasting-jump", 0.3, false},
    {"late-collapse", 0.3, false},
    {"constant-prediction", 0.3, false},
    {"*", 0.15, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_divergence = {
    .id = "divergence",
    .title = "a loss that ends above its start and does not come back",
    .theory =
        "Gradient descent with a step larger than twice the inverse curvature moves away from "
        "the minimum, further with each step. In the log this is a training loss that ends above "
        "its start and stays there. The end level (median of the last twentieth of the records) "
        "is compared with the first value, given the noise of the curve; it must be above the "
        "start by more than {excess%} of the start or of the best improvement. Where the chance "
        "level is known (see not-learning), a loss that had improved on it by {learnt%} and has "
        "lost {lost%} of that improvement has diverged as well.\n\nA validation loss can end "
        "above its start through overfitting alone. It counts here only when it is larger than "
        "any float32 probability allows ({out_of_range} nats).\n\nA training loss above 1e11 "
        "(1e16 for an error of a regression) that does not come down has diverged before the log "
        "begins, and one that ends above 1e20 even where it does, unless it is the square of an "
        "error that is logged beside it, or scatters about one level below 1e14, as that of sums "
        "of money "
        "does that are not scaled. A sum that is "
        "never set back to 0 grows without diverging (see metric-mismatch). Of two networks that "
        "train against each other, both losses may grow more than a hundredfold.",
    .source = "Goodfellow, Bengio, Courville 2016, Deep Learning, 4.3 and 8.2.4",
    .verdict = "diverged",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_POINT,
    .example = "epoch,loss,val_loss\n"
               "1,2.31,2.28\n2,2.19,2.21\n3,2.24,2.35\n4,2.60,2.71\n5,3.40,3.55\n6,5.20,5.60\n"
               "7,9.70,10.20\n8,18.80,19.10\n9,35.90,37.40\n10,71.30,70.80\n11,140.20,143.50\n"
               "12,268.00,275.10\n",
    .effects = effects,
    .rank = 20,
    .patience =
        5, /* of the zoo's sound runs none is stopped by it, and no more are cut before their best */
    .ordered = true,
    .needs = LC_NEEDS_TRAIN_LOSS,
    .records = 3,
    .find = find,
};
