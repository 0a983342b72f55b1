/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * constant_prediction.c - an accuracy that repeats exactly, at a class's share.
 *
 * Computes the longest stretch of records in which an accuracy is the same to the last printed
 * digit, the chance of that by coincidence, and whether the loss allows that the network gives one
 * and the same answer to all samples.
 */
#include "diagnose/baseline.h"
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/sampling.h"

#include "model/metric.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define GRAIN_MIN 8    /* records: the smallest difference of fewer is a large one */
#define SPLITS 0.1     /* [nats] by which two splits' shares may differ in their entropy */
#define BATCH_MOST 128 /* samples of a batch whose accuracies are told as such */
#define SQRT_PI 1.7724538509055160
/* Chance that a moving score repeats exactly: one in twenty of 4,784 neighbours among the first records
 * of the zoo's sound runs do, one in five later on. With two digits it is guessed. */
#define PERFECT 0.985
#define REPEAT 0.125
#define REPEAT_COARSE 0.35
#define LOSS_NOISE 0.03 /* of its level, in a held-out loss at rest */
#define FEW_DIGITS 5e-3 /* of the scale: larger steps are two digits */
#define VALUES_MAX 200  /* records whose pairs are compared */
#define QUIET 0.002     /* least scatter of a score that moves [1 = all samples] */
#define LOUD 0.04       /* scatter of a score that jumps [1 = all samples] */
#define FLIPS 2.5       /* log likelihood ratio of two values that add up to all [nats] */
#define IMPROVED 0.8    /* misses of a score that has got better, of its worst [ratio] */
#define LOST 0.2        /* of the scale, that a score has lost since its best */
#define RECOVERED 0.45  /* the same, gained since the stretch */
#define MISSES_LEFT \
    0.333               /* misses in the end over those of the stretch [ratio], that are as much */
#define MOVES 1e-3      /* of its level, that a training loss changes by */
#define NEARLY 0.004    /* of the scale: range of an accuracy that hardly moves */
#define TINY 1e-9       /* share of samples that is none */
#define LONG 30         /* records */
#define STAND_MIN 4     /* records of the other split that are one value, ... */
#define STAND_NEAR 0.02 /* ... of the scale from the stretch, ... */
#define STAND_FALL 0.05 /* ... while the loss falls by that share */
#define FOLLOWS 0.03    /* fall of the loss's logarithm that decisions will follow */
#define RESTS 0.02      /* change of a loss that rests [share] */
#define REACHED 0.7     /* of the scale: more than most classes have */
#define REACHED_LOSS 2  /* loss, of the entropy of so many right [ratio] */
#define HIGH 0.9        /* share that few classes have */
#define OVERWHELMING 1e-6 /* chance of a repeat below which nothing speaks against it */
#define DOUBT \
    2.5 /* log likelihood ratio of each circumstance that one answer does not explain [nats] */

enum { COINCIDENCE, LASTING, BOUND, MAX_SPLIT_DIFFERENCE, DROP_ERRORS };

static const lc_threshold thresholds[] = {
    [COINCIDENCE] = {"coincidence", 0.01,
                     "p-value below which an accuracy that repeats is not a coincidence",
                     "convention"},
    [LASTING] = {"lasting", 0.5,
                 "length of the stretch from which on it is a warning [share of the records]",
                 "judgement: half of a run with one answer is not a slow start"},
    [BOUND] = {"bound", 0.75,
               "least loss of a constant answer, over the entropy of its class share [ratio]",
               "judgement: the same output for all samples costs 1 times the entropy, and outputs "
               "may vary a little"},
    [MAX_SPLIT_DIFFERENCE] =
        {"max_split_difference", 0.05,
         "largest difference to the accuracy of the other split [1 = all samples]",
         "judgement: class shares of two splits of the same data"},
    [DROP_ERRORS] =
        {"drop_errors", 3,
         "fall from the records before to a stretch at the end of the run that makes it a warning "
         "[sampling errors, or standard deviations of the noise where the size of the split is "
         "unknown]",
         "three standard errors: one in 700, and fewer, since the samples are the same"},
};

