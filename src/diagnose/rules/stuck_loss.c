/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stuck_loss.c - a loss that rests at a level which names what is wrong.
 *
 * Holds the end of each split's main loss against levels that are known: ln K for a guess among K
 * classes, exactly 0, and the float32 precision.
 */
#include "diagnose/baseline.h"
#include "diagnose/clip.h"
#include "diagnose/finding.h"
#include "diagnose/guess.h"
#include "diagnose/rule.h"

#include "model/metric.h"

#include <math.h>
#include <string.h>

enum { AT_LEVEL };

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
#define SUDDEN 0.1 /* loss before it is exactly 0 in the next record: no training does that */
#define PERFECT 0.999
#define HALF_MIN ((size_t)4) /* records of a half that can rest */
#define RISES_P 0.01         /* p-value of an accuracy that rises ... */
#define RISES_BY 0.1         /* ... by so much of a guess' */
#define MAY_RISE_P 0.05      /* the same of an accuracy without a loss, which is doubted ... */
#define MAY_RISE_LR 2.5      /* ... by so much [nats] */
#define JUMPS 0.15           /* noise of a loss's logarithm that is oscillation's matter */
#define LEARNS 0.05          /* fall of a loss's logarithm that is learning */
#define BELOW 0.97           /* of what a guess costs: less is learnt */
#define CHANCE_OF_TWO 0.6    /* the same beside a loss in the hundreds, which no accuracy earns */
#define CHANCE_MAX 0.3       /* accuracy that may be a guess' */
#define FAR_ABOVE 1.5        /* ... and cannot be one among so few, that far above */
#define COMES_DOWN 20        /* records within which a loss may come down to what a guess costs */
#define AUC_RISES 0.06       /* of an area under the curve, beyond which it is learning */
#define AUC_NEAR 0.045 /* of an area under the curve from 1/2, of a network that learned by heart */
#define TIGHT 2e-3     /* printed digit, of the level, that tells it from others */
#define CERTAIN 8      /* loss per miss of outputs near saturation [nats]: a probability of 3e-4 */
#define UNSCALED 110   /* the same of logits in the hundreds */
#define BOUND_NEAR 1   /* from a bound that divergence tells of [nats] */
#define ELSEWHERE 0.2  /* distance of the held-out loss [share] */
#define EACH_CLASSES 10  /* of digits, where nothing else is told */
#define EACH_NEAR 3e-4   /* of the level */
#define SAME_MIN 6       /* records of single steps ... */
#define SAME_STEPS 100   /* ... that stand so close ... */
#define SAME_SD 0.0015   /* ... and scatter by so much of their mean at most */
#define BEYOND 16        /* cross-entropy well above that of a guess among a million words [nats] */
#define WON_MIN 6        /* records of two networks against each other, in whose second half ... */
#define WON 0.02         /* ... one loss is below this, ... */
#define LOST 4           /* ... and the other above that */
#define BOTTOM_MIN 7     /* records of a loss that jumps above what a guess costs ... */
#define BOTTOM_RECORDS 4 /* ... of which so many, and an eighth, are there, ... */
#define BOTTOM_NEAR 0.006    /* ... to that share of the level */
#define BOTTOM_FEW 16        /* records of few ... */
#define BOTTOM_RECORDS_FEW 2 /* ... of which so many are there */
#define CTC_HIGH 3.45        /* ln 31: as much as letters that are all as likely cost [nats] */
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

static void add_remedies(lc_context *context, lc_finding *f)
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
        add_remedies(context, f);
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
        add_remedies(context, f);
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
    add_remedies(context, f);
}

static bool has_perplexity(const lc_context *context, lc_split split)
{
    static const char *const words[] = {"ppl", "perplexity", NULL};
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->run->series[k].metric.split == split &&
            lc_metric_has_word(&context->run->series[k].metric, words))
            return true;
    return false;
}

/* A perplexity beside it tells that the loss is a mean cross-entropy in nats: far above what a guess among all
 * words costs, in every record, it is lost. */
static void check_beyond_guess(lc_context *context, const lc_analyzed *t)
{
    double low, high;
    if (t->curve.n < HALF_MIN || !lc_analyzed_is_plain_loss(t))
        return;
    lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    if (low < BEYOND || !has_perplexity(context, t->series->metric.split))
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, t);
    lc_finding_weigh(f, 5);
    lc_finding_basis(context, f, "ln 1,000,000 = 13.8");
    lc_finding_evidence(context, f, "least", low);
    lc_finding_summary(context, f,
                       "%s is never below %s, while guessing among a million words costs 13.8: the "
                       "answers are confidently wrong",
                       t->series->metric.name, LC_NUM(low));
    add_remedies(context, f);
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
        add_remedies(context, f);
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
    add_remedies(context, f);
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
        add_remedies(context, f);
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
    add_remedies(context, f);
}

