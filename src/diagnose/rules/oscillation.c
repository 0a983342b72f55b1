/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * oscillation.c - swings beyond noise and beyond sampling error.
 *
 * A series is never judged against its own differences: one that alternates would set its own
 * yardstick. Its steps in the wrong direction are held against the binomial sampling error, where
 * the size of the split is known, else against what the run improved in all and against the other
 * split's scatter, or, of training values that are means over a few batches, against those batches'
 * sampling error. Losses that scatter late in the run on both splits are one more case: the splits
 * share no samples but the weights, so that these must jump.
 */
#include "diagnose/rules/oscillation.h"

#include "diagnose/finding.h"
#include "diagnose/sampling.h"
#include "diagnose/swings.h"
#include "model/metric.h"

#include <math.h>
#include <string.h>

static const lc_threshold thresholds[] = {
    [SAMPLING] = {"sampling", 6, "largest swing of an accuracy [sampling errors of a difference]",
                  "six standard errors: one in 10^9, so the number of records does not matter"},
    [SWING] = {"swing", 0.15,
               "largest swing over the larger improvement (worst to best) of the two splits, or "
               "over the level of a loss where that is larger [share]",
               "judgement: smaller swings do not change which epoch one would choose"},
    [POINTS] =
        {"points", 0.08, "largest swing of an accuracy or another share [1 = all samples]",
         "AUTOTRAINER (Zhang et al., ICSE 2021) counts swings of 0.03 and more; sound public runs "
         "swing by 0.05 to 0.07 now and then"},
    [SCATTER] = {"scatter", 0.12, "scatter about the trend, over the same [share]",
                 "judgement: with this scatter the swings are about three times as large"},
    [RATIO] =
        {"ratio", 2, "scatter of validation over that of training [ratio]",
         "variances that differ by a factor of four: F test at 0.01 from about 15 records on"},
    [THERE_AND_BACK] = {"there_and_back", 4,
                        "peak of a held-out loss over its levels before and after [ratio]",
                        "judgement: noise of other runs is below a third in nineteen of twenty"},
    [JOINT_SCATTER] = {"joint_scatter", 0.011,
                       "scatter of both losses in the second half of the run [share of the "
                       "improvement of training]",
                       "weights that jump about a minimum in d directions raise the mean loss by "
                       "sqrt(d / 2) times the scatter that they cause: with ten directions a "
                       "scatter of 0.011 costs 2.5 % of the improvement"},
};

#define SCATTER_MIN 12 /* records: of fewer the bend of a decay passes for scatter too often */

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : INFINITY;
}

static void add_advice(lc_context *context, lc_finding *f, const lc_analyzed *t, const lc_swings *s,
                       bool beyond_sampling)
{
    if (s->by_batches) {
        lc_finding_cause(
            context, f,
            "each value is a mean over a few batches, and scatters as their samples do");
        lc_finding_advice(context, f,
                          "to judge the run, log means over an epoch, or over more batches");
        return;
    }
    if (t->series->metric.split == LC_TRAIN) {
        lc_finding_cause(context, f, "the learning rate is too high for the batch size");
        lc_finding_cause(context, f,
                         "batches differ: unshuffled or sorted data, small batches, rare classes");
        lc_finding_advice(
            context, f,
            "halve the learning rate for 10 epochs: if it is the cause, the swings shrink at once");
        lc_finding_advice(context, f, "shuffle, or use larger batches");
        return;
    }
    if (beyond_sampling)
        lc_finding_cause(context, f,
                         "the model itself swings: a decision threshold on uncalibrated outputs "
                         "that still change; not a validation set that is too small");
    else
        lc_finding_cause(context, f,
                         "the validation set is small, so a few samples change the value");
    lc_finding_cause(context, f, "the learning rate is too high late in the run");
    lc_finding_cause(context, f, "the batch-norm statistics lag behind the weights");
    lc_finding_advice(context, f,
                      "lower or decay the learning rate, or average the weights over epochs");
    if (beyond_sampling)
        lc_finding_advice(context, f,
                          "judge by a threshold-free metric (AUROC, precision-recall), or choose "
                          "the threshold on validation");
    else
        lc_finding_advice(context, f, "validate on more samples, or by cross-validation");
}