/* P(N >= k) of a Poisson count with that mean. */
static double poisson_tail(size_t k, double mean)
{
    if (k == 0)
        return 1;
    return mean > 0 ? gsl_cdf_poisson_Q((unsigned)k - 1, mean) : 0;
}

/* Records [from, to) of one value. */
typedef struct stretch {
    size_t from, to;
    double value;
} stretch;

static stretch longest_stretch(const lc_series *s)
{
    stretch best = {0, 0, NAN};
    for (size_t i = 0, j; i < s->n; i = j) {
        for (j = i + 1; j < s->n && s->y[j] == s->y[i]; j++)
            ;
        if (isfinite(s->y[i]) && j - i > best.to - best.from)
            best = (stretch){i, j, s->y[i]};
    }
    return best;
}

/* Accuracies of a few samples each, as of one batch, are multiples of one over their number, which is
 * mostly a power of two; 0: they are not. */
static double batch_of(const lc_context *context, const lc_analyzed *t)
{
    double n = context->run->axis == LC_STEP ? 2 : BATCH_MOST + 1;
    for (; n <= BATCH_MOST; n *= 2) {
        double share = lc_analyzed_scale_max(t) / n;
        size_t i = 0;
        while (i < t->series->n && fabs(remainder(t->series->y[i], share)) < 1e-6 * share)
            i++;
        if (i == t->series->n)
            return n;
    }
    return 0;
}

/* Chance that two of them are equal, by the normal density of a binomial count. */
static double batch_repeats(double n, double right)
{
    return fmin(0.5, 1 / (2 * SQRT_PI * sqrt(fmax(n * right * (1 - right), 0.25))));
}

/* What one sample more decides: known from the split's size, else seen as the smallest difference
 * between neighbouring records, where there are enough of those. */
static double grain(const lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    size_t samples = lc_context_samples(context, t);
    double least = INFINITY;
    if (samples)
        return fmax(s->quantum, lc_analyzed_scale_max(t) / (double)samples);
    for (size_t i = 1; i < s->n; i++) {
        double d = fabs(s->y[i] - s->y[i - 1]);
        if (d > 0 && d < least)
            least = d;
    }
    return isfinite(least) && s->n >= GRAIN_MIN ? fmax(least, s->quantum) : s->quantum;
}

/* Scatter of the values outside the stretch, whose own zeros would make it too small; of all where
 * there are too few others. */
static double scatter_outside(lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_curve *c = &t->curve;
    double x_from = lc_analyzed_x(context, t, at->from),
           x_to = lc_analyzed_x(context, t, at->to - 1), after = 0, before = 0;
    size_t from = lc_curve_point(c, x_from), to = lc_curve_point(c, x_to) + 1;
    if (from >= 3)
        lc_noise_sd(&before, c->x, c->y, from, &context->first);
    if (to + 3 <= c->n)
        lc_noise_sd(&after, c->x + to, c->y + to, c->n - to, &context->first);
    double outside = fmax(before, after);
    return outside > 0 ? outside : c->noise;
}

/* Chance that values that scatter as this series does repeat k times more: two normal values fall
 * into the same grain with probability grain / (2 sqrt(pi) sd); there are n - k places to begin. */
static double coincidence(lc_context *context, const lc_analyzed *t, const stretch *at)
{
    size_t length = at->to - at->from;
    double sd =
        fmax(scatter_outside(context, t, at), lc_context_sampling_error(context, t, at->value));
    double one = sd > 0 ? fmin(0.5, grain(context, t) / (2 * SQRT_PI * sd)) : 1;
    /* A constant series, or what is left of one, has no scatter of its own: then other runs must speak,
     * and the digits. */
    if (sd == 0 || 3 * length >= 2 * t->finite)
        one = fmin(one, lc_context_quantum(context, t) > FEW_DIGITS * lc_analyzed_scale_max(t)
                            ? REPEAT_COARSE
                            : REPEAT);
    double batch = batch_of(context, t);
    if (batch > 0)
        one = batch_repeats(batch, at->value / lc_analyzed_scale_max(t));
    double places = (double)(t->finite - length + 1);
    return fmin(1, places * pow(one, (double)(length - 1)));
}

