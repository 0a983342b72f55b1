/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * suspiciously_perfect.c - validation is (nearly) perfect from the first epochs on.
 *
 * Computes how many records of the first tenth of the run, and of all, have a validation score that
 * leaves almost nothing; a loss that leaves no doubt of any sample gives it more time. Hard tasks are
 * not learnt in an epoch, nor without any doubt: the answer stands in the inputs, or the samples in
 * both splits.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

enum { PERFECT, EARLY, STAYS, EARLY_SURE, SURE };

static const lc_threshold thresholds[] = {
    [PERFECT] = {"perfect", 0.998, "validation score that counts as perfect [share]",
                 "judgement: label errors alone are 3 % in ten widely used test sets (Northcutt et "
                 "al. 2021)"},
    [EARLY] = {"early", 0.1, "part of the run within which it is reached [share]", "judgement"},
    [STAYS] = {"stays", 0.9, "part of the records from there on that are perfect [share]",
               "judgement: a few may be lower by sampling error"},
    [EARLY_SURE] = {"early_sure", 0.5,
                    "part of the run within which it is reached, for an R2 and for a score whose "
                    "loss leaves no doubt [share]",
                    "judgement: an R2 has to grow to the size of the targets first, and 0.2 % of "
                    "their variance is little for the noise of measured targets at any time"},
    [SURE] = {"sure", 0.001,
              "cross-entropy at the end that leaves no doubt [share of the chance level]",
              "inequality of Fano: of two classes, at most one label in 15,000 is then uncertain, "
              "while about 3 % are wrong in real test sets"},
};

#define RECORDS_MIN 5
#define SAMPLES_MIN 60    /* of which all right tells that 95 % are (rule of three: 3 / 60) */
#define ALL_RIGHT_MIN 4   /* records of which none has a wrong sample of validation */
#define ALL_RIGHT 0.9999  /* score of validation in a piece of a run ... */
#define ALL_TRAINED 0.999 /* ... and of training in its first record */
#define LEARNT 0.99 /* score of training beside such a validation that is no luck of few samples */
#define FIRST_MAX 3 /* records: of a long run the first tenth is no beginning any more */

/* Cross-entropy of the same samples at the end, of what a guess gets; NaN without one. */
static double doubt_left(const lc_context *context, const lc_analyzed *accuracy)
{
    const lc_analyzed *loss = lc_context_plain_loss(context, accuracy);
    double guess = loss && loss->baseline > 0 ? loss->baseline
                                              : log(2); /* of two classes, the fewest there are */
    return loss ? lc_analyzed_end(loss) / guess : NAN;
}

static void report(lc_context *context, const lc_analyzed *t, size_t first, size_t perfect)
{
    const lc_series *s = t->series;
    const lc_analyzed *train = lc_context_other(context, t);
    double x = lc_analyzed_x(context, t, first);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, t);
    lc_finding_series(f, train);
    lc_finding_range(f, x, lc_analyzed_x(context, t, s->n - 1));
    lc_finding_basis(context, f, "%zu of %zu records at %s or more", perfect, s->n - first,
                     LC_NUM(lc_context_limit(context, PERFECT) * lc_analyzed_scale_max(t)));
    lc_finding_evidence(context, f, "first_at", x);
    lc_finding_evidence(context, f, "value", s->y[first]);
    lc_finding_evidence(context, f, "perfect_records", (double)perfect);
    double doubt = doubt_left(context, t);
    if (!isnan(doubt))
        lc_finding_evidence(context, f, "loss_over_guess", doubt);
    lc_finding_summary(context, f,
                       "%s is already %s at %s %s and stays near it: too good for a real task",
                       s->metric.name, LC_NUM(s->y[first]), lc_context_axis(context), LC_NUM(x));
    lc_finding_cause(context, f,
                     "the inputs contain the answer: a column derived from the label, an "
                     "identifier, a file name, a time");
    lc_finding_cause(context, f,
                     "the same samples, or near copies, are in both splits: duplicates, frames of "
                     "one video, several images of one patient, augmentation before splitting");
    lc_finding_cause(context, f, "the validation set has only one class, or is tiny");
    lc_finding_cause(context, f, "the task is really that easy");
    lc_finding_advice(
        context, f,
        "train on one input at a time: a single input that gives the same score is the leak");
    lc_finding_advice(context, f,
                      "look for equal rows in both splits, and split by person, place or day");
    lc_finding_advice(context, f,
                      "test the network on data from another source before you believe the score");
}

/* Records within which perfection is early. */
static size_t early_records(const lc_context *context, const lc_analyzed *t)
{
    double n = (double)t->series->n;
    if (lc_metric_is_r2(&t->series->metric) ||
        doubt_left(context, t) < lc_context_limit(context, SURE))
        return (size_t)fmax(1, lc_context_limit(context, EARLY_SURE) * n);
    return (size_t)fmin(FIRST_MAX, fmax(1, lc_context_limit(context, EARLY) * n));
}

