/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * underfitting.c - training has come to rest while much of the task is not learnt.
 *
 * Computes how much of the way from guessing to perfect the training score has gone when it comes to
 * rest, and whether validation is about as good: then the network, not the amount of data, is the
 * limit. A loss alone has a floor that nobody knows, so that without a score nothing is said.
 */
#include "diagnose/chance.h"
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

enum { LEFT, REST, GAP, ALPHA, FALL };

static const lc_threshold thresholds[] = {
    [LEFT] = {"left", 0.4, "part of the way from guessing to all right that is left at the end [share]",
              "AUTOTRAINER (Zhang et al., ICSE 2021): not converged below an accuracy of 0.6"},
    [REST] = {"rest", 0.1, "gain in the last third of the run, of what is left, that is no rest [share]",
              "judgement: at that pace the way takes ten such thirds"},
    [GAP] = {"gap", 0.25, "distance of validation from train, of what train has left [share]",
             "judgement: beyond, more data would help nearly as much as a larger network"},
    [ALPHA] = {"alpha", 0.05, "chance of a rise in the last third by noise, below which it still rises",
               "convention"},
    [FALL] = {"fall", 0.02, "fall of the training loss in the last third, of its level, that is no rest "
                            "[share]",
              "judgement: decisions follow the loss late, a score may wait while it falls"},
};

#define RECORDS_MIN 8

/* The loss goes on falling, whatever the score does. */
static bool loss_falls(lc_study *study)
{
    const lc_trace *loss = lc_study_train_loss(study);
    lc_late late;
    if (!loss || loss->sign <= 0 || loss->curve.n < RECORDS_MIN || !lc_study_late(&late, study, loss))
        return false;
    return lc_late_improves(&late, loss, lc_study_limit(study, ALPHA), lc_study_limit(study, FALL));
}

/* The last third brings little of what is left. */
static bool rests(lc_study *study, const lc_trace *t, double left)
{
    lc_late late;
    if (!lc_study_late(&late, study, t))
        return false;
    return late.trend.p_rise > lc_study_limit(study, ALPHA) ||
           late.gained / lc_trace_whole(t) < lc_study_limit(study, REST) * left;
}

static void report(lc_study *study, const lc_trace *train, const lc_trace *validation, double left)
{
    const char *name = train->series->metric.name;
    double end = lc_trace_end(train);
    lc_finding *f = lc_find(study, LC_WARNING, 0.8, train);
    lc_finding_series(f, validation);
    lc_finding_basis(study, f, "%.0f %% of the way from guessing to all right is left", 100 * left);
    lc_finding_evidence(study, f, "train_end", end);
    lc_finding_evidence(study, f, "guess", lc_chance_share(study) * lc_trace_whole(train));
    lc_finding_evidence(study, f, "way_left", left);
    if (validation)
        lc_finding_evidence(study, f, "validation_end", lc_trace_end(validation));
    lc_finding_summary(study, f, "%s comes to rest at %s, with %.0f %% of the way from guessing to all right "
                                 "before it%s%s", name, LC_NUM(end), 100 * left,
                       validation ? ", and validation is about as good" : "",
                       validation ? "" : ", as far as the training split tells");
    lc_finding_cause(study, f, "the network is too small, or of the wrong kind, for the task");
    lc_finding_cause(study, f, "the inputs do not say more of the labels, or many labels are wrong: then this "
                               "is as good as it gets");
    lc_finding_cause(study, f, "regularisation, dropout or augmentation is so strong that training samples "
                               "can't be learnt");
    lc_finding_cause(study, f, "the learning rate is too high to settle or too low to move on");
    lc_finding_advice(study, f, "double the width or depth: if the training score rises, the network was the "
                                "limit");
    lc_finding_advice(study, f, "train on a few hundred samples without regularisation: if they can't be "
                                "learnt by heart, look for a fault in the network; if they can, ask what "
                                "the inputs can tell");
    lc_finding_advice(study, f, "try learning rates of three times and a third");
}

static void check(lc_study *study, const lc_trace *train)
{
    const lc_trace *validation = lc_study_other(study, train);
    double chance = lc_chance_share(study), end = lc_trace_end(train) / lc_trace_whole(train);
    double left = (1 - end) / (1 - chance);
    /* Nothing right at all is no small network, but no accuracy of this task. */
    if (!(end > 0) || left < lc_study_limit(study, LEFT) ||
        !rests(study, train, left) || loss_falls(study))
        return;
    if (validation && validation->curve.n &&
        end - lc_trace_end(validation) / lc_trace_whole(validation) > lc_study_limit(study, GAP) * (1 - end))
        return;
    report(study, train, validation, left);
}

static void find(lc_study *study)
{
    for (size_t k = 0; k < study->run->series_n; k++) {
        const lc_trace *t = &study->traces[k];
        if (t->chosen && t->series->metric.split == LC_TRAIN && t->curve.n >= RECORDS_MIN &&
            lc_metric_is_accuracy(&t->series->metric))
            check(study, t);
    }
}

const lc_rule lc_rule_underfitting = {
    .id = "underfitting",
    .title = "training comes to rest while much of the task is not learnt",
    .theory =
        "A network that can't hold the task leaves both splits alike: the training score comes to rest "
        "far from all right, and validation is about as good. The way is measured from what guessing "
        "among the classes gives (0 where their number is not told) to 1; two fifths of it left at the "
        "end, with no more than a tenth of that gained in the last third of the run, and a gap to "
        "validation of less than a quarter of what is left, is underfitting; not so while the training loss "
        "still falls by a fiftieth in that third, since decisions follow the loss late.\n\n"
        "Curves can't tell a network that is too small from inputs that say no more, nor from wrong "
        "labels: the causes name all three, and the advice tells them apart. Losses have a floor that "
        "nobody knows; without a score the rule is silent.",
    .source = "I. Goodfellow, Y. Bengio, A. Courville 2016, Deep Learning, 5.2 and 11.3; Zhang et al. 2021, "
              "AUTOTRAINER, ICSE",
    .verdict = "underfitting",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .find = find,
};