/* The same output for all costs at least the entropy of the classes' shares, which is at least that of
 * "this class or another": h(a) for a class of share a. Outputs may vary somewhat though the class does
 * not; a plain loss far below, anywhere in the stretch, comes from a network that tells samples apart. */
static bool loss_allows(const lc_context *context, const lc_analyzed *accuracy, const stretch *at)
{
    const lc_analyzed *loss = lc_context_plain_loss(context, accuracy);
    double share = at->value / lc_analyzed_scale_max(accuracy);
    /* Weighted losses have other bounds. */
    if (!loss || share <= 0 || share >= 1 || context->below_floor)
        return true;
    double least = lc_baseline_entropy(share);
    for (size_t i = at->from; i < at->to; i++) {
        double y = lc_analyzed_beside(context, loss, accuracy, i);
        if (y + loss->series->quantum / 2 < lc_context_limit(context, BOUND) * least)
            return false;
    }
    return true;
}

/* Among K classes of which one has that share, the entropy of the shares is the largest when the others
 * are equal; where it is told and larger, there is no class of that share. */
static bool shares_allow(const lc_context *context, double share)
{
    const lc_facts *facts = &context->run->facts;
    if (!(facts->class_entropy > 0) || facts->classes < 2 || share <= 0 || share >= 1)
        return true;
    double most = lc_baseline_entropy(share) + (1 - share) * log((double)facts->classes - 1);
    return facts->class_entropy <= most + SPLITS;
}

/* The same answer on the other split gives that class's share there, which is about the same where
 * splits are drawn alike; another accuracy comes from other answers. */
static bool other_split_allows(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_analyzed *other = lc_context_other(context, t);
    if (!other)
        return true;
    const lc_curve *c = &other->curve;
    size_t from = lc_curve_point(c, lc_analyzed_x(context, t, at->from));
    size_t to = lc_curve_point(c, lc_analyzed_x(context, t, at->to - 1)) + 1;
    double level = lc_curve_level(c, from, to < c->n ? to : c->n) / lc_analyzed_scale_max(other);
    double apart = fabs(level - at->value / lc_analyzed_scale_max(t));
    return isnan(level) || apart <= lc_context_limit(context, MAX_SPLIT_DIFFERENCE);
}

/* The run ends there, and its middle level before was better: what was learnt is lost. */
static bool has_fallen(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_curve *c = &t->curve;
    size_t from = lc_curve_point(c, lc_analyzed_x(context, t, at->from));
    double sampling = lc_context_sampling_error(context, t, at->value);
    double error = sampling > 0 ? sampling : c->noise;
    return at->to == t->series->n && from > 0 &&
           lc_curve_level(c, 0, from) - at->value > lc_context_limit(context, DROP_ERRORS) * error;
}

/* It takes half of the run, or all of its end; else, and where the score is far better in the end, the
 * stretch is worth a note. */
static bool is_lasting(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    double length = (double)(at->to - at->from);
    double least = lc_context_limit(context, LASTING);
    double scale = lc_analyzed_scale_max(t), end = lc_analyzed_last(t);
    if (least > 0 && at->to < t->series->n &&
        (lc_analyzed_end(t) - at->value > RECOVERED * scale ||
         scale - end < MISSES_LEFT * (scale - at->value)))
        return false;
    return length >= least * (double)t->finite || has_fallen(context, t, at);
}

