/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * split_mismatch.c - validation below chance while training learns.
 *
 * A classifier that has learnt something of one split is right on another, drawn alike, at least as
 * often as a guess. An accuracy below that, by more than sampling error, means that the two splits
 * were not drawn alike: classes that only one of them has, as when sorted data are cut unshuffled.
 */
#include "analyze/chance.h"
#include "analyze/finding.h"
#include "analyze/rule.h"
#include "run/metric.h"

#include <math.h>

enum { LEARNT, BELOW, ERRORS, NOTHING };

static const lc_threshold thresholds[] = {
    [LEARNT] = {"learnt", 2, "training accuracy that counts as learnt, of a guess' [ratio]",
                "judgement; where the number of classes is unknown, half of all samples"},
    [BELOW] = {"below", 0.5, "validation accuracy below which it is a mismatch, of a guess' [ratio]",
               "judgement: unequal class shares alone hardly halve a guess"},
    [ERRORS] = {"errors", 4, "distance from a guess [sampling errors], where the split's size is known",
                "four standard errors: one in 30,000"},
    [NOTHING] = {"nothing", 0.01, "the same where the number of classes is unknown [1 = all samples]",
                 "a guess among 100 classes is right as often"},
};

#define RECORDS_MIN 3

static bool has_learnt(const lc_study *study, double accuracy)
{
    double chance = lc_chance_share(study);
    double enough = chance > 0 ? fmin(lc_study_limit(study, LEARNT) * chance, (1 + chance) / 2) : 0.5;
    return accuracy >= enough;
}

/* The validation accuracy's median is below what guessing gives. */
static bool is_below(const lc_study *study, const lc_trace *t, double level)
{
    double chance = lc_chance_share(study), n = (double)lc_study_samples(study, t);
    if (!(chance > 0))
        return level < lc_study_limit(study, NOTHING);
    double error = n > 0 ? sqrt(chance * (1 - chance) / n) : 0;
    return level < lc_study_limit(study, BELOW) * chance &&
           chance - level > lc_study_limit(study, ERRORS) * error;
}

static void report(lc_study *study, const lc_pair *p, double train, double level)
{
    const char *name = p->validation->series->metric.name;
    lc_finding *f = lc_find(study, LC_CRITICAL, 0.95, p->validation);
    lc_finding_series(f, p->train);
    lc_finding_basis(study, f, lc_chance_share(study) > 0 ? "a guess is right in %s of all samples"
                                                : "below %s: a guess among 100 classes is right as often",
                     LC_NUM(lc_chance_share(study) > 0 ? lc_chance_share(study) : lc_study_limit(study, NOTHING)));
    lc_finding_evidence(study, f, "train", train);
    lc_finding_evidence(study, f, "validation", level);
    lc_finding_evidence(study, f, "guess", lc_chance_share(study) > 0 ? lc_chance_share(study) : NAN);
    lc_finding_summary(study, f, "%s is %s, less than a guess gives, while %s reaches %s: the two splits do "
                                 "not hold the same classes", name,
                       LC_NUM(level * lc_trace_whole(p->validation)), p->train->series->metric.name,
                       LC_NUM(train * lc_trace_whole(p->train)));
    lc_finding_cause(study, f, "sorted data were cut without shuffling, so that validation has other classes "
                               "than training (Keras' validation_split takes the last rows as they stand)");
    lc_finding_cause(study, f, "labels are encoded differently in the two splits: another order of classes, "
                               "of folders, or of one-hot columns");
    lc_finding_cause(study, f, "inputs are prepared differently: scaling, channel order, vocabulary");
    lc_finding_advice(study, f, "count the classes in both splits, then split anew, shuffled and stratified");
    lc_finding_advice(study, f, "evaluate on a part of the training samples through the validation's own "
                                "path: it must give the training accuracy");
}

static void check(lc_study *study, const lc_pair *p)
{
    const lc_course *v = &p->validation->curve;
    double train = lc_trace_end(p->train) / lc_trace_whole(p->train);
    /* The later half: the first epochs may be below a guess for a while. */
    double level = lc_course_level(v, v->n / 2, v->n) / lc_trace_whole(p->validation);
    if (has_learnt(study, train) && is_below(study, p->validation, level))
        report(study, p, train, level);
}

static void find(lc_study *study)
{
    for (size_t i = 0; i < study->pairs_n; i++) {
        const lc_pair *p = &study->pairs[i];
        if (lc_metric_is_accuracy(&p->validation->series->metric) && p->train->curve.n >= RECORDS_MIN &&
            p->validation->curve.n >= RECORDS_MIN)
            check(study, p);
    }
}

const lc_rule lc_rule_split_mismatch = {
    .id = "split-mismatch",
    .title = "validation below chance while training learns",
    .theory =
        "Guessing among K classes is right once in K. A network that has learnt from the training split "
        "is right on samples drawn alike at least as often, or it says nothing of them and stays at that "
        "level. Less, by more than the binomial sampling error, takes samples that are unlike: classes "
        "that the training split hardly has, so that every answer is wrong, or labels in another "
        "order.\n\n"
        "The median of the later half of the validation accuracy is held against half of a guess, and "
        "must be four sampling errors below it; where --classes is not told, against 1 in 100. The "
        "training accuracy must be twice a guess, or half way from it to 1.",
    .source = "binomial sampling error; Keras documentation of Model.fit, validation_split",
    .verdict = "metric-mismatch",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .find = find,
};
