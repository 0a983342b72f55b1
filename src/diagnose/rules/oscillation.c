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
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/sampling.h"

#include "base/mem.h"
#include "base/wide.h"
#include "model/metric.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define FEW 60       /* records up to which the prior on noise judges */
#define FEWER 24     /* records beyond which training's noise and the samples must not explain it */
#define BACK 0.18    /* a step back of the logarithm that counts as a swing */
#define ONCE 2       /* [nats] against a single step back: it may be a bad record */
#define ONCE_AFTER 5 /* records behind a single one, that are calm ... */
#define ONCE_PART 4  /* ... to this part of its swing */
#define FEW_LEAST 5
#define LAGS 16         /* of the residuals' correlation that are looked at side by side */
#define LITTLE 0.05     /* of the first training loss */
#define REWARDS_MIN 12  /* records of a reward */
#define REWARD_LOW 0.5  /* of what it had reached: lost ... */
#define REWARD_BACK 0.7 /* ... and found again */
#define HARMLESS 0.985  /* accuracy in all records at which a loss may swing */

enum { SAMPLING, SWING, POINTS, SCATTER, RATIO, JOINT_SCATTER, THERE_AND_BACK };

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

#define SQRT2 1.4142135623730951
#define SCATTER_MIN 12 /* records: of fewer the bend of a decay passes for scatter too often */
#define BATCHES \
    0.9 /* epochs, or validation's records, per one of training: of less it is of batches */
#define BATCH_SPREAD \
    2.5 /* sd of samples' losses over their mean, of a network right in 93 of 100 */
#define REACH ((size_t)3) /* records within which a swing happens */
#define PERIOD_MIN 16     /* points: a period shorter than a quarter of these can be seen */
#define PERIOD_MAX \
    512 /* points: beyond, no single period lasts, and its search takes their square */

/* How a series moves against its direction. */
typedef struct swings {
    double largest, from, to; /* largest loss from one record to a later one, before a new best */
    double improvement;       /* worst to best */
    double scale;             /* what all of this is held against */
    size_t turns;             /* turning points */
    double scatter;           /* sd of a point about the trend */
    double growth;            /* scatter of the second half over the first's */
    size_t period;            /* points, 0 for none */
    bool by_batches;          /* each value is a mean over a few batches, which explains it */
} swings;

/* Half of it is regained later; of the last records nobody knows. What is lost for good is no swing. */
static bool turns_back(const lc_curve *c, size_t i, double now, double before, double later)
{
    return i + REACH >= c->n || later < (now + before) / 2;
}

static void walk_swings(swings *s, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double worst = -INFINITY, best = INFINITY, later = INFINITY;
    for (size_t i = c->n; i-- > 0;) {
        double u = t->sign * c->y[i];
        double v = t->sign * c->smooth[i]; /* the swings themselves are no improvement */
        worst = v > worst ? v : worst;
        best = v < best ? v : best;
        /* How far it has been thrown back within a few records: the last best of those. */
        for (size_t k = i > REACH ? i - REACH : 0; k < i; k++) {
            double before = t->sign * c->y[k];
            if (u - before >= s->largest && turns_back(c, i, u, before, later)) {
                s->largest = u - before;
                s->from = c->x[k];
                s->to = c->x[i];
            }
        }
        later = u < later ? u : later;
        if (i >= 2 && (c->y[i] - c->y[i - 1]) * (c->y[i - 1] - c->y[i - 2]) < 0)
            s->turns++;
    }
    s->improvement = worst - best;
}

/* Sums of r[i] r[i - k] for LAGS values of k from `lag` on, the last one first, side by side. */
LC_WIDE static void products(double sum[LAGS], const double *r, size_t n, size_t lag)
{
    double sums[LAGS] = {0};
    const double *before = r - lag - LAGS + 1;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < LAGS; k++)
            sums[k] += r[i] * before[i + k];
    memcpy(sum, sums, sizeof sums);
}