/* log_lr 0: a note. */
static void report(lc_context *context, const lc_analyzed *t, const stretch *at, double p,
                   double log_lr)
{
    size_t length = at->to - at->from;
    double share = at->value / lc_analyzed_scale_max(t);
    double from = lc_analyzed_x(context, t, at->from), to = lc_analyzed_x(context, t, at->to - 1);
    bool known = lc_metric_is_accuracy(&t->series->metric);
    char right[64] = "";
    if (known)
        snprintf(right, sizeof right, ", which is right for %.3g %% of them", 100 * share);
    lc_finding *f = lc_find(context, log_lr > 0 ? LC_WARNING : LC_NOTE, lc_confidence(p), t);
    lc_finding_weigh(f, log_lr);
    lc_finding_range(f, from, to);
    lc_finding_basis(context, f, "p = %.2g (coincidence of %zu equal values)", p, length);
    lc_finding_evidence(context, f, "value", at->value);
    if (known)
        lc_finding_evidence(context, f, "class_share", share);
    lc_finding_evidence(context, f, "records", (double)length);
    lc_finding_summary(context, f,
                       "%s is exactly %s in %zu records (%s %s to %s): the network gives every "
                       "sample the same answer%s",
                       t->series->metric.name, LC_NUM(at->value), length, lc_context_axis(context),
                       LC_NUM(from), LC_NUM(to), right);
    if (known && share < 0.5)
        lc_finding_cause(
            context, f,
            "the rarer class has such a large weight that always predicting it minimises the loss");
    lc_finding_cause(context, f, "the output is saturated, or its units are dead");
    lc_finding_cause(context, f,
                     "the classes are so unequal that always predicting the most frequent one "
                     "minimises the loss");
    lc_finding_advice(context, f,
                      "look at the confusion matrix, or at precision and recall of each class");
    lc_finding_advice(context, f,
                      "choose milder class weights, or start the bias of the output at the log "
                      "odds of the class share");
}

/* Exactly 1 / K: what one answer gets among K equal classes, or as the mean over the classes. Other
 * accuracies come so near with the digit over the distance of the next such share. */
static double by_equal_classes(double share, double quantum)
{
    double classes = share > 0 ? round(1 / share) : 0, apart = 1 / (classes * (classes + 1));
    if (classes < 2 || classes > 1000 || fabs(share - 1 / classes) > quantum / 2)
        return 0;
    return fmin(3, fmax(0, -log(quantum / apart) / 2));
}

/* The loss over the same samples rests as well. */
static bool rests(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_analyzed *loss = lc_context_plain_loss(context, t);
    if (!loss)
        return false;
    double first = lc_analyzed_at(context, loss, lc_analyzed_x(context, t, at->from));
    double last = lc_analyzed_at(context, loss, lc_analyzed_x(context, t, at->to - 1));
    return at->to - at->from >= 3 && first > 0 && fabs(first - last) < RESTS * first;
}

/* On the samples of the other split everything is right: where they train, nothing moves any more. */
static bool other_is_perfect(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *other = lc_context_other(context, t);
    return other && other->curve.n &&
           lc_analyzed_end(other) > PERFECT * lc_analyzed_scale_max(other);
}

/* In the tail of a run weights that have come to rest repeat what they have reached: most right, and a loss
 * not far above what those misses cost. */
static bool has_arrived(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_analyzed *loss = lc_context_plain_loss(context, t);
    double share = at->value / lc_analyzed_scale_max(t);
    return other_is_perfect(context, t) ||
           (loss && share > REACHED && rests(context, t, at) &&
            lc_analyzed_end(loss) < REACHED_LOSS * lc_baseline_entropy(share));
}

/* The other split ends with several records of one value as well, next to this one, while the loss falls: weights
 * that move decide nothing anew, for so many samples. */
static bool both_stand(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_analyzed *other = lc_context_other(context, t);
    const lc_analyzed *loss = lc_context_main_loss(context, LC_TRAIN);
    if (!other || !loss || !loss->curve.n || at->to < t->series->n ||
        other->series->n < STAND_MIN || loss->log.shifted)
        return false;
    const lc_series *s = other->series;
    for (size_t i = s->n - STAND_MIN; i < s->n; i++)
        if (s->y[i] != s->y[s->n - 1])
            return false;
    double since = lc_analyzed_at(context, loss, lc_analyzed_x(context, other, s->n - STAND_MIN));
    return fabs(s->y[s->n - 1] - at->value) < STAND_NEAR * lc_analyzed_scale_max(t) &&
           lc_analyzed_last(loss) < (1 - STAND_FALL) * since;
}

/* The loss of training is far below what one answer costs. */
static bool tells_apart(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    const lc_analyzed *train = lc_context_main_loss(context, LC_TRAIN);
    double share = at->value / lc_analyzed_scale_max(t);
    return train && train->curve.n && lc_analyzed_is_plain_loss(train) && !context->below_floor &&
           2 * lc_analyzed_end(train) < lc_baseline_entropy(share);
}

/* How much the stretch speaks for one answer to all: it is no coincidence, less what that answer does
 * not explain. */