static void add_rhythm(lc_context *context, lc_finding *f, const lc_curve *c)
{
    lc_rhythm r;
    if (lc_rhythm_measure(&r, c, &context->first) != LC_OK)
        return;
    if (r.period)
        lc_finding_evidence(context, f, "period",
                            (double)r.period * (c->x[c->n - 1] - c->x[0]) / (double)(c->n - 1));
    if (!isnan(r.growth))
        lc_finding_evidence(context, f, "growth", r.growth);
}

static void report(lc_context *context, const lc_analyzed *t, const lc_swings *s, double sampling,
                   lc_severity severity)
{
    const lc_curve *c = &t->curve;
    bool beyond = sampling > 0;
    const char *axis = lc_context_axis(context), *name = t->series->metric.name;
    double errors = beyond ? s->largest / (SQRT2 * sampling) : NAN;
    lc_finding *f = lc_find(context, severity, beyond ? 0.99 : 0.9, t);
    if (beyond)
        lc_finding_basis(context, f, "%.2g sampling errors of a difference (binomial, %zu samples)",
                         errors, lc_context_score_samples(context, t));
    else
        lc_finding_basis(context, f,
                         "scatter of %.2g of the improvement or level, over %zu records",
                         share(s->scatter, s->scale), c->n);
    lc_finding_evidence(context, f, "largest_swing", s->largest);
    lc_finding_evidence(context, f, "largest_swing_from", s->from);
    lc_finding_evidence(context, f, "largest_swing_to", s->to);
    lc_finding_evidence(context, f, "share_of_scale", share(s->largest, s->scale));
    lc_finding_evidence(context, f, "scatter", s->scatter);
    lc_finding_evidence(context, f, "turning_points", (double)s->turns);
    if (beyond) {
        lc_finding_evidence(context, f, "sampling_error", sampling);
        lc_finding_evidence(context, f, "swing_in_sampling_errors", s->largest / sampling);
    }
    add_rhythm(context, f, c);
    char sampled[96] = "";
    if (beyond)
        snprintf(sampled, sizeof sampled, ", %.0f times the sampling error of %zu samples (%.2g)",
                 s->largest / sampling, lc_context_score_samples(context, t), sampling);
    lc_finding_summary(context, f, "%s swings from %s to %s between %s %s and %s%s%s", name,
                       LC_NUM(c->y[lc_curve_point(c, s->from)]),
                       LC_NUM(c->y[lc_curve_point(c, s->to)]), axis, LC_NUM(s->from), LC_NUM(s->to),
                       sampled,
                       c->n < SCATTER_MIN ? "; too few records to judge shorter swings" : "");
    lc_finding_headline(context, f, "%s swings by up to %s within a few %s", name,
                        LC_NUM(s->largest), lc_context_units(context));
    add_advice(context, f, t, s, beyond);
}

/* Scatter of the second half, less what noise of a smaller size may measure as. */
static double late_scatter(lc_context *context, const lc_analyzed *t)
{
    return lc_context_late_noise(context, t) / lc_noise_off_by(t->curve.n - t->curve.n / 2);
}

/* Scatters of both splits, and what training gained. */
typedef struct both {
    double train, validation, gain;
} both;

static void report_both(lc_context *context, const lc_pair *p, both s)
{
    const char *t = p->train->series->metric.name, *v = p->validation->series->metric.name;
    const lc_curve *c = &p->validation->curve;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, p->validation);
    lc_finding_series(f, p->train);
    lc_finding_range(f, c->x[c->n / 2], c->x[c->n - 1]);
    lc_finding_basis(context, f,
                     "scatter of %.2g and %.2g of the improvement of training, over %zu records",
                     s.train / s.gain, s.validation / s.gain, c->n - c->n / 2);
    lc_finding_evidence(context, f, "train_scatter", s.train);
    lc_finding_evidence(context, f, "validation_scatter", s.validation);
    lc_finding_evidence(context, f, "gained", s.gain);
    lc_finding_summary(context, f,
                       "%s and %s scatter by %s and %s about their trends in the second half of "
                       "the run: the splits share no samples, so the weights cause it",
                       t, v, LC_NUM(s.train), LC_NUM(s.validation));
    lc_finding_headline(context, f, "%s and %s scatter together: the steps are too large to settle",
                        t, v);
    lc_finding_cause(context, f, "the learning rate is too high to settle");
    lc_finding_cause(
        context, f,
        "the inputs are not scaled, so a step that suits one weight is far too large for another");
    lc_finding_cause(context, f, "the batches are small, or differ: unshuffled data, rare classes");
    lc_finding_advice(
        context, f,
        "halve the learning rate for 10 %s: if it is the cause, the scatter shrinks at once",
        lc_context_units(context));
    lc_finding_advice(context, f,
                      "decay the learning rate towards the end of the run, or average the weights");
    lc_finding_advice(context, f, "standardise the inputs");
}