/* The sum at `lag`; lags are asked for in rising order. */
static double product(double sum[LAGS], const double *r, size_t n, size_t lag)
{
    if (lag % LAGS == 0)
        products(sum, r, n, lag);
    return sum[LAGS - 1 - lag % LAGS];
}

/* Lag of the highest peak of the residuals' correlation, if it is beyond chance; else 0. Zeros stand before
 * r[0], as many as room_before() says. */
static size_t find_period(const double *r, size_t n)
{
    double sum[LAGS], best = 2 / sqrt((double)n) * product(sum, r, n, 0);
    double before = product(sum, r, n, 1), here = product(sum, r, n, 2);
    size_t period = 0;
    for (size_t lag = 2; lag <= n / 4; lag++) {
        double next = product(sum, r, n, lag + 1);
        if (here > best && here > before && here >= next) {
            best = here;
            period = lag;
        }
        before = here;
        here = next;
    }
    return period;
}

static size_t room_before(size_t n)
{
    return n / 4 + 2 * LAGS;
}

static lc_status measure(swings *s, const lc_analyzed *t, lc_error *err)
{
    const lc_curve *c = &t->curve;
    double first, second;
    *s = (swings){.scatter = c->noise};
    walk_swings(s, t);
    size_t room = room_before(c->n);
    double *block = lc_mem_resize(NULL, room + c->n, sizeof *block);
    if (!block)
        return lc_error_nomem(err);
    double *r = block + room;
    memset(block, 0, room * sizeof *block);
    for (size_t i = 0; i < c->n; i++)
        r[i] = c->y[i] - c->smooth[i];
    lc_status st = lc_residual_sd(&first, r, c->n / 2, err);
    if (st == LC_OK)
        st = lc_residual_sd(&second, r + c->n / 2, c->n - c->n / 2, err);
    if (st == LC_OK) {
        s->growth = first > 0 ? second / first : NAN;
        s->period = c->n >= PERIOD_MIN && c->n <= PERIOD_MAX ? find_period(r, c->n) : 0;
    }
    lc_mem_free(block);
    return st;
}

/* What swings are held against: the improvement of this series or of the other split's, whichever
 * is larger, and for losses the level itself, so that a curve that was good from the first record on
 * isn't judged by the little it had to gain. */
static double scale_of(const lc_context *context, const lc_analyzed *t, const swings *s)
{
    const lc_analyzed *other = lc_context_other(context, t);
    double scale = s->improvement;
    if (other) {
        swings theirs = {0};
        walk_swings(&theirs, other);
        scale = fmax(scale, theirs.improvement);
    }
    if (t->series->metric.kind == LC_LOSS)
        scale = fmax(scale, fabs(lc_curve_level(&t->curve, 0, t->curve.n)));
    return scale;
}

static double share(double part, double whole)
{
    return whole > 0 ? part / whole : INFINITY;
}