static double weigh(lc_context *context, const lc_analyzed *t, const stretch *at, double p)
{
    double worst = INFINITY, log_lr = lc_surprise(p, 8);
    double scale = lc_analyzed_scale_max(t);
    for (size_t i = 0; i < t->series->n; i++)
        worst = t->series->y[i] < worst ? t->series->y[i] : worst;
    bool whole = at->to - at->from == t->finite && at->to - at->from >= 3;
    bool stand = both_stand(context, t, at);
    if (context->excerpt && has_arrived(context, t, at))
        return 0;
    /* Two records of several that agree are one coincidence, the more so beside answers that differ. */
    if (at->to - at->from == 2 && t->finite > 2)
        log_lr -= tells_apart(context, t, at) ? 2 * DOUBT : DOUBT;
    /* One answer is as bad as it gets, but for another answer or a few samples. */
    if (at->value > 1.25 * worst && p > OVERWHELMING)
        log_lr -= DOUBT;
    /* A score that has got better and rests has converged, but for one that stands still on both splits while
     * their losses fall. */
    if (scale - at->value < IMPROVED * (scale - worst))
        log_lr -= stand ? 0 : 2 * DOUBT;
    /* In a long run whose loss falls all the while decisions will follow. */
    const lc_analyzed *loss = lc_context_plain_loss(context, t);
    if (loss && loss->curve.n > LONG && loss->log.drop > FOLLOWS &&
        loss->log.rise.size < FOLLOWS / 2)
        log_lr -= 2 * DOUBT;
    if (rests(context, t, at))
        log_lr += DOUBT;
    else if (at->value > HIGH * scale && !stand)
        log_lr -= DOUBT;
    /* What was better before and is lost has its own cause. */
    if (has_fallen(context, t, at) && t->series->y[t->best] - at->value > LOST * scale)
        log_lr -= DOUBT;
    if (batch_of(context, t) == 0)
        log_lr += by_equal_classes(at->value / scale, lc_context_quantum(context, t) / scale);
    if (!whole && !other_split_allows(context, t, at))
        log_lr -= other_is_perfect(context, t) ? 4 * DOUBT : 2 * DOUBT;
    return fmin(8, log_lr);
}

static bool is_recall(const lc_analyzed *t)
{
    static const char *const words[] = {"recall", "sensitivity", "specificity", "tpr", "tnr", NULL};
    return lc_metric_has_word(&t->series->metric, words);
}

/* True when it tells of a stretch. */
static bool check(lc_context *context, const lc_analyzed *t)
{
    stretch at = longest_stretch(t->series);
    double share = at.value / lc_analyzed_scale_max(t);
    /* One answer to all finds all of a class or nothing of it; as the mean over K classes 1 / K. */
    if (is_recall(t) &&
        by_equal_classes(share, lc_context_quantum(context, t) / lc_analyzed_scale_max(t)) == 0)
        return false;
    /* All right, or nothing right, is another matter (frozen-score). */
    if (at.to - at.from < 2 || !(share > TINY) || share >= 1 ||
        (share > PERFECT && !rests(context, t, &at)))
        return false;
    if (!shares_allow(context, share) || !loss_allows(context, t, &at))
        return false;
    double p = coincidence(context, t, &at), log_lr = weigh(context, t, &at, p);
    bool lasting = is_lasting(context, t, &at);
    bool tells = log_lr > 1 && (lasting || p < lc_context_limit(context, COINCIDENCE));
    if (tells)
        report(context, t, &at, p, lasting ? log_lr : 0);
    return tells;
}

/* ---- few different values ------------------------------------------------------------------- */

static size_t equal_pairs(const lc_series *s)
{
    size_t pairs = 0;
    for (size_t i = 0; i < s->n; i++)
        for (size_t j = i + 1; j < s->n; j++)
            pairs += s->y[i] == s->y[j];
    return pairs;
}

/* All values lie at a and 1 - a, and both occur. */
static bool flips(const lc_series *s, double scale)
{
    size_t other = 0;
    for (size_t i = 1; i < s->n; i++) {
        bool same = fabs(s->y[i] - s->y[0]) <= s->quantum / 2;
        bool flipped = fabs(s->y[i] + s->y[0] - scale) <= s->quantum;
        if (!same && !flipped)
            return false;
        other += !same;
    }
    return other > 0 && fabs(2 * s->y[0] - scale) > s->quantum;
}

