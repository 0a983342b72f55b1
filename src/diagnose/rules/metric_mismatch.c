/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metric_mismatch.c - an accuracy that can't belong to the task that the loss learns.
 *
 * Looks at a training loss that falls and the accuracy over the same samples: one that stays near 0
 * (or below what the rarest of K classes would give) while the loss loses most of its height, and one
 * that gets worse, in the order of its records, while the loss gets better.
 */
#include "diagnose/rules/metric_mismatch.h"

#include "diagnose/baseline.h"
#include "diagnose/finding.h"
#include "diagnose/floor.h"
#include "diagnose/rule.h"

#include <math.h>

#define FAR 4      /* floor over loss, in every record [ratio]: a squared error is no lower */
#define STILL 0.02 /* accuracy gained that follows the loss [1 = all samples] */
#define STILL_FAR \
    0.1 /* the same where the loss ends so far below its floor that most must be right */
#define LEARNT_RECORDS 6    /* in which an accuracy must have followed */
#define LEARNT_BELOW 1.3    /* floor over loss at the end [ratio] */
#define LEARNT_FALL 0.5     /* of the loss's logarithm */
#define LEARNT_RISE 0.05    /* of it from its best on: a loss that stays */
#define TWICE_MIN 4         /* records of a softmax that is applied twice */
#define TWICE_NEAR 0.02     /* of the sum of loss and accuracy */
#define TWICE_CLASSES_MIN 3 /* two cost so little that other losses are as high */
#define TWICE_START 0.1     /* of the first loss above ln K: probabilities make no worse guess */
#define TWICE_CLASSES 100   /* more can't be told apart */
#define TWICE_MOVES 0.02    /* range of the accuracy that says something [share of samples] */
/* Cross-entropy at which hardly an answer is sure [nats]: labels that are smoothed by 0.4 among 30 classes, or by
 * 0.2 among 1000, cost less where all is right. */
#define UNSURE 2
#define NEARLY_ALL 0.9 /* share of samples wrong, beside a loss that ... */
#define PART_LEFT 1.5  /* ... has fallen by so much of its logarithm */
#define TWICE_ABOVE \
    3.4               /* loss over the share of misses of usual networks, and half as much again */
#define FEW_WRONG 0.1 /* share of samples wrong, that training came to */
#define MISSES 0.05   /* share of samples wrong, from which on the floor says much */

#define RECORDS_MIN 3 /* of both curves */

static const lc_threshold thresholds[] = {
    [LEARNT] =
        {"learnt", 0.3,
         "fall of the loss, as a share of its start, that counts as learning [share]",
         "judgement: a classifier that has lost a third of its loss is right on some samples"},
    [NOTHING] = {"nothing", 0.005,
                 "accuracy below which nothing is right, where the number of classes is unknown [1 "
                 "= all samples]",
                 "guessing among 200 classes is right as often"},
    [ALPHA] = {"alpha", 0.01, "p-value of the trends of both curves", "convention"},
    [MOVED] = {"moved", 0.05,
               "fall of the accuracy, while the loss falls, that counts [1 = all samples]",
               "judgement: one sample in twenty is decided differently"},
    [SCALE] = {"scale", 300, "loss of one split over that of the other [ratio]",
               "judgement: no generalization gap is so wide from the first record on"},
};

/* The loss learns: from start to end it lost a good part of its height. */
static bool falls(const lc_context *context, const lc_analyzed *loss)
{
    double start = lc_analyzed_start(loss), end = lc_analyzed_end(loss);
    return start > 0 && end >= 0 && start - end > lc_context_limit(context, LEARNT) * start;
}

/* The highest accuracy that is none: half of a guess among the classes, where they are known. */
static double nothing_right(const lc_context *context)
{
    double guess = lc_baseline_share(context);
    return guess > 0 ? guess / 2 : lc_context_limit(context, NOTHING);
}