static void add_advice(lc_context *context, lc_finding *f, const lc_analyzed *t, const swings *s,
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

static void report(lc_context *context, const lc_analyzed *t, const swings *s, double sampling,
                   lc_severity severity)
{
    const lc_curve *c = &t->curve;
    bool beyond = sampling > 0;
    const char *axis = lc_context_axis(context), *name = t->series->metric.name;
    double errors = beyond ? s->largest / (SQRT2 * sampling) : NAN;
    lc_finding *f = lc_find(context, severity, beyond ? 0.99 : 0.9, t);
    if (beyond)
        lc_finding_basis(context, f, "%.2g sampling errors of a difference (binomial, %zu samples)",
                         errors, lc_context_samples(context, t));
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
    if (s->period)
        lc_finding_evidence(context, f, "period",
                            (double)s->period * (c->x[c->n - 1] - c->x[0]) / (double)(c->n - 1));
    if (c->n >= PERIOD_MIN && !isnan(s->growth))
        lc_finding_evidence(context, f, "growth", s->growth);
    char sampled[96] = "";
    if (beyond)
        snprintf(sampled, sizeof sampled, ", %.0f times the sampling error of %zu samples (%.2g)",
                 s->largest / sampling, lc_context_samples(context, t), sampling);
    lc_finding_summary(context, f, "%s swings from %s to %s between %s %s and %s%s%s", name,
                       LC_NUM(c->y[lc_curve_point(c, s->from)]),
                       LC_NUM(c->y[lc_curve_point(c, s->to)]), axis, LC_NUM(s->from), LC_NUM(s->to),
                       sampled,
                       c->n < SCATTER_MIN ? "; too few records to judge shorter swings" : "");
    lc_finding_headline(context, f, "%s swings by up to %s within a few %s", name,
                        LC_NUM(s->largest), lc_context_units(context));
    add_advice(context, f, t, s, beyond);
}

/* What noise may be measured as, at the upper end, over itself: a scale from n values by the median has an
 * error of 1.17 / sqrt(n) of itself (Rousseeuw and Croux 1993). */
static double off_by(size_t n)
{
    return 1 + 1.645 * 1.17 / sqrt((double)n);
}

/* Scatter of the second half, less what noise of a smaller size may measure as. */
static double late_scatter(lc_context *context, const lc_analyzed *t)
{
    return lc_context_late_noise(context, t) / off_by(t->curve.n - t->curve.n / 2);
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

/* Training values of less than an epoch are means over a few batches, and scatter as the samples of
 * these do: along epochs, when they lie closer than one; along steps, when validation is rarer, or isn't
 * there to tell. */
static bool is_of_batches(const lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    const lc_analyzed *other = lc_context_other(context, t);
    if (t->series->metric.split != LC_TRAIN || c->n < 2)
        return false;
    if (context->run->axis == LC_EPOCH)
        return c->x[c->n - 1] - c->x[0] < BATCHES * (double)(c->n - 1);
    return !other || (double)other->curve.n < BATCHES * (double)c->n;
}

/* Standard error of a mean over one batch; of one sample where its size is unknown. */
static double batch_error(const lc_context *context, const lc_analyzed *t)
{
    double level = lc_curve_level(&t->curve, 0, t->curve.n), whole = lc_analyzed_scale_max(t);
    size_t batch = context->run->facts.batch_size;
    double one = lc_metric_is_share(&t->series->metric) ? sqrt(fmax(0, level * (whole - level)))
                                                        : BATCH_SPREAD * fabs(level);
    return one / sqrt(batch ? (double)batch : 1);
}

/* One bad record, behind which the curve goes on as if nothing had been: a spike. */
static bool swings_once(const lc_analyzed *t, const swings *s)
{
    const lc_curve *c = &t->curve;
    size_t at = lc_curve_point(c, s->to), back = 0;
    for (size_t i = 1; i < c->n; i++)
        back += t->sign * (c->y[i] - c->y[i - 1]) > s->largest / ONCE_PART;
    return back == 1 && c->n - at > ONCE_AFTER &&
           t->sign * (c->y[at + 1] - c->y[lc_curve_point(c, s->from)]) <= s->largest / ONCE_PART;
}

static void check(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    swings s;
    if (c->n < 3 || measure(&s, t, &context->first) != LC_OK || s.turns == 0)
        return;
    s.scale = scale_of(context, t, &s);
    double top = c->y[lc_curve_point(c, s.from)], bottom = c->y[lc_curve_point(c, s.to)];
    bool batches = is_of_batches(context, t);
    double sampling = batches ? 0 : lc_context_sampling_error(context, t, (top + bottom) / 2);
    bool wide = share(s.largest, s.scale) > lc_context_limit(context, SWING) &&
                (!lc_metric_is_part(&t->series->metric) ||
                 s.largest > lc_context_limit(context, POINTS) * lc_analyzed_scale_max(t));
    if (sampling > 0 && s.largest > lc_context_limit(context, SAMPLING) * SQRT2 * sampling &&
        wide) {
        report(context, t, &s, sampling, swings_once(t, &s) ? LC_NOTE : LC_WARNING);
        return;
    }
    double scatter = share(s.scatter, s.scale) / off_by(c->n);
    if (sampling > 0 || c->n < SCATTER_MIN || !wide || scatter < lc_context_limit(context, SCATTER))
        return;
    const lc_analyzed *other = lc_context_other(context, t);
    s.by_batches = batches && s.scatter < batch_error(context, t);
    if (t->series->metric.split == LC_TRAIN || !other ||
        s.scatter > lc_context_limit(context, RATIO) * other->curve.noise)
        report(context, t, &s, 0, s.by_batches ? LC_NOTE : LC_WARNING);
}

/* ---- few records ----------------------------------------------------------------------------- */

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

/* A held-out series whose swings are no wider than what its few samples make. */
static bool is_sampling(const lc_context *context, const lc_analyzed *t)
{
    double low, high, swing = late_range(t, &low, &high);
    double sampling = lc_context_sampling_error(context, t, (low + high) / 2);
    return swing < lc_context_limit(context, SAMPLING) * SQRT2 * sampling;
}

/* A held-out series that scatters more than training does, with what both estimates may be off by. */
static bool is_rougher(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *other = lc_context_other(context, t);
    return is_held_out(t) &&
           (!other || other->log.n < 2 ||
            (!other->log.shifted && t->log.noise.sd > off_by(t->curve.n) *
                                                          lc_context_limit(context, RATIO) *
                                                          other->log.noise.sd));
}

/* A loss that moves about next to 0 while hardly a decision changes. */
static bool is_harmless(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *a =
        t->series->metric.kind == LC_LOSS ? lc_context_accuracy(context, t) : NULL;
    double low, high;
    if (!a || a->curve.n < 2)
        return false;
    lc_curve_range(&a->curve, a->curve.n / 4, a->curve.n, &low, &high);
    return low > HARMLESS * lc_analyzed_scale_max(a);
}

/* How much a series of few records swings; 0 or below: not. */
static double weigh_few(const lc_context *context, const lc_analyzed *t)
{
    const lc_log_curve *l = &t->log;
    bool epochs = context->run->axis == LC_EPOCH && !is_of_batches(context, t);
    bool part = t->series->metric.kind == LC_LOSS &&
                t != lc_context_main_loss(context, t->series->metric.split);
    if (part || (l->n > FEWER && !is_rougher(context, t)) || !(is_held_out(t) || epochs) ||
        l->n < FEW_LEAST || l->n > FEW || l->shifted || is_sampling(context, t) ||
        is_harmless(context, t))
        return 0;
    return few_log_lr(context, l) - (is_held_out(t) ? 0 : 1);
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
    lc_finding_cause(context, f, "the learning rate is too high to settle");
    lc_finding_cause(context, f,
                     "the validation set is small, or differs much from the training set");
    lc_finding_cause(
        context, f,
        "the running statistics of batch normalisation lag behind (momentum, small batches)");
    lc_finding_advice(
        context, f,
        "halve the learning rate for a few %s: if it is the cause, the swings shrink at once",
        lc_context_units(context));
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
    if (!is_held_out(t) || t->sign < 0 || s->n < 3 || s->n > FEW || t->finite < s->n)
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
static void check_few(lc_context *context)
{
    const lc_analyzed *most = NULL;
    double log_lr = 0;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        double here = t->chosen && t->sign != 0 ? weigh_few(context, t) : 0;
        bool rather = most && here == log_lr && is_held_out(t) && !is_held_out(most);
        if (here > log_lr || rather) {
            log_lr = here;
            most = t;
        }
    }
    if (most)
        report_few(context, most, log_lr);
}

static void check_jumps(lc_context *context)
{
    jump most = {.series = NULL};
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        jump j = t->chosen && t->sign != 0 ? find_jump(context, t) : most;
        if (j.ratio > most.ratio)
            most = j;
    }
    if (most.series && most.ratio >= lc_context_limit(context, THERE_AND_BACK))
        report_jump(context, &most);
}

/* Falls of a reward to less than half of what it had reached, after which it comes back. */
static size_t count_falls(const lc_curve *c)
{
    double top = c->y[0];
    size_t falls = 0;
    bool down = false;
    for (size_t i = 1; i < c->n; i++) {
        if (!down && c->y[i] < REWARD_LOW * top)
            down = true;
        else if (down && c->y[i] > REWARD_BACK * top) {
            down = false;
            falls++;
        }
        /* Of three neighbours the middle one: a single lucky record is no level. */
        if (i >= 2 && !down)
            top = fmax(top, fmax(fmin(c->y[i], c->y[i - 1]),
                                 fmin(fmax(c->y[i], c->y[i - 1]), c->y[i - 2])));
    }
    return falls;
}

/* A policy that is lost and found again. */
static void check_reward(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    double low, high;
    if (c->n < REWARDS_MIN)
        return;
    size_t falls = count_falls(c);
    lc_curve_range(c, 0, c->n, &low, &high);
    if (falls < 2 || low < 0)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_weigh(f, fmin(5, 1.5 + (double)falls));
    lc_finding_basis(context, f, "%zu falls to less than half in %zu records", falls, c->n);
    lc_finding_evidence(context, f, "falls", (double)falls);
    lc_finding_summary(context, f,
                       "%s falls to less than half of what it had reached and comes back, %zu "
                       "times: lowest %s, highest %s",
                       t->series->metric.name, falls, LC_NUM(low), LC_NUM(high));
    lc_finding_cause(context, f,
                     "each update moves the policy too far: learning rate, clip range, "
                     "epochs for each batch");
    lc_finding_cause(context, f, "the value function does not follow the policy");
    lc_finding_advice(context, f,
                      "keep the best checkpoint, and lower the learning rate as the run goes on");
}

static void find(lc_context *context)
{
    const lc_analyzed *reward = context->reinforcement ? lc_context_reward(context) : NULL;
    if (reward)
        check_reward(context, reward);
    const lc_pair *main = lc_context_main_pair(context);
    if (main)
        check_both(context, main);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        /* Rewards vary from episode to episode by their nature. */
        if (t->chosen && t->sign != 0 && !(context->reinforcement && t->sign < 0))
            check(context, t);
    }
    if (!lc_context_warned(context, NULL))
        check_few(context);
    if (!lc_context_warned(context, NULL))
        check_jumps(context);
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
        "the same N samples each time, so this is an upper bound for what sampling can do from one "
        "record to the next. Swings of more than {sampling} times the error of a difference come "
        "from the model. This needs no minimum number of records.\n\nWhere the size of the split "
        "is not known, the scatter about the trend is compared with three things: the improvement "
        "from worst to best of the split that improved more, the level of a loss, and the scatter "
        "of the training curve. A swing is the largest step back within three records. A period is "
        "given where the autocorrelation of the residuals has a significant peak. Training values "
        "that cover less than an epoch are means over a few batches: as long as they scatter by no "
        "more than the mean of one batch, the finding is a note.\n\nA step that is too large to "
        "settle keeps the weights jumping about a minimum. In a quadratic minimum with d "
        "directions, the loss above the minimum is distributed as chi-square with d degrees of "
        "freedom times a constant: its mean is the root of d/2 times its standard deviation. "
        "Losses "
        "that scatter in the second half of the run by {joint_scatter%} of the improvement of "
        "training, on both splits, which share no samples, are a warning. The training loss must "
        "scatter by more than the mean over as many new samples would (augmentation and dropout "
        "partly make samples new), so the number of training samples must be known.\n\nUp to 60 "
        "records are also compared with the noise that other runs have. Here a swing is a step "
        "back of more than a fifth of the level, after the first quarter of the run. A loss that "
        "falls all the way has none, however uneven its steps are, and a single one is doubted. If "
        "a loss is logged with its parts, only the total is judged. From 25 records on this "
        "judges validation only: it must swing by more than {sampling} sampling errors, where "
        "these "
        "are known, and scatter by more than {ratio} times the scatter of training. A loss may "
        "swing while the "
        "accuracy stays above 0.985: hardly a decision changes.\n\nA reward that falls to less "
        "than "
        "half of what it had reached and comes back, twice or more, is a policy that is lost and "
        "found again.",
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