/* Another score of the same samples is far from perfect: most of them are of one class, or easy in another way. */
static bool another_is_not(const lc_context *context, const lc_analyzed *t)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *o = &context->analyzed[k];
        if (o->chosen && o->sign < 0 && o->curve.n &&
            o->series->metric.split == t->series->metric.split &&
            lc_metric_is_share(&o->series->metric) &&
            lc_analyzed_end(o) < lc_context_limit(context, PERFECT) * lc_analyzed_scale_max(o))
            return true;
    }
    return false;
}

/* Nobody knows what a piece of a run began with; but where no sample of either split is wrong in any record,
 * nothing was to be learnt. */
static bool is_all_right(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *train = lc_context_other(context, t);
    double whole = lc_analyzed_scale_max(t);
    for (size_t i = 0; i < t->series->n; i++)
        if (t->series->y[i] < ALL_RIGHT * whole)
            return false;
    return !train || lc_analyzed_first(train) > ALL_TRAINED * whole;
}

/* From the third record on no sample of validation is wrong any more, and next to none of training in the end. */
static bool ends_all_right(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *train = lc_context_other(context, t);
    if (train && lc_analyzed_end(train) < LEARNT * lc_analyzed_scale_max(t))
        return false;
    for (size_t i = FIRST_MAX - 1; i < t->series->n; i++)
        if (t->series->y[i] < ALL_RIGHT * lc_analyzed_scale_max(t))
            return false;
    return true;
}

static void check(lc_context *context, const lc_analyzed *t)
{
    const lc_series *s = t->series;
    double level = lc_context_limit(context, PERFECT) * lc_analyzed_scale_max(t);
    size_t early = early_records(context, t), first = 0, perfect = 0;
    if (early < FIRST_MAX && ends_all_right(context, t))
        early = FIRST_MAX;
    while (first < early && !(s->y[first] >= level))
        first++;
    size_t samples = lc_context_samples(context, t);
    if (context->excerpt && !is_all_right(context, t))
        return;
    if (first == early || (samples && samples < SAMPLES_MIN) || another_is_not(context, t))
        return;
    for (size_t i = first; i < s->n; i++)
        perfect += s->y[i] >= level;
    if ((double)perfect >= lc_context_limit(context, STAYS) * (double)(s->n - first))
        report(context, t, first, perfect);
}

static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        bool graded = lc_metric_is_part(&t->series->metric);
        if (t->chosen && graded && lc_split_is_held_out(t->series->metric.split) &&
            (t->series->n >= RECORDS_MIN ||
             (t->series->n >= ALL_RIGHT_MIN && t->finite == t->series->n &&
              t->series->y[0] >= ALL_RIGHT * lc_analyzed_scale_max(t) &&
              ends_all_right(context, t))))
            check(context, t);
    }
}

const lc_rule lc_rule_suspiciously_perfect = {
    .id = "suspiciously-perfect",
    .title = "a (nearly) perfect validation score from the first epochs on",
    .theory =
        "A task that needs a network is not learned in an epoch or two, and real labels have "
        "errors: about 3 % in ten of the most used test sets. A validation score of {perfect} "
        "and more within the first records ({early%} of the run, three records at most) that "
        "stays there in {stays%} of the records needs another explanation: the inputs contain "
        "the label in some form, or both splits contain the same samples. Where another score of "
        "the same samples is not that good, one class that nearly all samples have is the "
        "explanation, and nothing is said. Of a log that begins in the middle of a run it is "
        "said only where no sample of validation, and next to none of training, is wrong in any "
        "record. The third record of a short run is early where from then on no sample of "
        "validation is wrong, and at most one in a hundred of training in the end.\n\nFor an R2, "
        "which grows slowly, and where the cross-entropy ends below {sure%} of the chance level, "
        "the first {early_sure%} of the run are early enough: with one wrong label in a hundred, "
        "even perfect knowledge costs 0.056 nats a sample, so such a loss means labels without "
        "any error.",
    .source = "Northcutt, Athalye, Mueller 2021, Pervasive Label Errors in Test Sets, NeurIPS; "
              "Kapoor and "
              "Narayanan 2023, Leakage and the reproducibility crisis, Patterns 4; Cover and "
              "Thomas 2006, "
              "Elements of Information Theory, 2.10 (Fano's inequality)",
    .verdict = "suspicious",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example = "epoch,loss,val_loss,val_accuracy\n"
               "1,0.2110,0.2621,0.9990\n2,0.1104,0.1373,0.9990\n3,0.0581,0.0732,0.9995\n"
               "4,0.0320,0.0404,0.9990\n5,0.0198,0.0232,0.9990\n6,0.0122,0.0145,0.9995\n"
               "7,0.0087,0.0102,0.9990\n8,0.0075,0.0075,0.9990\n9,0.0062,0.0065,0.9995\n"
               "10,0.0069,0.0058,0.9990\n11,0.0049,0.0065,0.9990\n12,0.0049,0.0053,0.9995\n",
    .rank = 120,
    .needs = LC_NEEDS_LOSS,
    .records = 5,
    .find = find,
};
