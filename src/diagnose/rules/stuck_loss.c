/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stuck_loss.c - a loss that rests at a level which names what is wrong.
 *
 * Holds the end of each split's main loss against levels that are known: ln K for a guess among K
 * classes, exactly 0, and the float32 precision.
 */
#include "diagnose/rules/stuck_loss.h"

#include "diagnose/clip.h"
#include "diagnose/finding.h"
#include "diagnose/guess.h"
#include "diagnose/role.h"
#include "diagnose/rule.h"

#include "model/metric.h"

#include <math.h>
#include <string.h>

static const lc_threshold thresholds[] = {
    [AT_LEVEL] = {"at_level", 0.5,
                  "part of the records that are at the level, the last one among them [share]",
                  "judgement: half of the run at one level is a state, not a passage"},
};

/* Levels that a loss rests at exactly, and what they are; a printed 0 is the first of them. */
static const struct {
    double level;
    const char *what;
} constants[] = {
    {0, "exactly 0: every label is ignored or masked, the loss is taken over an empty batch, or "
        "all labels are the same"},
    {LC_CLIP_KERAS,
     "-ln 1e-7, the usual clip of a probability: the outputs are saturated and wrong"},
    {1.1920929e-7,
     "the precision of float32: a softmax over one output, or a split with one class"},
};
#define PART_MIN 5      /* records of a part of the loss that is ln 2 ... */
#define PART_DIGIT 1e-4 /* ... to this digit ... */
#define PART_OFF 1.5    /* ... and one more or less */
#define SUDDEN 0.1      /* loss before it is exactly 0 in the next record: no training does that */
#define PERFECT 0.999
#define POSTERIOR 0.01  /* divergence of a code that says nothing [nats] */
#define POSTERIOR_MIN 4 /* records of it */
#define WON_MIN 6       /* records of two networks against each other, in whose second half ... */
#define WON 0.02        /* ... one loss is below this, ... */
#define LOST 4          /* ... and the other above that */
#define CONSTANTS (sizeof constants / sizeof *constants)

/* Records at the end that are within half a printed digit, or 1e-5 of it, of the level. */
static size_t records_at(const lc_series *s, double level)
{
    double half = fmax(s->quantum / 2, 1e-5 * level);
    size_t n = 0;
    while (n < s->n && fabs(s->y[s->n - 1 - n] - level) <= half)
        n++;
    return n;
}

/* A loss near 0 is where it should be when the score says that all is learnt, late in the run. */
static bool may_be_perfect(const lc_context *context, const lc_analyzed *t, size_t records)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    double end = a && a->curve.n ? lc_analyzed_end(a) / lc_analyzed_scale_max(a) : NAN;
    bool at_once = 2 * records > t->series->n;
    /* With a perfect score it is frozen-score's matter. */
    if (!a && at_once && records < t->series->n)
        return !(t->series->y[t->series->n - 1 - records] > SUDDEN);
    return !at_once || !a || end >= PERFECT;
}

static bool check_constants(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    for (size_t i = 0; i < CONSTANTS; i++) {
        size_t n = records_at(s, constants[i].level);
        double share = s->n ? (double)n / (double)s->n : 0;
        if (n < 2 || share < lc_context_limit(context, AT_LEVEL) || may_be_perfect(context, t, n))
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
        lc_finding_basis(context, f, "exactly this value in %zu of %zu records", n, s->n);
        lc_finding_weigh(f, fmin(6, 2 + (double)n));
        lc_finding_evidence(context, f, "level", constants[i].level);
        lc_finding_evidence(context, f, "records_at_level", (double)n);
        lc_finding_summary(context, f, "%s is %s in %s%zu record%s: %s", s->metric.name,
                           LC_NUM(s->y[s->n - 1]), n == s->n ? "all " : "the last ", n,
                           n == 1 ? "" : "s", constants[i].what);
        lc_stuck_loss_remedies(context, f);
        return true;
    }
    return false;
}

/* The accuracy of the same samples gets better: whatever the loss, something is learnt. */
static double by_accuracy(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a = lc_context_accuracy(context, t);
    if (!a || a->curve.n < 3)
        return 0;
    double scale = lc_analyzed_scale_max(a), better = lc_analyzed_end(a) - lc_analyzed_start(a);
    double noise = a->curve.noise;
    return better > 0.03 * scale && better > 2 * noise ? -2 : 0;
}