/* Right answers, of how many isn't told. */
static bool is_count(const lc_analyzed *t)
{
    static const char *const words[] = {"correct", "corrects", NULL};
    return t->series->quantum == 1 && lc_analyzed_scale_max(t) == 1 &&
           lc_metric_has_word(&t->series->metric, words);
}

/* A score that jumps, and yet comes back to the very same few values: shares of single classes, of which
 * the network calls everything by one or by another. */
static void check_values(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    bool counts = is_count(t);
    double scale = counts ? s->y[t->best] : lc_analyzed_scale_max(t), n = (double)s->n;
    double moves = fmax(t->curve.noise, QUIET * scale);
    if (s->n < 3 || s->n > VALUES_MAX || t->finite < s->n)
        return;
    size_t pairs = equal_pairs(s);
    double one = counts ? 1 : grain(context, t); /* sample more */
    bool flip = !counts && flips(s, scale);
    double expected = n * (n - 1) / 2 * fmin(0.5, one / (2 * SQRT_PI * moves));
    double surprise = pairs ? -log(fmax(poisson_tail(pairs, expected), 1e-9)) : 0;
    double log_lr = flip     ? FLIPS + 0.5 * n
                    : counts ? fmin(9, surprise) /* thousands of samples hardly agree by chance */
                             : fmin(6, surprise) - 2;
    bool enough = flip || pairs >= 3;
    bool loud = t->curve.noise > LOUD * scale || flip;
    bool high = !counts && s->y[t->best] > HIGH * scale * (flip ? 2 : 1);
    if (log_lr <= 0 || !loud || !enough || high)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, t);
    lc_finding_weigh(f, log_lr);
    lc_finding_basis(context, f, "%zu pairs of equal values, %s expected by chance", pairs,
                     LC_NUM(expected));
    lc_finding_evidence(context, f, "equal_pairs", (double)pairs);
    lc_finding_evidence(context, f, "expected_pairs", expected);
    if (flip)
        lc_finding_summary(context, f,
                           "%s is either %s or %s: the network gives all samples the "
                           "same answer, sometimes one class and sometimes the other",
                           s->metric.name, LC_NUM(s->y[0]), LC_NUM(scale - s->y[0]));
    else
        lc_finding_summary(context, f,
                           "%s changes between exactly the same few values: the network gives all "
                           "samples the same answer, which changes from record to record",
                           s->metric.name);
    lc_finding_cause(context, f, "the learning rate is too high: each step changes all decisions");
    lc_finding_cause(context, f, "inputs are not scaled, or the output is saturated");
    lc_finding_advice(
        context, f,
        "look at the confusion matrix of a few records, and divide the learning rate by 10");
}

/* A held-out accuracy that moves by a few samples at most while training's gets much better. */
static void check_nearly(lc_context *context, const lc_pair *p)
{
    const lc_analyzed *v = p->validation, *t = p->train;
    double low, high, scale = lc_analyzed_scale_max(v);
    lc_curve_range(&v->curve, 0, v->curve.n, &low, &high);
    double learnt = (lc_analyzed_end(t) - lc_analyzed_start(t)) / lc_analyzed_scale_max(t);
    if (v->curve.n < 4 || t->curve.n < 4 || high - low > NEARLY * scale || high == low ||
        high > HIGH * scale || learnt < 0.1)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f, 2 + 0.3 * fmin(5, (double)v->curve.n));
    lc_finding_basis(context, f, "range of %s over %zu records", LC_NUM(high - low), v->curve.n);
    lc_finding_evidence(context, f, "low", low);
    lc_finding_evidence(context, f, "high", high);
    lc_finding_summary(context, f,
                       "%s stays between %s and %s in all %zu records while %s goes from %s to %s",
                       v->series->metric.name, LC_NUM(low), LC_NUM(high), v->curve.n,
                       t->series->metric.name, LC_START(t), LC_END(t));
    lc_finding_cause(context, f, "the network gives nearly all validation samples the same answer");
    lc_finding_cause(context, f, "validation is computed with old weights, or in another mode");
    lc_finding_advice(context, f, "look at the confusion matrix of the validation samples");
}

