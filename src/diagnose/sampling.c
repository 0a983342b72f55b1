/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sampling.c - what few samples alone make of a score or of a mean loss. */
#include "diagnose/sampling.h"

#include "diagnose/baseline.h"
#include "model/metric.h"
#include "model/sample_steps.h"

#include <math.h>

/* Epochs, or validation's records, per one of training: of less it is of batches. */
#define BATCHES 0.9
/* Sd of samples' losses over their mean, of a network right in 93 of 100. */
#define BATCH_SPREAD 2.5

size_t lc_context_score_samples(const lc_context *context, const lc_analyzed *t)
{
    const lc_metric *m = &t->series->metric;
    if (lc_metric_is_accuracy(m))
        return lc_context_samples(context, t);
    return lc_metric_is_share(m) || lc_metric_is_error_rate(m)
               ? lc_samples_by_steps(t->series, lc_analyzed_scale_max(t), t->series->quantum)
               : 0;
}

double lc_context_sampling_error(const lc_context *context, const lc_analyzed *t, double p)
{
    size_t n = lc_context_score_samples(context, t);
    double whole = lc_analyzed_scale_max(t);
    if (n == 0)
        return 0;
    double share = p / whole;
    share = share < 0 ? 0 : share > 1 ? 1 : share;
    double sd = whole * sqrt(share * (1 - share) / (double)n);
    double digit = t->series->quantum / 2;
    return sd > digit ? sd : digit;
}

/* sd of the samples' losses over their mean. */
static double loss_spread(const lc_context *context, const lc_analyzed *t, size_t samples)
{
    const lc_analyzed *accuracy = lc_context_accuracy(context, t);
    if (!accuracy || !lc_analyzed_is_plain_loss(t) || accuracy->curve.n == 0)
        return 1;
    double right = lc_analyzed_end(accuracy) / lc_analyzed_scale_max(accuracy);
    double p = fmax(0.5, fmin(right, 1 - 0.5 / (double)samples)), odds = log(p / (1 - p));
    return fmax(1, sqrt(p * (1 - p)) * odds / lc_baseline_entropy(p));
}

double lc_context_loss_error(const lc_context *context, const lc_analyzed *t, double level)
{
    size_t n = lc_context_samples(context, t);
    return n ? loss_spread(context, t, n) * fabs(level) / sqrt((double)n) : 0;
}

bool lc_context_is_few(const lc_context *context, const lc_analyzed *t, double level, double rise)
{
    if (t->series->metric.kind == LC_LOSS)
        return rise < sqrt(0.2) * lc_context_loss_error(context, t, level);
    return rise < 2 * sqrt(0.2) * lc_context_sampling_error(context, t, level);
}

bool lc_context_is_of_batches(const lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    const lc_analyzed *other = lc_context_other(context, t);
    if (t->series->metric.split != LC_TRAIN || c->n < 2)
        return false;
    if (context->run->axis == LC_EPOCH)
        return c->x[c->n - 1] - c->x[0] < BATCHES * (double)(c->n - 1);
    return !other || (double)other->curve.n < BATCHES * (double)c->n;
}

double lc_context_batch_error(const lc_context *context, const lc_analyzed *t)
{
    double level = lc_curve_level(&t->curve, 0, t->curve.n), whole = lc_analyzed_scale_max(t);
    size_t batch = context->run->facts.batch_size;
    double one = lc_metric_is_share(&t->series->metric) ? sqrt(fmax(0, level * (whole - level)))
                                                        : BATCH_SPREAD * fabs(level);
    return one / sqrt(batch ? (double)batch : 1);
}