/* A loss named after its margin comes ever nearer to it from above. */
static bool creeps_to(const lc_analyzed *t, double margin)
{
    const lc_curve *c = &t->curve;
    double low, high;
    bool named =
        strstr(t->series->metric.base, "triplet") || strstr(t->series->metric.base, "margin");
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
        if (!(rests || creeps_to(t, m) || both_end_at(context, t, m)) || lc_analyzed_start(t) < m)
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
        add_remedies(context, f);
        return;
    }
}

/* What knows how frequent words or letters are and nothing of their order rests at their entropy. */
static const struct {
    const char *units, *models;              /* told in the report */
    double start_low, start_high, low, high; /* [nats] */
    size_t records;
} unigrams[] = {
    /* begins at about ln V of 10,000 to 300,000 words */
    {"word", "language model", 7.5, 13, 5.5, 7.8, 2 * HALF_MIN},
    /* connectionist temporal classification (CTC) begins far above */
    {"letter", "model of text or speech (CTC)", 5, 1e4, 2.75, 3.05, HALF_MIN},
};

static void check_unigram(lc_context *context, const lc_analyzed *t, size_t i)
{
    const lc_curve *c = &t->curve;
    if (c->n < unigrams[i].records || t->log.shifted || lc_context_accuracy(context, t))
        return;
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t);
    double middle = lc_curve_level(c, c->n / 2, c->n / 2 + (c->n + 3) / 4);
    double high = strstr(t->series->metric.base, "ctc") ? CTC_HIGH : unigrams[i].high;
    if (start < unigrams[i].start_low || start > unigrams[i].start_high || end < unigrams[i].low ||
        end > high || fabs(middle - end) > 0.015 * end)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "%s entropies: %s to %s nats", unigrams[i].units,
                     LC_NUM(unigrams[i].low), LC_NUM(unigrams[i].high));
    lc_finding_evidence(context, f, "start", start);
    lc_finding_evidence(context, f, "end", end);
    lc_finding_summary(
        context, f,
        "%s falls from %s to %s and stops there, as in a %s that has learned only how frequent "
        "each %s is",
        t->series->metric.name, LC_START(t), LC_END(t), unigrams[i].models, unigrams[i].units);
    lc_finding_cause(
        context, f,
        "attention or recurrence does not reach the input: masks, shifted targets, padding");
    lc_finding_cause(context, f, "the learning rate is too high, or there is no warm-up");
    lc_finding_advice(context, f, "train on 16 sentences until the loss is near 0");
}

/* A loss that falls from that record on, or has fallen below what a guess costs. */
static bool loss_learns(const lc_analyzed *t, size_t from, double guess)
{
    const lc_log_curve *l = &t->log;
    if (l->shifted || l->n == 0 || l->rise.size >= LEARNS / 2)
        return false;
    /* From above it may come down to what a guess costs; over many records that is slow learning. */
    bool above =
        guess > 0 && exp(l->end) > guess && exp(l->end) < FAR_ABOVE * guess && l->n < COMES_DOWN;
    return (from < l->n && l->y[from] - l->end > LEARNS && !above) ||
           (l->drop > LEARNS && exp(l->end) < BELOW * guess);
}

/* p-value of a rise along the curve. */
static double rise_p(lc_context *context, const lc_curve *c)
{
    lc_trend trend;
    return lc_curve_trend(&trend, c, 0, c->n, &context->first) == LC_OK ? trend.p_rise : 1;
}

/* A score that rests at what a guess gets: 1 / K of an accuracy, half of an area under the curve, 0 of a
 * coefficient of determination. */