static void report_nothing(lc_context *context, const lc_analyzed *loss,
                           const lc_analyzed *accuracy, double most)
{
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, accuracy);
    const char *name = accuracy->series->metric.name, *loss_name = loss->series->metric.name;
    lc_finding_series(f, loss);
    lc_finding_basis(context, f, "largest value of %zu records, compared with %s", accuracy->finite,
                     LC_NUM(nothing_right(context) * lc_analyzed_scale_max(accuracy)));
    lc_finding_evidence(context, f, "most", most);
    lc_finding_evidence(context, f, "loss_start", lc_analyzed_start(loss));
    lc_finding_evidence(context, f, "loss_end", lc_analyzed_end(loss));
    lc_finding_summary(
        context, f,
        "%s is never above %s while %s falls from %s to %s: it does not measure this task", name,
        LC_NUM(most), loss_name, LC_START(loss), LC_END(loss));
    lc_finding_cause(
        context, f,
        "an accuracy of a regression: predictions equal real-valued targets only by accident");
    lc_finding_cause(context, f,
                     "labels and outputs are compared in different forms: class numbers with "
                     "one-hot rows, logits with labels, 0/1 with -1/1");
    lc_finding_cause(context, f,
                     "an exact match of whole sequences or label sets, which improves late");
    lc_finding_advice(context, f, "for a regression, log the mean absolute error or R2 instead");
    lc_finding_advice(context, f,
                      "print ten predictions beside their labels, as the metric gets them");
}

static void report_apart(lc_context *context, const lc_analyzed *loss, const lc_analyzed *accuracy,
                         double p)
{
    lc_finding *f = lc_find(context, LC_WARNING, lc_confidence(p), accuracy);
    const char *name = accuracy->series->metric.name, *loss_name = loss->series->metric.name;
    lc_finding_series(f, loss);
    lc_finding_basis(context, f, "p = %.2g (the larger of two; " LC_TREND_P ")", p);
    lc_finding_evidence(context, f, "start", lc_analyzed_start(accuracy));
    lc_finding_evidence(context, f, "end", lc_analyzed_end(accuracy));
    lc_finding_evidence(context, f, "loss_start", lc_analyzed_start(loss));
    lc_finding_evidence(context, f, "loss_end", lc_analyzed_end(loss));
    lc_finding_summary(context, f,
                       "%s falls from %s to %s while %s, over the same samples, falls from "
                       "%s to %s: they do not measure the same thing",
                       name, LC_START(accuracy), LC_END(accuracy), loss_name, LC_START(loss),
                       LC_END(loss));
    lc_finding_cause(context, f,
                     "the loss is weighted, or has parts (regularisation, other heads) that the "
                     "accuracy does not see");
    lc_finding_cause(context, f,
                     "the metric gets outputs and labels in another order or form than the loss");
    lc_finding_cause(context, f, "the metric uses a threshold that the outputs have moved across");
    lc_finding_advice(context, f, "log each part of the loss separately and unweighted");
    lc_finding_advice(context, f, "compute the accuracy of a few samples by hand");
}

/* The same of curves that fall by a lot and not in order: the score loses what it had while the loss is
 * at its best. */
static bool contradict(const lc_analyzed *loss, const lc_analyzed *accuracy)
{
    const lc_log_curve *l = &loss->log, *a = &accuracy->log;
    double lost = exp(a->end) - exp(a->end - a->rise.size);
    return !l->shifted && !a->shifted && l->drop > 0.3 && l->rise.size <= 0 && a->rise.size > 0.2 &&
           a->rise.p < 0.01 && lost > 0.1;
}

/* Loss and accuracy both fall, beyond noise and by more than a little. */
static void check_apart(lc_context *context, const lc_analyzed *loss, const lc_analyzed *accuracy)
{
    lc_trend l, a;
    double lost =
        (lc_analyzed_start(accuracy) - lc_analyzed_end(accuracy)) / lc_analyzed_scale_max(accuracy);
    if (lost < lc_context_limit(context, MOVED) ||
        lc_curve_trend(&l, &loss->curve, 0, loss->curve.n, &context->first) != LC_OK ||
        lc_curve_trend(&a, &accuracy->curve, 0, accuracy->curve.n, &context->first) != LC_OK)
        return;
    double p = contradict(loss, accuracy) ? accuracy->log.rise.p : fmax(l.p_fall, a.p_fall);
    if (p < lc_context_limit(context, ALPHA))
        report_apart(context, loss, accuracy, p);
}

static void check(lc_context *context, const lc_analyzed *loss, const lc_analyzed *accuracy)
{
    double most = accuracy->series->y[accuracy->best];
    /* Records in which the loss is no number say nothing of both. */
    bool same = accuracy->curve.x[accuracy->curve.n - 1] <= loss->curve.x[loss->curve.n - 1];
    if (!falls(context, loss) || !same)
        return;
    if (most < nothing_right(context) * lc_analyzed_scale_max(accuracy))
        report_nothing(context, loss, accuracy, most);
    else
        check_apart(context, loss, accuracy);
}