/* ---- a held-out loss -------------------------------------------------------------------------- */

/* The training loss changes within that stretch of the held-out one, and not by rounding or what steps
 * of next to no size leave. */
static bool moves_in(const lc_context *context, const lc_pair *p, const stretch *at)
{
    const lc_curve *c = &p->train->curve;
    size_t from = lc_curve_point(c, lc_analyzed_x(context, p->validation, at->from));
    double last = lc_analyzed_x(context, p->validation, at->to - 1);
    for (size_t i = from + 1; i < c->n && c->x[i] <= last; i++)
        if (fabs(c->y[i] - c->y[from]) > MOVES * fabs(c->y[from]))
            return true;
    return false;
}

/* What equal values say against the usual noise of a loss, which repeats a value of few digits often [nats]. */
static double by_digits(const lc_context *context, const lc_analyzed *t, const stretch *at)
{
    double sd = LOSS_NOISE * fabs(at->value), n = (double)(at->to - at->from);
    double one = fmin(0.5, lc_context_quantum(context, t) / (2 * SQRT_PI * sd));
    return -log(fmax((double)t->finite - n + 1, 1)) - (n - 1) * log(fmax(one, 1e-9));
}

/* A held-out loss that is exactly the same while training's moves: the outputs for those samples do not
 * depend on the weights any more. */
static void check_loss(lc_context *context, const lc_pair *p)
{
    const lc_analyzed *v = p->validation, *t = p->train;
    stretch at = longest_stretch(v->series);
    size_t length = at.to - at.from;
    if (length < 3 || 2 * length < v->finite || at.to < v->series->n || at.value == 0 ||
        !moves_in(context, p, &at))
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, v);
    lc_finding_series(f, t);
    lc_finding_weigh(f, fmin(fmin(7, 1.5 * (double)length), by_digits(context, v, &at)));
    lc_finding_range(f, lc_analyzed_x(context, v, at.from), lc_analyzed_x(context, v, at.to - 1));
    lc_finding_basis(context, f, "%zu equal values", length);
    lc_finding_evidence(context, f, "value", at.value);
    lc_finding_evidence(context, f, "records", (double)length);
    lc_finding_summary(context, f,
                       "%s is exactly %s in %zu records while %s changes: the outputs on these "
                       "samples no longer depend on the weights",
                       v->series->metric.name, LC_NUM(at.value), length, t->series->metric.name);
    lc_finding_cause(context, f,
                     "the outputs or embeddings have collapsed to one value (a triplet loss is "
                     "then its margin)");
    lc_finding_cause(context, f, "validation uses an old copy of the weights, or cached outputs");
    lc_finding_advice(context, f, "print the outputs of ten validation samples in two records");
}