static void check_guess(lc_context *context, const lc_analyzed *t)
{
    lc_guess g = lc_guess_find(context, t);
    if (g.classes == 0)
        return;
    double log_lr = g.log_lr + (g.exact ? 0 : by_accuracy(context, t));
    lc_finding *f = log_lr > 0 ? lc_find(context, LC_CRITICAL, 0.9, t) : NULL;
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f, "median of the second half within %.1f %% of ln %zu%s",
                     100 * g.width, g.classes,
                     g.by_accuracy ? ", accuracy about 1 in as many" : "");
    lc_finding_evidence(context, f, "guess_level", g.level);
    lc_finding_evidence(context, f, "end", lc_analyzed_end(t));
    lc_finding_evidence(context, f, "classes", (double)g.classes);
    lc_finding_summary(
        context, f, "%s stops at ln %zu = %s, the cost of guessing among %zu classes (final %s)",
        t->series->metric.name, g.classes, LC_NUM(g.level), g.classes, LC_NUM(lc_analyzed_last(t)));
    if (f)
        lc_stuck_loss_remedies(context, f);
}

/* A box loss that is exactly 0: no proposal or anchor was matched with an object. */
static bool check_box(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    size_t n = records_at(s, 0);
    if (!t->chosen || s->metric.kind != LC_LOSS || s->metric.split != LC_TRAIN || n < 2 ||
        strstr(s->metric.base, "box") == NULL ||
        (double)n < lc_context_limit(context, AT_LEVEL) * (double)s->n)
        return false;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, fmin(5, 2 + 0.5 * (double)n));
    lc_finding_basis(context, f, "exactly 0 in %zu of %zu records", n, s->n);
    lc_finding_evidence(context, f, "records_at_level", (double)n);
    lc_finding_summary(context, f,
                       "%s is exactly 0 in %s%zu records: nothing was matched with an object, so "
                       "that only the background is learned",
                       s->metric.name, n == s->n ? "all " : "the last ", n);
    lc_finding_cause(context, f,
                     "the annotations are empty or not found: paths, class names or box "
                     "coordinates in another form than the reader expects");
    lc_finding_cause(context, f, "anchors or thresholds fit no object of this size");
    lc_finding_advice(context, f,
                      "draw the boxes of ten training samples as the network gets them, and count "
                      "the positives of a batch");
    lc_finding_experiment(f, "draw the boxes of ten training samples as the network gets them");
    return true;
}

/* The divergence of an autoencoder's code from its prior is next to 0 in the second half, and no larger than at
 * first: the code says nothing of the input. */
static bool check_posterior(lc_context *context, const lc_analyzed *t)
{
    static const char *const words[] = {"kl", "kld", "kullback", NULL};
    static const char *const codes[] = {"recon", "rec", "reconstruction", "reconst", NULL};
    const lc_series *s = t->series;
    double most = 0;
    if (!t->chosen || s->n < POSTERIOR_MIN || t->finite < s->n ||
        !lc_metric_has_word(&s->metric, words) || lc_role_is_part_weight(&s->metric) ||
        !lc_role_is_logged(context->run, codes))
        return false;
    for (size_t i = s->n / 2; i < s->n; i++)
        most = fmax(most, fabs(s->y[i]));
    if (most > POSTERIOR || s->y[s->n - 1] > s->y[0])
        return false;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, t);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "the second half of the run");
    lc_finding_evidence(context, f, "first", s->y[0]);
    lc_finding_evidence(context, f, "most", most);
    lc_finding_summary(context, f,
                       "%s is at most %s in the second half of the run: the code of the "
                       "autoencoder says nothing of its input (posterior collapse)",
                       s->metric.name, LC_NUM(most));
    lc_finding_cause(context, f, "the weight of the divergence is too large, or grows too early");
    lc_finding_cause(context, f,
                     "the divergence is summed, or averaged, over other axes than the "
                     "reconstruction: then its weight is not what it seems");
    lc_finding_advice(
        context, f,
        "raise the weight of the divergence from 0 over many epochs, or leave it some "
        "nats without a cost (free bits)");
    lc_finding_experiment(f, "train without the divergence: if the reconstruction gets better, its "
                             "weight was the cause");
    return true;
}

/* In the second half of the run the discriminator tells all apart, by its loss or by that of the fakes, and the
 * generator's loss has grown: it gets no gradient. */
