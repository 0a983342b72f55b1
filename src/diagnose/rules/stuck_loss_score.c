/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stuck_loss_score.c - a score that rests at what a guess gets.
 *
 * Holds an accuracy against 1 / K, an area under the curve against a half and a coefficient of determination
 * against 0, and asks whether score or loss learn all the same.
 */
#include "diagnose/rules/stuck_loss.h"

#include "diagnose/finding.h"

#include "model/metric.h"

#include <math.h>

#define PSNR_MIN 5      /* records of a ratio of signal to noise that rests, ... */
#define PSNR_RANGE 0.5  /* ... by so much [dB], ... */
#define PSNR_MOST 14    /* ... at what one colour gets of pixels with a variance of 0.04 */
#define PSNR_LR 4       /* ... and what it says [nats] */
#define EER_NEAR 0.04   /* of a half, to which an equal error rate is a guess' */
#define RISES_P 0.01    /* p-value of an accuracy that rises ... */
#define RISES_BY 0.1    /* ... by so much of a guess' */
#define CLIMBS_MIN 8    /* records, of which all but one are above the one before ... */
#define CLIMBS_BY 0.05  /* ... by so much of a guess' in all */
#define MAY_RISE_P 0.05 /* the same of an accuracy without a loss, which is doubted ... */
#define MAY_RISE_LR 2.5 /* ... by so much [nats] */
#define JUMPS 0.15      /* noise of a loss's logarithm that is oscillation's matter */
#define LEARNS 0.05     /* fall of a loss's logarithm that is learning */
#define BELOW 0.97      /* of what a guess costs: less is learnt */
#define COMES_DOWN 20   /* records within which a loss may come down to what a guess costs */
#define LOSS_NEAR 0.005 /* of what a guess costs */
#define AUC_RISES 0.06  /* of an area under the curve, beyond which it is learning */
#define AUC_NEAR 0.045 /* of an area under the curve from 1/2, of a network that learned by heart */

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

/* A loss of the same split, be it a part, that rests at what a guess among so many costs; NULL for none. */
static const lc_analyzed *loss_at_guess(const lc_context *context, const lc_analyzed *t,
                                        double classes)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *l = &context->analyzed[k];
        if (l->chosen && l->series->metric.kind == LC_LOSS &&
            l->series->metric.split == t->series->metric.split && l->curve.n >= HALF_MIN &&
            fabs(lc_curve_level(&l->curve, l->curve.n / 2, l->curve.n) / log(classes) - 1) <
                LOSS_NEAR)
            return l;
    }
    return NULL;
}

/* Record by record, which noise about a level does not. */
static bool climbs(const lc_curve *c)
{
    size_t up = 0;
    for (size_t i = 1; i < c->n; i++)
        up += c->y[i] > c->y[i - 1];
    return c->n >= CLIMBS_MIN && up + 2 >= c->n;
}

/* What the mean colour of an image gets, 10 log10 of 1 over the variance of its pixels, is all from the second
 * record on. */
static void check_mean_colour(lc_context *context, const lc_analyzed *t)
{
    double low, high;
    if (t->curve.n < PSNR_MIN ||
        lc_curve_range(&t->curve, 1, t->curve.n, &low, &high) > PSNR_RANGE || low <= 0 ||
        high > PSNR_MOST)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, t);
    lc_finding_weigh(f, PSNR_LR);
    lc_finding_basis(context, f, "%s to %s dB from the second record on", LC_NUM(low),
                     LC_NUM(high));
    lc_finding_evidence(context, f, "low", low);
    lc_finding_evidence(context, f, "high", high);
    lc_finding_summary(context, f,
                       "%s stays between %s and %s dB from the second record on: as much as the "
                       "mean colour of an image gets",
                       t->series->metric.name, LC_NUM(low), LC_NUM(high));
    lc_stuck_loss_remedies(context, f);
}

void lc_stuck_loss_equal_errors(lc_context *context, const lc_analyzed *t)
{
    static const char *const words[] = {"eer", NULL};
    double low, high;
    if (!lc_metric_has_word(&t->series->metric, words) || t->curve.n < 3)
        return;
    lc_curve_range(&t->curve, 0, t->curve.n, &low, &high);
    double half = high > 1 ? 50 : 0.5;
    if (low < (1 - EER_NEAR) * half || high > (1 + EER_NEAR) * half)
        return;
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.85, t);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "minimum %s and maximum %s of %zu records", LC_NUM(low),
                     LC_NUM(high), t->curve.n);
    lc_finding_evidence(context, f, "low", low);
    lc_finding_evidence(context, f, "high", high);
    lc_finding_summary(context, f, "%s stays between %s and %s, near %s, the result of guessing",
                       t->series->metric.name, LC_NUM(low), LC_NUM(high), LC_NUM(half));
    lc_stuck_loss_remedies(context, f);
}

void lc_stuck_loss_score(lc_context *context, const lc_analyzed *t)
{
    static const char *const psnr[] = {"psnr", NULL};
    const lc_curve *c = &t->curve;
    const lc_metric *m = &t->series->metric;
    if (lc_metric_has_word(m, psnr))
        check_mean_colour(context, t);
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
    const lc_analyzed *at_guess =
        r2 || auc || !(classes > 2) ? NULL : loss_at_guess(context, t, classes);
    bool usual = r2 || at_guess || classes == 2 || classes == 3 || classes == 4 || classes == 5 ||
                 classes == 10 || classes == 20 || classes == 100;
    /* Told otherwise. */
    if (!r2 && t->baseline > 0 && fabs(t->baseline / scale - guess) > 0.06 * guess)
        return;
    double near = r2    ? 0.05
                  : auc ? AUC_NEAR
                        : 0.06 * guess,
           spread = r2 ? 0.06 : fmin(0.3 * guess, 0.1);
    /* Of several heads the one that this is the accuracy of. */
    const lc_analyzed *loss =
        at_guess ? at_guess : lc_context_main_loss(context, t->series->metric.split);
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
         (better > RISES_BY * guess * scale && rise_p(context, c) < RISES_P) ||
         (!auc && better > CLIMBS_BY * guess * scale && climbs(c))))
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
    lc_stuck_loss_remedies(context, f);
}