/* Answers that are all the same have no correlation with the targets. */
static void check_correlation(lc_context *context, const lc_analyzed *t)
{
    size_t from = t->series->n;
    while (from > 0 && isnan(t->series->y[from - 1]))
        from--;
    size_t length = t->series->n - from;
    double first = lc_analyzed_x(context, t, from),
           last = lc_analyzed_x(context, t, t->series->n - 1);
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, t);
    lc_finding_weigh(f, fmin(6, 2 + (double)length));
    lc_finding_range(f, first, last);
    lc_finding_basis(context, f, "%zu of %zu records, with losses that are numbers", length,
                     t->series->n);
    lc_finding_evidence(context, f, "records", (double)length);
    lc_finding_summary(context, f,
                       "%s is not defined from %s %s on, while the losses are: the network gives "
                       "every sample the same answer",
                       t->series->metric.name, lc_context_axis(context), LC_NUM(first));
    lc_finding_cause(context, f,
                     "the learning rate is too high: the output no longer depends on "
                     "the input");
    lc_finding_advice(context, f, "print ten predictions beside their targets");
    lc_finding_advice(context, f, "divide the learning rate by 10");
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->analyzed[k].chosen &&
            lc_context_lacks_correlation(context, &context->analyzed[k])) {
            check_correlation(context, &context->analyzed[k]);
            break;
        }
    if (lc_context_falls_evenly(context))
        return; /* decisions follow the loss late */
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_metric *m = &context->pairs[i].validation->series->metric;
        if (m->kind == LC_LOSS)
            check_loss(context, &context->pairs[i]);
        else if (lc_metric_is_accuracy(m))
            check_nearly(context, &context->pairs[i]);
    }
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        bool score = lc_analyzed_is_unit_score(t);
        if (t->chosen && is_count(t))
            check_values(context, t);
        if (!t->chosen || t->sign >= 0 || !(score || lc_metric_is_share(&t->series->metric)) ||
            t->finite < 2)
            continue;
        if (!check(context, t) && (score || lc_metric_is_accuracy(&t->series->metric)))
            check_values(context, t);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"never-moved", 0.3, false},
    {"stuck-loss", 0.3, false},
    {"not-learning", 0.4, false},
    {"frozen-score", 0.3, false},
    {"still-improving", 0.1, false},
    {"saturated-output", 0.1, false},
    {"overfitting", 0.3, false},
    {"overconfidence", 0.2, false},
    {"plateau", 0.2, false},
    {"suspiciously-perfect", 0.15, false},
    {"underfitting", 0.15, true},
    {"generalization-gap", 0.25, false},
    {"slow-learning", 0.1, false},
    {"train-eval-mode", 0.3, true},
    {NULL, 0, false},
};

const lc_rule lc_rule_constant_prediction = {
    .id = "constant-prediction",
    .title = "an accuracy that repeats exactly, at the share of a class",
    .theory =
        "While the weights change, the number of correctly decided samples changes as well. An "
        "accuracy that is exactly the same in record after record comes from a network that gives "
        "every sample the same class: its accuracy is then the share of that class.\n\nFive "
        "conditions must hold. The stretch is longer than a coincidence explains (p below "
        "{coincidence}), given the scatter of the series, or the binomial sampling error where the "
        "size of the split is known; two records of several that agree count as one coincidence "
        "(and as less where the training loss is below half of what one answer costs), "
        "and a series of which two thirds are one value has no scatter of its own. The value is "
        "close to the worst of the series: one that has got better and then rests has converged, "
        "unless the scores of both splits stand still, close to each other, while the training "
        "loss falls. The accuracy "
        "of the other split differs by at most {max_split_difference}; one whose samples are all "
        "decided rightly says twice as much against it. The entropy of the class "
        "shares, where it is known, allows a class of that share. And the loss is at least "
        "{bound%} of the entropy of that share: a constant answer costs that entropy. A stretch "
        "from which the score recovers, by more than 45 % of its scale in the end or to a third of "
        "its misses in the last record, is no more than a note.\n\nWhile the loss still falls "
        "evenly (see slow-learning) nothing is reported: decisions follow it late. An "
        "accuracy that jumps, and yet comes back to exactly the same few values, gives all samples "
        "one class in one record and another class in the next. A held-out 'score' between 0 and 1 "
        "is taken for an accuracy. Of counts of right answers, whose total isn't told, values that "
        "come back "
        "exactly are asked alone. A recall is not judged: of one class the same answer to all "
        "finds all or nothing. One of exactly 1/K is, which is the mean over K classes. A "
        "correlation "
        "that is no number in the last records, while all losses are, is one of answers that are "
        "all the "
        "same.",
    .source = "derivation above; the entropy bound: Cover and Thomas 2006, Elements of Information "
              "Theory, 2.6",
    .verdict = "not-learning",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .mark = LC_MARK_RANGE,
    .example = "epoch,loss,accuracy\n"
               "1,0.617,0.7350\n2,0.616,0.7350\n3,0.613,0.7350\n4,0.611,0.7350\n5,0.602,0.7350\n"
               "6,0.601,0.7350\n7,0.598,0.7350\n8,0.597,0.7350\n9,0.595,0.7350\n10,0.585,0.7350\n"
               "11,0.589,0.7350\n12,0.581,0.7350\n",
    .effects = effects,
    .rank = 90,
    .needs = LC_NEEDS_LOSS,
    .records = 2,
    .find = find,
};
