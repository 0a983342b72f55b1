/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split_mismatch.c - validation below chance while training learns.
 *
 * A classifier that has learnt something of one split is right on another, drawn alike, at least as
 * often as a guess. An accuracy below that, by more than sampling error, means that the two splits
 * were not drawn alike: classes that only one of them has, as when sorted data are cut unshuffled.
 */
#include "diagnose/baseline.h"
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

enum { LEARNT, WAY, BELOW, BELOW_SIZED, ERRORS, NOTHING };

static const lc_threshold thresholds[] = {
    [LEARNT] = {"learnt", 2,
                "training accuracy that counts as learned, over the chance level [ratio]",
                "judgement; where the number of classes is unknown, half of all samples"},
    [WAY] = {"way", 0.3, "the same where twice that level is more: way from it to 1 [share]",
             "judgement: of two classes 0.65 is more than shares of classes tell"},
    [BELOW] = {"below", 0.5,
               "validation accuracy that counts as a mismatch, over the chance level [ratio]",
               "judgement: unequal class shares alone hardly halve the chance level"},
    [BELOW_SIZED] = {"below_sized", 0.7, "the same where the size of the split is known [ratio]",
                     "judgement: sampling errors, which are asked as well, tell the rest"},
    [ERRORS] =
        {"errors", 4,
         "distance below the chance level, where the size of the split is known [sampling errors]",
         "four standard errors: one in 30,000"},
    [NOTHING] = {"nothing", 0.01,
                 "validation accuracy that counts as a mismatch, where the number of classes is "
                 "unknown [1 = all samples]",
                 "guessing among 100 classes is right as often"},
};

#define RECORDS_MIN 3

static bool has_learnt(const lc_context *context, double accuracy)
{
    double chance = lc_baseline_share(context);
    double enough = chance > 0 ? fmin(lc_context_limit(context, LEARNT) * chance,
                                      chance + lc_context_limit(context, WAY) * (1 - chance))
                               : 0.5;
    return accuracy >= enough;
}

/* That validation accuracy is below what guessing gives. */
static bool is_below(const lc_context *context, const lc_analyzed *t, double level)
{
    double chance = lc_baseline_share(context), n = (double)lc_context_samples(context, t);
    if (!(chance > 0))
        return level < lc_context_limit(context, NOTHING);
    double error = n > 0 ? sqrt(chance * (1 - chance) / n) : 0;
    return level < lc_context_limit(context, n > 0 ? BELOW_SIZED : BELOW) * chance &&
           chance - level > lc_context_limit(context, ERRORS) * error;
}

/* Points of the validation curve at which training has learnt, and those of them below a guess. */
typedef struct stretch {
    size_t learnt, below;
    size_t from, to; /* first and last one below */
} stretch;

static stretch find_stretch(const lc_context *context, const lc_pair *p)
{
    const lc_curve *v = &p->validation->curve, *t = &p->train->curve;
    double train_whole = lc_analyzed_scale_max(p->train),
           whole = lc_analyzed_scale_max(p->validation);
    stretch s = {0};
    for (size_t i = 0; i < v->n; i++) {
        size_t at = lc_curve_point(t, v->x[i]);
        if (at >= t->n || !has_learnt(context, t->smooth[at] / train_whole))
            continue;
        s.learnt++;
        if (!is_below(context, p->validation, v->smooth[i] / whole))
            continue;
        s.from = s.below ? s.from : i;
        s.to = i;
        s.below++;
    }
    return s;
}