/* Losses that scatter on both splits, by more than is worth their best. */
static void check_both(lc_context *context, const lc_pair *p)
{
    /* From chance on no more than chance itself can be gained. */
    double gain = fmin(lc_analyzed_gain(p->train), p->train->baseline); /* fmin passes over NaN */
    double least = lc_context_limit(context, JOINT_SCATTER) * gain;
    /* Samples that look new each epoch, by augmentation or dropout, scatter by half of what new ones
     * would: most of what makes one hard stays. */
    double drawn = lc_context_loss_error(context, p->train, lc_analyzed_end(p->train)) / 2;
    if (p->train->series->metric.kind != LC_LOSS || context->run->axis != LC_EPOCH ||
        lc_context_samples(context, p->train) == 0 || p->train->curve.n < SCATTER_MIN ||
        p->validation->curve.n < SCATTER_MIN)
        return;
    double train = late_scatter(context, p->train),
           validation = late_scatter(context, p->validation);
    if (least > 0 && train > fmax(least, drawn) && validation > least)
        report_both(context, p, (both){train, validation, gain});
}

static void check(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    if (c->n < 3)
        return;
    lc_swings s = lc_swings_measure(context, t);
    if (s.turns == 0)
        return;
    double top = c->y[lc_curve_point(c, s.from)], bottom = c->y[lc_curve_point(c, s.to)];
    bool batches = lc_context_is_of_batches(context, t);
    double sampling = batches ? 0 : lc_context_sampling_error(context, t, (top + bottom) / 2);
    bool wide = share(s.largest, s.scale) > lc_context_limit(context, SWING) &&
                (!lc_metric_is_part(&t->series->metric) ||
                 s.largest > lc_context_limit(context, POINTS) * lc_analyzed_scale_max(t));
    if (sampling > 0 && s.largest > lc_context_limit(context, SAMPLING) * SQRT2 * sampling &&
        wide) {
        report(context, t, &s, sampling, lc_swings_once(t, &s) ? LC_NOTE : LC_WARNING);
        return;
    }
    double scatter = share(s.scatter, s.scale) / lc_noise_off_by(c->n);
    if (sampling > 0 || c->n < SCATTER_MIN || !wide || scatter < lc_context_limit(context, SCATTER))
        return;
    const lc_analyzed *other = lc_context_other(context, t);
    if (t->series->metric.split == LC_TRAIN || !other ||
        s.scatter > lc_context_limit(context, RATIO) * other->curve.noise)
        report(context, t, &s, 0, s.by_batches ? LC_NOTE : LC_WARNING);
}

static void find(lc_context *context)
{
    const lc_analyzed *reward = context->reinforcement ? lc_context_reward(context) : NULL;
    if (reward)
        lc_oscillation_reward(context, reward);
    const lc_pair *main = lc_context_main_pair(context);
    if (main)
        check_both(context, main);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        /* Rewards vary from episode to episode by their nature. */
        if (t->chosen && t->sign != 0 && !(context->reinforcement && t->sign < 0) &&
            !lc_swings_are_traded(context, t) && !lc_swings_are_augmented(context, t) &&
            !lc_context_has_whole_of(context, t))
            check(context, t);
    }
    if (!lc_context_warned(context, NULL))
        lc_oscillation_few(context);
    if (!lc_context_warned(context, NULL))
        lc_oscillation_jumps(context);
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"spikes", 0.15, true},          {"underfitting", 0.3, false},
    {"plateau", 0.15, false},        {"generalization-gap", 0.3, false},
    {"train-eval-mode", 0.1, false}, {"overfitting", 0.05, false},
    {"never-moved", 0.03, false},    {"not-learning", 0.1, false},
    {"rising-loss", 0.2, false},     {"lasting-jump", 0.02, false},
    {"late-collapse", 0.1, false},   {NULL, 0, false},
};