/* ---- an accuracy far from what the loss learns -------------------------------------------------- */

/* The second half is one value: one answer to all. */
static bool rests_exactly(const lc_analyzed *t)
{
    double low, high;
    return t->curve.n >= LEARNT_RECORDS &&
           lc_curve_range(&t->curve, t->curve.n / 2, t->curve.n, &low, &high) == 0;
}

/* Share of all samples that an accuracy gets right more at the end. */
static double gained(const lc_analyzed *accuracy)
{
    return (lc_analyzed_end(accuracy) - lc_analyzed_start(accuracy)) /
           lc_analyzed_scale_max(accuracy);
}

/* The loss lies so far below the floor of a cross-entropy, in all records, that it is another one, and the
 * accuracy does not follow it, nor is nearly all right and the other split's does: that of a regression, most
 * often. */
static void check_floor(lc_context *context, const lc_analyzed *loss, const lc_analyzed *accuracy)
{
    lc_floor c = lc_floor_count(context, loss);
    double scale = lc_analyzed_scale_max(accuracy);
    double misses = 1 - lc_analyzed_end(accuracy) / scale;
    double better = gained(accuracy);
    const lc_analyzed *other = lc_context_other(context, accuracy);
    if (other && other->curve.n && misses < FEW_WRONG)
        better = fmax(better, gained(other));
    double far = misses * 0.6931471805599453 / lc_analyzed_end(loss);
    /* Or so much is learnt below it, record by record, that some of it must show. */
    bool learnt = c.records >= LEARNT_RECORDS && 2 * c.below >= c.records && far > LEARNT_BELOW &&
                  !loss->log.shifted && loss->log.drop > LEARNT_FALL &&
                  loss->log.rise.size < LEARNT_RISE;
    bool below = c.below == c.records && fmax(c.least, far) > FAR;
    /* Or nearly all is wrong as before, while the loss has become a small part of what it was. */
    bool nothing = c.records >= LEARNT_RECORDS && !loss->log.shifted && misses > NEARLY_ALL &&
                   !lc_context_warned(context, accuracy) && !rests_exactly(accuracy) &&
                   1 - exp(-loss->log.drop) > lc_context_limit(context, LEARNT) &&
                   loss->log.drop > PART_LEFT && loss->log.rise.size < LEARNT_RISE;
    double most = learnt && far > FAR ? STILL_FAR : STILL;
    if (c.records < RECORDS_MIN || !(below || learnt || nothing) || better > most ||
        misses < MISSES || !(loss->log.drop > 0.02))
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, accuracy);
    lc_finding_series(f, loss);
    lc_finding_weigh(f, 4.5);
    lc_finding_evidence(context, f, "loss_end", lc_analyzed_end(loss));
    lc_finding_evidence(context, f, "accuracy_end", lc_analyzed_end(accuracy));
    if (below || learnt) {
        lc_finding_basis(context, f,
                         "bound: with a share of %s wrong, a mean cross-entropy is at least %s",
                         LC_NUM(misses), LC_NUM(misses * 0.6931471805599453));
        lc_finding_evidence(context, f, "factor_below_floor", fmax(c.least, far));
        lc_finding_summary(
            context, f,
            "%s falls to %s while %s ends at %s: a cross-entropy cannot be so low with "
            "so many wrong answers, so the two do not measure the same thing",
            loss->series->metric.name, LC_END(loss), accuracy->series->metric.name,
            LC_END(accuracy));
    } else {
        lc_finding_basis(context, f, "the loss falls by a factor of %s, a share of %s is wrong",
                         LC_NUM(exp(loss->log.drop)), LC_NUM(misses));
        lc_finding_summary(context, f,
                           "%s falls from %s to %s while %s ends at %s: what is learned is not "
                           "what the score counts",
                           loss->series->metric.name, LC_START(loss), LC_END(loss),
                           accuracy->series->metric.name, LC_END(accuracy));
    }
    lc_finding_cause(context, f,
                     "an accuracy of a regression: it counts predictions that equal their targets "
                     "after rounding");
    lc_finding_cause(
        context, f,
        "the loss is a mean over outputs or pixels that are mostly easy, the accuracy is not");
    lc_finding_advice(context, f, "for a regression, log the mean absolute error or R2 instead");
    lc_finding_advice(context, f, "compute loss and accuracy of ten samples by hand");
}

