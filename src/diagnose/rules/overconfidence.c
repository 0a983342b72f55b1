/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * overconfidence.c - the validation loss rises and the validation score does not fall.
 *
 * The decisions stay as good while the probabilities get worse: few samples get ever surer wrong
 * answers. It matters for the choice of the epoch: loss and score name different ones.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "diagnose/sampling.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

enum { ALPHA, RISE, LOST };

static const lc_threshold thresholds[] = {
    [ALPHA] = {"alpha", 0.01, "p-value of the rise of the loss", "convention"},
    [RISE] = {"rise", 0.1, "rise of the loss since its best [share of the best]",
              "judgement: twice the largest generalization loss of Prechelt (1998)"},
    [LOST] = {"lost", 2,
              "fall of the score since then that is within its noise [standard errors of the "
              "difference]",
              "two standard errors"},
};

#define RECORDS_MIN 6

/* Loss and score of one split, at the loss's best and at the end. */
typedef struct apart {
    size_t best; /* point of the loss's curve */
    double loss_best, loss_end, p;
    double score_best, score_end, error;
} apart;

/* False where the loss rises by less than that share, or it's too early to say. */
static bool measure(apart *a, const lc_analyzed *loss, const lc_analyzed *score, double rise)
{
    const lc_curve *c = &loss->curve, *s = &score->curve;
    a->best = lc_curve_best(c, 1, 0, c->n);
    a->loss_best = c->smooth[a->best];
    a->loss_end = lc_analyzed_end(loss);
    if (a->best + 3 >= c->n || !(a->loss_best > 0 && a->loss_end > (1 + rise) * a->loss_best))
        return false;
    size_t half = c->window / 2, from = a->best > half ? a->best - half : 0;
    double error = lc_analyzed_step_error(loss, from, a->best + half + 1);
    /* The best is the least of n / window smooth values, as in the rule on overfitting. */
    double tries = (double)c->n / (double)c->window, picked = tries > 1 ? sqrt(2 * log(tries)) : 0;
    a->p = error > 0
               ? gsl_cdf_tdist_Q((a->loss_end - a->loss_best) / error - picked, (double)c->n - 2)
               : 0;
    size_t at = lc_curve_point(s, c->x[a->best]);
    if (at >= s->n)
        return false;
    a->score_best = s->smooth[at];
    a->score_end = lc_analyzed_end(score);
    a->error = lc_analyzed_step_error(score, at, at + 1);
    return true;
}

static void report(lc_context *context, const lc_analyzed *loss, const lc_analyzed *score,
                   const apart *a)
{
    const lc_curve *c = &loss->curve;
    const char *name = loss->series->metric.name, *other = score->series->metric.name;
    const char *axis = lc_context_axis(context);
    double since = c->x[a->best], best_score = lc_analyzed_x(context, score, score->best);
    lc_finding *f = lc_find(context, LC_WARNING, lc_confidence(a->p), loss);
    lc_finding_series(f, score);
    lc_finding_range(f, since, c->x[c->n - 1]);
    lc_finding_basis(
        context, f,
        "p = %.2g (rise of the loss by noise alone); the score changes by %s, standard error %s",
        a->p, LC_NUM(a->score_end - a->score_best), LC_NUM(a->error));
    lc_finding_evidence(context, f, "best_at", since);
    lc_finding_evidence(context, f, "loss_at_best", a->loss_best);
    lc_finding_evidence(context, f, "loss_at_end", a->loss_end);
    lc_finding_evidence(context, f, "score_at_best", a->score_best);
    lc_finding_evidence(context, f, "score_at_end", a->score_end);
    lc_finding_evidence(context, f, "best_score_at", best_score);
    lc_finding_summary(context, f,
                       "%s rises from its best of %s at %s %s to %s while %s does not fall by "
                       "more than its noise (%s, then %s): wrong answers become "
                       "more confident, not clearly more frequent",
                       name, LC_NUM(loss->series->y[loss->best]), axis,
                       LC_NUM(lc_analyzed_x(context, loss, loss->best)), LC_END(loss), other,
                       LC_LEVEL(a->score_best, lc_analyzed_at(context, score, since)),
                       LC_END(score));
    lc_finding_cause(context, f,
                     "the network fits the training samples so closely that its probabilities no "
                     "longer say how often it is right");
    lc_finding_advice(context, f, "if only the decisions count, choose the %s by %s (best at %s)",
                      axis, other, LC_NUM(best_score));
    lc_finding_advice(
        context, f,
        "if probabilities count, choose %s %s, or fit a temperature to the validation outputs",
        axis, LC_NUM(since));
    lc_finding_advice(context, f, "label smoothing or weight decay keeps loss and score together");
}

static void find(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_analyzed *loss = context->pairs[i].validation;
        const lc_analyzed *score = lc_context_accuracy(context, loss);
        apart a;
        if (loss->series->metric.kind != LC_LOSS || loss->curve.n < RECORDS_MIN || !score ||
            score->curve.n < RECORDS_MIN ||
            !measure(&a, loss, score, lc_context_limit(context, RISE)))
            continue;
        bool rises = a.p < lc_context_limit(context, ALPHA) &&
                     !lc_context_is_few(context, loss, a.loss_best, a.loss_end - a.loss_best);
        if (rises && a.score_best - a.score_end <= lc_context_limit(context, LOST) * a.error)
            report(context, loss, score, &a);
    }
}

const lc_rule lc_rule_overconfidence = {
    .id = "overconfidence",
    .title = "a validation loss that rises while the validation score does not fall",
    .theory =
        "Cross-entropy punishes a wrong answer by its confidence. A network that goes on fitting "
        "becomes more confident in all its answers: wrong ones cost more and more, though their "
        "number stays the same. The smoothed loss must rise by {rise%} from its best and by more "
        "than its noise (less what selecting the best explains), and by more than a small "
        "validation set can show by chance. The score must not have fallen by more than {lost} "
        "standard errors since then.\n\nLoss and score then have their best values at different "
        "epochs. Which one to choose depends on the use of the network: the score for decisions, "
        "the loss for probabilities, or the score with outputs that are calibrated afterwards.",
    .source = "Guo, Pleiss, Sun, Weinberger 2017, On Calibration of Modern Neural Networks, ICML; "
              "Chollet 2018, "
              "Deep Learning with Python, 5.3",
    .verdict = "overfitting",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example =
        "epoch,loss,val_loss,val_accuracy\n"
        "1,0.762,0.986,0.639\n2,0.630,0.834,0.704\n3,0.516,0.729,0.754\n4,0.419,0.657,0.785\n"
        "5,0.358,0.590,0.801\n6,0.296,0.552,0.820\n7,0.249,0.546,0.824\n8,0.200,0.537,0.842\n"
        "9,0.170,0.557,0.845\n10,0.146,0.577,0.853\n11,0.119,0.602,0.857\n12,0.110,0.608,0.857\n"
        "13,0.077,0.626,0.850\n14,0.080,0.647,0.857\n15,0.064,0.680,0.856\n16,0.058,0.718,0.859\n"
        "17,0.053,0.736,0.858\n18,0.038,0.747,0.862\n",
    .rank = 110,
    .ordered = true,
    .needs = LC_NEEDS_PAIR | LC_NEEDS_ACCURACY,
    .records = 6,
    .find = find,
};
