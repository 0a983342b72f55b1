/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * stuck_loss_text.c - a loss of words or letters that knows no more than how frequent they are.
 *
 * Holds it against their entropies, and against what a guess among all words costs.
 */
#include "diagnose/rules/stuck_loss.h"

#include "diagnose/finding.h"

#include "model/metric.h"

#include <math.h>
#include <string.h>

#define BEYOND 16 /* cross-entropy well above that of a guess among a million words [nats] */
#define PERPLEXITY_FALLS \
    0.05              /* of its logarithm, from a first epoch's mean to the words' entropy [nats] */
#define CTC_HIGH 3.45 /* ln 31: as much as letters that are all as likely cost [nats] */

static bool is_perplexity(const lc_metric *m)
{
    static const char *const words[] = {"ppl", "perplexity", NULL};
    return lc_metric_has_word(m, words);
}

static bool has_perplexity(const lc_context *context, lc_split split)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->run->series[k].metric.split == split &&
            is_perplexity(&context->run->series[k].metric))
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
    lc_stuck_loss_remedies(context, f);
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
    bool perplexity = i == 0 && is_perplexity(&t->series->metric);
    if (c->n < (perplexity ? HALF_MIN : unigrams[i].records) || t->log.shifted ||
        lc_context_accuracy(context, t))
        return;
    double start = lc_analyzed_start(t), end = lc_analyzed_end(t);
    double middle = lc_curve_level(c, c->n / 2, c->n / 2 + (c->n + 3) / 4);
    if (perplexity)
        start = log(start), end = log(end), middle = log(middle);
    double high = strstr(t->series->metric.base, "ctc") ? CTC_HIGH : unigrams[i].high;
    if (start < (perplexity ? end + PERPLEXITY_FALLS : unigrams[i].start_low) ||
        start > unigrams[i].start_high || end < unigrams[i].low || end > high ||
        fabs(middle - end) > 0.015 * end)
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
    lc_finding_experiment(f, "train on 16 sentences until the loss is near 0");
}

void lc_stuck_loss_text(lc_context *context, const lc_analyzed *t)
{
    check_beyond_guess(context, t);
    for (size_t i = 0; i < sizeof unigrams / sizeof *unigrams; i++)
        check_unigram(context, t, i);
}