/* All is right in every record at a loss of which hardly one answer can be sure. */
static void check_all_right(lc_context *context, const lc_analyzed *loss,
                            const lc_analyzed *accuracy)
{
    double low, high, least, most, scale = lc_analyzed_scale_max(accuracy);
    lc_curve_range(&accuracy->curve, 0, accuracy->curve.n, &low, &high);
    lc_curve_range(&loss->curve, 0, loss->curve.n, &least, &most);
    if (low < scale || least < UNSURE || lc_context_is_regression(context))
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, accuracy);
    lc_finding_series(f, loss);
    lc_finding_weigh(f, 5);
    lc_finding_basis(context, f, "all right in %zu records", accuracy->finite);
    lc_finding_evidence(context, f, "least_loss", least);
    lc_finding_summary(context, f,
                       "%s is perfect (%s) in every record while %s is %s or more, at which "
                       "hardly an answer is sure",
                       accuracy->series->metric.name, LC_NUM(scale), loss->series->metric.name,
                       LC_NUM(least));
    lc_finding_cause(context, f, "the labels are compared with themselves, or with one class");
    lc_finding_advice(context, f,
                      "print ten predictions beside their labels, as the metric gets them");
}

/* ---- a softmax of a softmax ----------------------------------------------------------------------- */

/* Probabilities that pass through a second softmax as if they were logits: where they are near 0 and 1, a right
 * answer costs ln (e + K - 1) - 1 and a wrong one ln (e + K - 1), so that loss and accuracy add up to the same
 * number in every record, and no loss is lower than that less 1. */
static void check_twice(lc_context *context, const lc_analyzed *loss, const lc_analyzed *accuracy)
{
    const lc_curve *l = &loss->curve, *a = &accuracy->curve;
    double scale = lc_analyzed_scale_max(accuracy), low = INFINITY, high = -INFINITY;
    if (l->n != a->n || l->n < TWICE_MIN)
        return;
    for (size_t i = l->n / 2; i < l->n; i++) {
        low = fmin(low, l->y[i] + a->y[i] / scale);
        high = fmax(high, l->y[i] + a->y[i] / scale);
    }
    double worst = INFINITY, best = -INFINITY;
    for (size_t i = 0; i < a->n; i++)
        if (fabs(l->y[i] + a->y[i] / scale - (low + high) / 2) <= TWICE_NEAR) {
            worst = fmin(worst, a->y[i]);
            best = fmax(best, a->y[i]);
        }
    if (best - worst < TWICE_MOVES * scale)
        return; /* of two that rest the sum does as well */
    double right = lc_analyzed_end(accuracy) / scale, end = lc_analyzed_end(loss);
    size_t told = context->run->facts.classes;
    double classes = told ? (double)told : round(exp((low + high) / 2) - exp(1) + 1);
    double sum = log(exp(1) + classes - 1);
    if (classes < TWICE_CLASSES_MIN || classes > TWICE_CLASSES ||
        lc_analyzed_start(loss) > log(classes) + TWICE_START ||
        fabs((low + high) / 2 - sum) > TWICE_NEAR || high - low > 2 * TWICE_NEAR || right < 0.5 ||
        end < TWICE_ABOVE * (1 - right) + 0.1)
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.85, loss);
    lc_finding_series(f, accuracy);
    lc_finding_weigh(f, 4);
    lc_finding_basis(context, f, "loss + accuracy from %s to %s; ln (e + %.0f) = %s", LC_NUM(low),
                     LC_NUM(high), classes - 1, LC_NUM(sum));
    lc_finding_evidence(context, f, "classes", classes);
    lc_finding_evidence(context, f, "loss_end", end);
    lc_finding_evidence(context, f, "accuracy_end", right);
    lc_finding_evidence(context, f, "least_possible", sum - 1);
    lc_finding_summary(context, f,
                       "%s ends at %s although %s is %s: a softmax of %.0f outputs that is applied "
                       "twice cannot cost less than %s",
                       loss->series->metric.name, LC_END(loss), accuracy->series->metric.name,
                       LC_END(accuracy), classes, LC_NUM(sum - 1));
    lc_finding_cause(context, f,
                     "the network ends in a softmax, and the loss applies another one to what it "
                     "takes for logits");
    lc_finding_cause(context, f, "labels are smoothed by much");
    lc_finding_advice(context, f, "give the loss the outputs before the softmax");
}