static void check_won(lc_context *context)
{
    const lc_analyzed *winner = NULL, *loser = NULL;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_series *s = t->series;
        double low = INFINITY, high = -INFINITY;
        if (!t->chosen || s->n < WON_MIN)
            continue;
        for (size_t i = s->n / 2; i < s->n; i++) {
            low = fmin(low, s->y[i]);
            high = fmax(high, s->y[i]);
        }
        bool fakes = !t->side && strstr(s->metric.base, "fake"); /* what it makes of fakes */
        if ((t->side == 'd' || fakes) && low >= 0 && high < WON)
            winner = t;
        if (t->side == 'g' && low > LOST && s->y[s->n - 1] > s->y[0])
            loser = t;
    }
    if (!winner || !loser)
        return;
    double from = lc_analyzed_first(loser), to = lc_analyzed_last(loser);
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, loser);
    lc_finding_series(f, winner);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "the second half of the run");
    lc_finding_evidence(context, f, "generator_end", to);
    lc_finding_evidence(context, f, "discriminator_end", lc_analyzed_last(winner));
    lc_finding_summary(context, f,
                       "%s is next to 0 (%s) while %s goes from %s to %s: the discriminator tells "
                       "all apart, and the generator learns nothing from it",
                       winner->series->metric.name, LC_NUM(lc_analyzed_last(winner)),
                       loser->series->metric.name, LC_NUM(from), LC_NUM(to));
    lc_finding_cause(context, f, "the discriminator is too strong, or learns too fast");
    lc_finding_advice(context, f,
                      "lower its learning rate, or train the generator more often; smooth its "
                      "labels, or add noise to its inputs");
    lc_finding_experiment(f, "train with a tenth of the discriminator's learning rate");
}