static void check_score(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    const lc_metric *m = &t->series->metric;
    bool r2 = lc_metric_is_r2(m), auc = lc_metric_is_auc(m);
    if (c->n < 4 || !(r2 || auc || lc_metric_is_accuracy(m)))
        return;
    size_t from = c->n / (r2 ? 2 : 4); /* the first records may still come to it */
    double scale = lc_analyzed_scale_max(t), sum = 0, low, high;
    for (size_t i = from; i < c->n; i++)
        sum += c->y[i] / scale / (double)(c->n - from);
    lc_curve_range(c, from, c->n, &low, &high);
    low /= scale;
    high /= scale;
    double classes = r2 ? 0 : auc ? 2 : round(1 / sum), guess = r2 ? 0 : 1 / classes;
    bool usual = r2 || classes == 2 || classes == 3 || classes == 4 || classes == 5 ||
                 classes == 10 || classes == 20 || classes == 100;
    /* Told otherwise. */
    if (!r2 && t->baseline > 0 && fabs(t->baseline / scale - guess) > 0.06 * guess)
        return;
    double near = r2    ? 0.05
                  : auc ? AUC_NEAR
                        : 0.06 * guess,
           spread = r2 ? 0.06 : fmin(0.3 * guess, 0.1);
    const lc_analyzed *loss = lc_context_main_loss(context, t->series->metric.split);
    /* What comes up to 0 of an r2 has learnt nothing yet. */
    double better = r2 ? high : lc_analyzed_end(t) - lc_analyzed_start(t);
    /* Jumps are another rule's, unless they are all far above a guess. */
    bool jumps = loss && loss->log.noise.sd > JUMPS &&
                 (r2 || lc_analyzed_best_level(loss) < BELOW * log(classes));
    bool learns = loss && loss_learns(loss, from, r2 ? 0 : log(classes));
    if (jumps || !usual || !(fabs(sum - guess) < near) || high - low > spread || learns)
        return;
    if (better > 2 * c->noise &&
        (better > (auc ? AUC_RISES : 0.03) * scale ||
         (better > RISES_BY * guess * scale && rise_p(context, c) < RISES_P)))
        return;
    double doubt = !loss && !auc && rise_p(context, c) < MAY_RISE_P ? MAY_RISE_LR : 0;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
    lc_finding_weigh(f, (classes == 2 ? 3 : 4) + fmin(1.5, 0.1 * (double)c->n) - doubt);
    lc_finding_basis(context, f, "mean %s, minimum %s and maximum %s of %zu records", LC_NUM(sum),
                     LC_NUM(low), LC_NUM(high), c->n);
    lc_finding_evidence(context, f, "mean", sum);
    lc_finding_evidence(context, f, "guess", guess);
    lc_finding_summary(context, f, "%s stays near %s, the result of %s", t->series->metric.name,
                       LC_NUM(sum * scale), r2 ? "the same answer for all samples" : "guessing");
    add_remedies(context, f);
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
    add_remedies(context, f);
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
}

static void find(lc_context *context)
{
    if (lc_context_falls_evenly(context))
        return;
    for (size_t k = 0; k < context->run->series_n; k++)
        if (check_box(context, &context->analyzed[k]))
            break;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        bool train = t->series->metric.split == LC_TRAIN;
        if (t->chosen && t->sign < 0 && (train || !lc_context_other(context, t)))
            check_score(context, t);
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
            check_certain(context, t);
            check_each_class(context, t);
            check_same_cost(context, t);
            if (!lc_context_warned(context, t))
                check_bottom(context, t);
            check_beyond_guess(context, t);
            check_margin(context, t);
            check_square(context, t);
            for (size_t k = 0; k < sizeof unigrams / sizeof *unigrams; k++)
                check_unigram(context, t, k);
        }
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
        "more than a fifth speaks against a level at which nothing depends on the inputs. A "
        "score without a loss that may be rising (p < 0.05) is doubted. A loss without an "
        "accuracy that comes down to ln K of 10, 100 or 1000 classes time and again from far "
        "above, and never below, is one of guesses as well.\n\nA model of text that knows how "
        "frequent its words or letters are, and nothing of their order, rests at their entropy: "
        "between 5.5 and 7.8 nats for words, and between 2.75 and 3.05 for letters (up to 3.45 "
        "where the loss is called CTC), where the loss of connectionist temporal classification "
        "(CTC) comes down to from far above. Beside a perplexity, a loss above 16 nats in all "
        "records is higher than any guess of a word.\n\nOf two networks against each other the "
        "discriminator has won where its loss, or that of the fakes, stays below 0.02 in the "
        "second half of the run while the loss of the generator is above 4 and has grown.\n\nA "
        "box loss of exactly 0 means that no prediction was matched with an object.",
    .source = "A. Karpathy 2019, A Recipe for Training Neural Networks (check the loss at "
              "initialisation); Cover and Thomas 2006, Elements of Information Theory, 2.1; C. "
              "Shannon 1951, Prediction and Entropy of Printed English (letters: 4.1 bits, 2.9 "
              "nats); IEEE 754",
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