static void find(lc_context *context)
{
    if (context->run->facts.weighted_class_entropy > 0)
        return; /* weights, not the accuracy, part the two */
    lc_metric_mismatch_units(context);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || t->sign == 0 || t->series->metric.kind != LC_LOSS ||
            t->curve.n < RECORDS_MIN)
            continue;
        const lc_analyzed *accuracy = lc_context_accuracy(context, t);
        if (!accuracy || accuracy->curve.n < RECORDS_MIN)
            continue;
        /* Of a held-out split alone: beside training's its curves may part by overfitting. */
        if (t->series->metric.split == LC_TRAIN || !lc_context_main_loss(context, LC_TRAIN))
            check(context, t, accuracy);
        if (t == lc_context_main_loss(context, LC_TRAIN) && lc_analyzed_is_plain_loss(t))
            check_twice(context, t, accuracy);
        if (lc_analyzed_is_plain_loss(t) && t->sign > 0)
            check_all_right(context, t, accuracy);
        if (lc_analyzed_is_plain_loss(t) && t->sign > 0)
            check_floor(context, t, accuracy);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"generalization-gap", 0.3, false},
    {"overfitting", 0.1, false},
    {"underfitting", 0.15, false},
    {"constant-prediction", 0.15, false},
    {"frozen-score", 0.2, false},
    {"oscillation", 0.15, false},
    {"train-eval-mode", 0.1, false},
    {"still-improving", 0.1, false},
    {"divergence", 0.03, false},
    {"late-collapse", 0.15, false},
    {"lasting-jump", 0.1, false},
    {"never-moved", 0.3, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_metric_mismatch = {
    .id = "metric-mismatch",
    .title = "an accuracy that does not belong to the task that the loss learns",
    .theory =
        "A classifier whose loss falls decides more and more samples correctly. Take an accuracy "
        "that stays below half of the chance level (or below {nothing%}, where the number of "
        "classes is unknown) while the loss falls by {learnt%}: it is computed on something "
        "else. Most often it is the accuracy of a regression, or labels and outputs are compared "
        "in different forms. The same holds where nine in ten are wrong as before while the loss "
        "falls to less than a quarter (unless the score is one value to the digit, as one answer "
        "to all gives), and, the other way round, where all is right in every record at a loss "
        "of 2 nats and more, of which hardly an answer is sure, not even where labels are "
        "smoothed. A loss far below (1 - accuracy) ln 2, the floor of a mean cross-entropy, beside "
        "an accuracy that does not follow it, is another loss, most often that of a regression; "
        "where the "
        "loss ends at a quarter of that floor or less, an accuracy may gain a tenth of all samples "
        "by "
        "chance. An "
        "accuracy of more than nine in ten is taken to follow where that of the other split has "
        "risen.\n\nAn accuracy that falls by {moved%} of the samples while the loss over the "
        "same samples falls as well shows that the two follow different things. Both trends are "
        "tested; the larger of the two p-values counts, since both must hold.\n\nA loss that is "
        "{scale} times that of the other split from the first record on is a sum where the other "
        "is a mean. Twenty times are enough where each wrong answer of validation costs more "
        "than 40 nats at once, while its accuracy rises. A training loss that is a whole number "
        "of times that of validation in every record is summed over the batches of a step, and "
        "one that grows by about its first value from record to record, or by half of it and then "
        "ever "
        "less, while the run gets better, is never set back to 0.\n\nA softmax that is applied "
        "twice leaves K outputs "
        "between 1 / (e + K - 1) and e / (e + K - 1): loss and accuracy then add up to ln (e + K "
        "- 1), and the first loss is hardly above ln K. The second half of the run must show it, "
        "and the accuracy must move by 2 % or more of the samples in the records that do. Losses "
        "of which one is above 0 in all records and the other below, far apart from the first "
        "one on, are not the same loss.",
    .source = "derivation above; trend test: stats/trend.h; accuracy metrics of regressions: Keras "
              "documentation of Accuracy metrics",
    .verdict = "metric-mismatch",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example = "epoch,loss,accuracy\n"
               "1,20.52,0.0023\n2,16.33,0.0025\n3,13.09,0.0023\n4,10.69,0.0027\n5,8.60,0.0022\n"
               "6,7.23,0.0023\n7,5.88,0.0029\n8,5.07,0.0023\n9,4.27,0.0024\n10,3.83,0.0021\n"
               "11,3.35,0.0022\n12,3.07,0.0023\n",
    .effects = effects,
    .rank = 50,
    .ordered = true,
    .needs = LC_NEEDS_ACCURACY,
    .records = 3,
    .find = find,
};