static void report(lc_context *context, const lc_pair *p, const stretch *s)
{
    const lc_curve *v = &p->validation->curve, *t = &p->train->curve;
    const char *name = p->validation->series->metric.name, *axis = lc_context_axis(context);
    double guess = lc_baseline_share(context), level = lc_curve_level(v, s->from, s->to + 1);
    double train = t->smooth[lc_curve_point(t, v->x[s->to])];
    lc_finding *f = lc_find(context, LC_CRITICAL, 0.95, p->validation);
    lc_finding_series(f, p->train);
    lc_finding_range(f, v->x[s->from], v->x[s->to]);
    lc_finding_basis(context, f,
                     guess > 0 ? context->run->facts.classes
                                     ? "chance level %s"
                                     : "chance level %s: two classes, by what training costs where "
                                       "about half is right"
                               : "below %s: guessing among 100 classes is right as often",
                     LC_NUM(guess > 0 ? guess : lc_context_limit(context, NOTHING)));
    lc_finding_evidence(context, f, "train", train / lc_analyzed_scale_max(p->train));
    lc_finding_evidence(context, f, "validation", level / lc_analyzed_scale_max(p->validation));
    lc_finding_evidence(context, f, "guess", guess > 0 ? guess : NAN);
    lc_finding_evidence(context, f, "records_below", (double)s->below);
    lc_finding_summary(context, f,
                       "%s is %s from %s %s to %s, below the chance level, while %s reaches %s: "
                       "the two splits do not have the same classes",
                       name, LC_NUM(level), axis, LC_NUM(v->x[s->from]), LC_NUM(v->x[s->to]),
                       p->train->series->metric.name, LC_NUM(train));
    lc_finding_cause(context, f,
                     "sorted data were split without shuffling, so validation has other classes "
                     "than training (validation_split of Keras takes the last rows as they are)");
    lc_finding_cause(context, f,
                     "labels are encoded differently in the two splits: another order of classes, "
                     "of folders, or of one-hot columns");
    lc_finding_cause(context, f,
                     "inputs are prepared differently: scaling, channel order, vocabulary");
    lc_finding_advice(
        context, f, "count the classes in both splits, then split again, shuffled and stratified");
    lc_finding_advice(context, f,
                      "evaluate some training samples through the validation path: the result must "
                      "be the training accuracy");
}

static void check(lc_context *context, const lc_pair *p)
{
    stretch s = find_stretch(context, p);
    bool sized = lc_context_samples(context, p->validation) > 0 && lc_baseline_share(context) > 0;
    if (s.below >= RECORDS_MIN && (sized || 2 * s.below >= s.learnt))
        report(context, p, &s);
}

static void find(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_pair *p = &context->pairs[i];
        if (lc_metric_is_accuracy(&p->validation->series->metric) &&
            p->train->curve.n >= RECORDS_MIN && p->validation->curve.n >= RECORDS_MIN)
            check(context, p);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"train-eval-mode", 0.15, false},    {"constant-prediction", 0.15, true},
    {"overfitting", 0.15, false},        {"overconfidence", 0.15, false},
    {"generalization-gap", 0.15, false}, {NULL, 0, false},
};

const lc_rule lc_rule_split_mismatch = {
    .id = "split-mismatch",
    .title = "a validation accuracy below chance while training learns",
    .theory = "Guessing among K classes is right once in K. A network that has learned from the "
              "training split is right at least as often on similar samples; if it has learned "
              "nothing that transfers, it stays at the chance level. An accuracy below that, by "
              "more than the binomial sampling error, needs samples that are different: classes "
              "that the training split hardly has, so that every answer is wrong, or labels in "
              "another order.\n\nThe rule looks at the records at which the smoothed training "
              "accuracy is {learnt} times the chance level, or {way%} of the way from it to 1. In "
              "three of them the smoothed validation accuracy must be below {below_sized%} of the "
              "chance level, and {errors} sampling errors below it. Where the number of classes "
              "(--classes) or the size of the split is not known, this must hold in half of those "
              "records; without the size, below {below%} of the chance level, without the number "
              "of classes below {nothing%} of all samples. That there are two classes is also "
              "told by the training loss: of the records, the first with half of the samples "
              "right, or little more, costs what doubt between two answers costs.",
    .source = "binomial sampling error; Keras documentation of Model.fit, validation_split",
    .verdict = "metric-mismatch",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example = "# classes: 10\n"
               "# validation_samples: 2000\n"
               "epoch,accuracy,val_accuracy\n"
               "1,0.329,0.0190\n2,0.459,0.0215\n3,0.576,0.0205\n4,0.648,0.0180\n5,0.724,0.0210\n"
               "6,0.771,0.0225\n7,0.806,0.0195\n8,0.844,0.0200\n9,0.867,0.0185\n10,0.885,0.0220\n"
               "11,0.896,0.0205\n12,0.914,0.0190\n",
    .effects = effects,
    .rank = 60,
    .needs = LC_NEEDS_PAIR,
    .records = 3,
    .find = find,
};