/* A part of the loss, as of one head, is what a guess between two costs in every record, but for a digit. */
static bool check_part(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    double ln2 = 0.6931471805599453;
    if (!t->chosen || s->metric.kind != LC_LOSS || s->n < PART_MIN || t->finite < s->n ||
        !(s->quantum <= PART_DIGIT))
        return false;
    for (size_t i = 0; i < s->n; i++)
        if (fabs(s->y[i] - ln2) > PART_OFF * fmax(s->quantum, PART_DIGIT))
            return false;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, t);
    lc_finding_weigh(f, 6);
    lc_finding_basis(context, f, "ln 2 but for a digit in %zu records", s->n);
    lc_finding_evidence(context, f, "guess_level", ln2);
    lc_finding_evidence(context, f, "records", (double)s->n);
    lc_finding_summary(
        context, f,
        "%s stays at %s in all %zu records, ln 2: what a guess between two answers costs",
        s->metric.name, LC_NUM(s->y[s->n - 1]), s->n);
    lc_stuck_loss_remedies(context, f);
    return true;
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n && !context->adversarial; k++)
        if (check_part(context, &context->analyzed[k]))
            break;
    if (lc_context_falls_evenly(context))
        return;
    for (size_t k = 0; k < context->run->series_n; k++)
        if (check_box(context, &context->analyzed[k]) ||
            check_posterior(context, &context->analyzed[k]))
            break;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        bool train = t->series->metric.split == LC_TRAIN;
        if (t->chosen && t->sign < 0 && (train || !lc_context_other(context, t)))
            lc_stuck_loss_score(context, t);
        if (t->chosen)
            lc_stuck_loss_equal_errors(context, t);
    }
    static const lc_split splits[] = {LC_TRAIN, LC_VALIDATION};
    /* Two networks that train against each other: one that always wins leaves the other the clip. */
    for (size_t k = 0; k < context->run->series_n && context->adversarial; k++) {
        const lc_series *s = &context->run->series[k];
        if (context->analyzed[k].chosen && s->metric.kind == LC_LOSS && s->n &&
            s->y[s->n - 1] > 0 && check_constants(context, &context->analyzed[k]))
            return;
    }
    if (context->adversarial)
        check_won(context);
    const lc_analyzed *train = lc_context_main_loss(context, LC_TRAIN);
    bool regression = lc_context_is_regression(context);
    for (size_t i = 0; i < 2; i++) {
        const lc_analyzed *t = lc_context_main_loss(context, splits[i]);
        if (!t || check_constants(context, t))
            continue;
        /* Validation at a guess while training learns is the splits' matter. */
        if (!regression && (i == 0 || !train)) {
            check_guess(context, t);
            lc_stuck_loss_levels(context, t);
            lc_stuck_loss_text(context, t);
        }
        if ((i == 0 || !train) && !lc_context_warned(context, t))
            lc_stuck_loss_even_targets(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"never-moved", 0.3, false},
    {"not-learning", 0.4, false},
    {"constant-prediction", 0.4, false},
    {"frozen-score", 0.3, false},
    {"saturated-output", 0.1, false},
    {"underfitting", 0.3, false},
    {"plateau", 0.3, false},
    {"oscillation", 0.15, false},
    {"slow-learning", 0.1, false},
    {"still-improving", 0.1, false},
    {"generalization-gap", 0.05, false},
    {"suspiciously-perfect", 0.1, false},
    {"divergence", 0.1, false},
    {"overfitting", 0.05, false},
    {"metric-mismatch", 0.05, false},
    {"incomparable-losses", 0.05, false},
    {"spikes", 0.05, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_stuck_loss = {
    .id = "stuck-loss",
    .title = "a loss that stops at a level with a known meaning",
    .theory =
        "Some levels of a loss have a known meaning. A network that ignores its inputs and gives "
        "each of K classes the same probability costs ln K: 0.693, 1.099, 2.303, 4.605, 6.908 "
        "for 2, 3, 10, 100 and 1000 classes. A loss of exactly 0 beside an accuracy that is not "
        "perfect, or from the first records on, is computed over nothing: masked labels, an "
        "empty batch, a single class. 1.19e-7 is the cost of a softmax over a single output.\n\n"
        "The second half of the run must stay within 0.6 % of ln K, or 1.5 % where the accuracy "
        "is within 2 % of 1/K. Where the number of classes is not known and no accuracy is about "
        "1/K, only common numbers of classes count, since with more than 10 classes every loss "
        "is near some ln K. The longer the loss rests there, the surer it is.\n\nA sum over K "
        "outputs of which each answers 1/K costs K times the entropy of 1/K, 3.251 for ten. "
        "Losses of single batches with a standard deviation below 0.15 % of their mean come from "
        "answers that are the same whatever the samples are. A held-out loss that differs by "
        "more than a fifth speaks against a level at which nothing depends on the inputs. An "
        "accuracy that climbs record by record is none of a guess, and a "
        "score without a loss that may be rising (p < 0.05) is doubted. A loss without an "
        "accuracy that comes down to ln K of 10, 100 or 1000 classes time and again from far "
        "above, and never below, is one of guesses as well. So is one that begins at ln K and "
        "rests "
        "at nine tenths of it or more: it knows how frequent the classes are. A squared error that "
        "rests at a quarter gives one half to labels of 0 and 1, and a loss of ln 2 or ln 10 times "
        "a power of 2 is the sum over such a batch. Of several heads each is judged by its own "
        "loss, where that rests at what a guess costs. A ratio of signal to noise (PSNR) of no "
        "more than 14 dB from "
        "the second record on is that of the mean colour of an image.\n\nA model of text that "
        "knows how "
        "frequent its words or letters are, and nothing of their order, rests at their entropy: "
        "between 5.5 and 7.8 nats for words, and between 2.75 and 3.05 for letters (up to 3.45 "
        "where the loss is called CTC), where the loss of connectionist temporal classification "
        "(CTC) comes down to from far above. A perplexity is judged by its logarithm. The squared "
        "error "
        "of the mean is 1/12 for targets that are spread evenly from 0 to 1, and 1/6 for sums of "
        "two of them. A part "
        "of the loss that stays within a digit of ln 2, printed to four, belongs to a head that "
        "guesses "
        "between two "
        "answers; an equal error rate of a half is a guess' as well. Beside a "
        "perplexity, a loss above 16 nats in all "
        "records is higher than any guess of a word.\n\nOf two networks against each other the "
        "discriminator has won where its loss, or that of the fakes, stays below 0.02 in the "
        "second half of the run while the loss of the generator is above 4 and has grown.\n\nA "
        "box loss of exactly 0 means that no prediction was matched with an object. A "
        "Kullback-Leibler divergence beside a reconstruction loss that stays below 0.01 nats in "
        "the second half of the run, and is no larger than at first, is the collapse of a "
        "variational autoencoder's posterior. What is named a weight is none.",
    .source =
        "A. Karpathy 2019, A Recipe for Training Neural Networks (check the loss at "
        "initialisation); Cover and Thomas 2006, Elements of Information Theory, 2.1; C. "
        "Shannon 1951, Prediction and Entropy of Printed English (letters: 4.1 bits, 2.9 "
        "nats); S. Bowman et al. 2016, Generating Sentences from a Continuous Space (posterior "
        "collapse); IEEE 754",
    .verdict = "not-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_LOSS,
    .records = 1,
    .example = "epoch,loss,accuracy\n1,0.0,0.4120\n2,0.0,0.4340\n3,0.0,0.4055\n4,0.0,0.4215\n",
    .effects = effects,
    .rank = 73,
    .experiment = "train on 16 samples until the loss is near 0",
    .find = find,
};