const lc_rule lc_rule_oscillation = {
    .id = "oscillation",
    .title = "swings larger than noise and sampling error",
    .theory =
        "An accuracy over N samples has a sampling error of sqrt(p (1 - p) / N). Validation uses "
        "the same N samples each time, so this is an upper bound for what sampling can do from "
        "one record to the next. Swings of more than {sampling} times the error of a difference "
        "come from the model. This needs no minimum number of records. A recall is over fewer "
        "samples, whose number shows in the steps of its values.\n\nWhere the size of the "
        "split is not known, the scatter about the trend is compared with three things: the "
        "improvement from worst to best of the split that improved more, the level of a loss, "
        "and the scatter of the training curve. A swing is the largest step back within three "
        "records. A period is given where the autocorrelation of the residuals has a significant "
        "peak. Training values that cover less than an epoch are means over a few batches: as "
        "long as they scatter by no more than the mean of one batch, the finding is a note.\n\nA "
        "step that is too large to settle keeps the weights jumping about a minimum. In a "
        "quadratic minimum with d directions, the loss above the minimum is distributed as "
        "chi-square with d degrees of freedom times a constant: its mean is the root of d/2 "
        "times its standard deviation. Losses that scatter in the second half of the run by "
        "{joint_scatter%} of the improvement of training, on both splits, which share no "
        "samples, are a warning. The training loss must scatter by more than the mean over as "
        "many new samples would (augmentation and dropout partly make samples new), so the "
        "number of training samples must be known.\n\nUp to 60 records are also compared with "
        "the noise that other runs have. Here a swing is a step back of more than a fifth of the "
        "level, after the first quarter of the run. A loss that falls all the way has none, "
        "however uneven its steps are, and a single one is doubted. If a loss is logged with its "
        "parts, only the total is judged. From 25 records on this judges validation only: it "
        "must swing by more than {sampling} sampling errors, where these are known, and scatter "
        "by more than {ratio} times the scatter of training. A loss may swing while the accuracy "
        "stays above 0.985: hardly a decision changes.\n\nA reward that falls to less than half "
        "of what it had reached and comes back, twice or more, is a policy that is lost and "
        "found again. A score that stays above 0.955 may swing, too.\n\nUp to 60 records, a "
        "held-out share of samples that loses 7 % of all samples in one record and finds most of "
        "them again within three swings when that happens twice after the first third of the "
        "run, or once by twice as much. They are none on a way up to a best last record that is "
        "more than three times as long as the largest of them. A held-out loss that ends above "
        "four times that of training, by far more than it scatters, is doubted. A training loss, "
        "even one of single batches, that stays above two in ten records or more and scatters by "
        "three tenths of its logarithm, while it gains less than that, is judged as well. Swings "
        "by more than a quarter of all samples are a warning even where the split is so small "
        "that sampling explains them: then the number of samples is told. Precision and recall, "
        "which a threshold trades for each other, are not judged beside a score that holds both. A "
        "training score that ends more than a fifth below that of validation is one of augmented "
        "samples, and not judged. Where few samples are wrong, their number scatters by itself: "
        "that is no swing. Up to 60 records, a loss that falls without swings speaks against those "
        "of the score over the same few samples, and swings on both splits count for more.",
    .source = "binomial standard error; Box and Jenkins 1976, Time Series Analysis, 2.1.6 "
              "(autocorrelation); L. Smith 2018, arXiv 1803.09820 (learning rate and swings); "
              "Mandt, Hoffman, "
              "Blei 2017, J. Mach. Learn. Res. 18, 134 (stationary distribution of SGD)",
    .verdict = "unstable",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_BAND,
    .example =
        "epoch,loss,val_loss\n"
        "1,0.726,0.830\n2,0.629,0.598\n3,0.538,0.761\n4,0.481,0.476\n5,0.424,0.654\n6,0.382,0.393\n"
        "7,0.342,0.507\n8,0.308,0.331\n9,0.274,0.563\n10,0.259,0.285\n11,0.227,0.461\n"
        "12,0.215,0.255\n13,0.200,0.494\n14,0.189,0.228\n15,0.181,0.505\n16,0.177,0.215\n"
        "17,0.165,0.424\n18,0.147,0.198\n",
    .effects = effects,
    .rank = 140,
    .needs = LC_NEEDS_LOSS,
    .records = 3,
    .find = find,
};
