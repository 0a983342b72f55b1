/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * underfitting.c - training has come to rest while much of the task is not learnt.
 *
 * Computes how much of the way from guessing to perfect the training score has gone when it comes to
 * rest, and whether validation is about as good: then the network, not the amount of data, is the
 * limit. A loss alone has a floor that nobody knows, so that without a score nothing is said.
 */
#include "diagnose/baseline.h"
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/role.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

enum { LEFT, REST, GAP, ALPHA, FALL };

static const lc_threshold thresholds[] = {
    [LEFT] = {"left", 0.4,
              "part of the range from chance to perfect that is missing at the end [share]",
              "AUTOTRAINER (Zhang et al., ICSE 2021): not converged below an accuracy of 0.6"},
    [REST] = {"rest", 0.1,
              "improvement in the last third of the run beyond which it has not stopped [share of "
              "what is missing]",
              "judgement: at that rate the rest takes ten times as long"},
    [GAP] = {"gap", 0.25, "distance of validation from training [share of what training lacks]",
             "judgement: beyond it, more data would help nearly as much as a larger network"},
    [ALPHA] = {"alpha", 0.05,
               "p-value of the rise in the last third below which the score still rises",
               "convention"},
    [FALL] =
        {"fall", 0.02,
         "fall of the training loss in the last third beyond which it still falls [share of its "
         "level]",
         "judgement: decisions follow the loss late, so a score may pause while the loss falls"},
};

#define LITTLE 0.2  /* share of all samples that may be missing without a word */
#define FLAT 0.05   /* gain of the second half that leaves it even */
#define NO_GAP 0.05 /* of the losses' logarithms */
#define LONGER 8    /* records from which on a rest that goes on says more */
#define FEW 60      /* records up to which few are judged by size alone */
#define FEW_LEAST 6
#define RISES_BY 0.04   /* rise of a score in the second half, of itself, ... */
#define RISES_PART 0.05 /* ... and of an r2 of what is missing, ... */
#define RISES_P 0.05    /* ... with that p-value at most, ... */
#define RISES_LR (-5)   /* ... and what it says [nats] */
#define RECORDS_MIN 8
#define MOSTLY_WRONG 0.6  /* error rate that is no floor of a task */
#define ERROR_RATE_MOST 2 /* an error rate above is one in percent */

/* What is to be low still falls in the last third. */
static bool improves(lc_context *context, const lc_analyzed *t)
{
    lc_last_third late;
    return t && t->sign > 0 && t->curve.n >= RECORDS_MIN &&
           lc_context_last_third(&late, context, t) &&
           lc_last_third_improves(&late, t, lc_context_limit(context, ALPHA),
                                  lc_context_limit(context, FALL));
}

/* The loss goes on falling, or what is wrong on validation, whatever the training score does. */
static bool still_falls(lc_context *context)
{
    if (improves(context, lc_context_train_loss(context)))
        return true;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && lc_split_is_held_out(t->series->metric.split) &&
            lc_metric_is_error_rate(&t->series->metric) && improves(context, t))
            return true;
    }
    return false;
}

/* The last third brings little of what is left. */
static bool rests(lc_context *context, const lc_analyzed *t, double left)
{
    lc_last_third late;
    if (!lc_context_last_third(&late, context, t))
        return false;
    lc_trend all;
    /* A piece of a run tells nothing of the whole way: while it rises, it has not stopped. */
    if (context->excerpt &&
        lc_curve_trend(&all, &t->curve, 0, t->curve.n, &context->first) == LC_OK &&
        all.p_rise <= lc_context_limit(context, ALPHA))
        return false;
    return late.trend.p_rise > lc_context_limit(context, ALPHA) ||
           late.gained / lc_analyzed_scale_max(t) < lc_context_limit(context, REST) * left;
}

static lc_finding *report(lc_context *context, const lc_analyzed *train,
                          const lc_analyzed *validation, double left)
{
    const char *name = train->series->metric.name;
    double end = lc_analyzed_end(train);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, train);
    lc_finding_series(f, validation);
    lc_finding_basis(context, f, "%.0f %% of the range from chance to perfect is missing",
                     100 * left);
    lc_finding_evidence(context, f, "train_end", end);
    lc_finding_evidence(context, f, "guess",
                        lc_baseline_share(context) * lc_analyzed_scale_max(train));
    lc_finding_evidence(context, f, "way_left", left);
    if (validation)
        lc_finding_evidence(context, f, "validation_end", lc_analyzed_end(validation));
    double scale = train->sign > 0 ? 0 : lc_analyzed_scale_max(train);
    double guess = lc_baseline_share(context) * scale;
    char chance[48] = "", held_out[112] = "";
    if (guess > 0)
        snprintf(chance, sizeof chance, "chance is %s, ", LC_NUM(guess));
    if (validation && validation->curve.n)
        snprintf(held_out, sizeof held_out, "; %.60s is at %s", validation->series->metric.name,
                 LC_END(validation));
    lc_finding_summary(context, f, "%s stops at %s (%sperfect is %s)%s", name, LC_END(train),
                       chance, LC_NUM(scale), held_out);
    lc_finding_cause(context, f, "the network is too small, or of the wrong kind, for the task");
    lc_finding_cause(context, f,
                     "the inputs say no more about the labels, or many labels are wrong: then a "
                     "better result is not possible");
    lc_finding_cause(context, f,
                     "regularisation, dropout or augmentation is so strong that the training "
                     "samples cannot be learned");
    lc_finding_cause(context, f,
                     "the learning rate is too high to settle, or too low to make progress");
    lc_finding_advice(
        context, f,
        "double the width or depth: if the training score rises, the network was the limit");
    lc_finding_advice(
        context, f,
        "train on a few hundred samples without regularisation: if they cannot be memorised, look "
        "for an error in the network; if they can, check what the inputs can say");
    lc_finding_advice(context, f, "try three times the learning rate, and a third of it");
    return f;
}

/* Share of the way that is missing at that level: of an accuracy, a coefficient of determination, or an
 * error rate, which is logged as a share or in percent. */
static double missing_at(const lc_analyzed *t, double level)
{
    if (t->sign > 0)
        return level / (lc_analyzed_end(t) > ERROR_RATE_MOST ? 100 : 1);
    return 1 - level / lc_analyzed_scale_max(t);
}

static double missing(const lc_analyzed *t)
{
    return missing_at(t, lc_analyzed_end(t));
}

/* The same of the split that misses less: augmentation and dropout make training harder, and the task is
 * learnt as far as either shows. */
static double missing_least(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_other(context, t);
    return v && v->curve.n ? fmin(missing(t), missing(v)) : missing(t);
}

/* ---- few records ----------------------------------------------------------------------------- */

/* How far validation is behind; 0 where there is none. */
static double behind(const lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_other(context, t);
    return v && v->curve.n ? missing(v) - missing(t) : 0;
}

/* The score of training rises in the second half, by order and by a good part of itself; a coefficient of
 * determination, which begins at 0, of what is missing, too. */
static bool rises_late(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    lc_trend trend;
    double middle = lc_curve_level(c, c->n / 2, c->n / 2 + (c->n + 3) / 4),
           end = lc_analyzed_end(t);
    return t->sign < 0 && middle > 0 && end > (1 + RISES_BY) * middle &&
           (!lc_metric_is_r2(&t->series->metric) || end - middle > RISES_PART * (1 - middle)) &&
           lc_curve_trend(&trend, c, c->n / 2, c->n, &context->first) == LC_OK &&
           trend.p_rise < RISES_P;
}

static bool held_out_rises(lc_context *context, const lc_analyzed *t)
{
    const lc_analyzed *v = lc_context_other(context, t);
    return v && v->curve.n >= RECORDS_MIN && rises_late(context, v);
}

/* Log likelihood ratio of a network that can't hold the task: much is missing, nothing more is gained in
 * the second half, and validation is about as good. The weights are judgement: each part alone can
 * forbid it. */
static double few_log_lr(lc_context *context, const lc_analyzed *t)
{
    const lc_curve *c = &t->curve;
    const lc_analyzed *loss = lc_context_main_loss(context, LC_TRAIN);
    double half = missing_at(t, c->smooth[c->n / 2]) - missing(t);
    double fall = loss && loss->log.n == t->log.n && !loss->log.shifted
                      ? loss->log.y[loss->log.n / 2] - loss->log.end
                      : half;
    double flat = fmin(fmax(1 - fmax(half, fall) / FLAT, -3), 1);
    bool known = lc_context_other(context, t) != NULL;
    return -0.5 + 8 * fmin(fmax(missing_least(context, t) - 0.25, -0.3), 0.25) +
           (flat > 0 ? 1.5 : 2.5) * flat +
           (flat > 0 ? fmin(fmax(log((double)c->n / LONGER), 0), 1) : 0) +
           (rises_late(context, t) || held_out_rises(context, t) ? RISES_LR : 0) +
           fmin(fmax((0.1 - fmax(behind(context, t), 0)) / 0.05, -3), known ? 1 : 0);
}

static void check(lc_context *context, const lc_analyzed *train)
{
    const lc_analyzed *validation = lc_context_other(context, train);
    double least = missing_least(context, train), left = least / (1 - lc_baseline_share(context));
    /* Nothing right at all is no small network, but no accuracy of this task. */
    if (train->curve.n <= FEW && few_log_lr(context, train) <= 0)
        return;
    if (!(least < 1) || left < lc_context_limit(context, LEFT) || !rests(context, train, left) ||
        still_falls(context))
        return;
    if (validation && validation->curve.n &&
        missing(validation) - least > lc_context_limit(context, GAP) * least)
        return;
    report(context, train, validation, left);
}

static void check_few(lc_context *context, const lc_analyzed *t)
{
    /* Error rates have floors of their own, which a few records do not tell from a rest. */
    if (t->curve.n < (t->sign > 0 && missing(t) < MOSTLY_WRONG ? RECORDS_MIN : FEW_LEAST) ||
        t->curve.n > FEW || context->excerpt)
        return;
    if (missing_least(context, t) < LITTLE || missing(t) >= 1 ||
        behind(context, t) > lc_context_limit(context, GAP) * missing(t))
        return;
    double log_lr = few_log_lr(context, t);
    if (log_lr > 0)
        lc_finding_weigh(report(context, t, lc_context_other(context, t), missing(t)), log_lr);
}

static bool has_train_score(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign < 0 &&
            context->run->series[k].metric.split == LC_TRAIN)
            return true;
    return false;
}

/* A score that tells how much of the task is learnt: on train, or on validation where only losses tell that
 * training is no better. */
static bool tells(const lc_context *context, const lc_analyzed *t)
{
    const lc_metric *m = &t->series->metric;
    if (!t->chosen || !lc_metric_tells_way(m))
        return false;
    const lc_pair *main = lc_context_main_pair(context);
    return m->split == LC_TRAIN || (m->split == LC_VALIDATION && main &&
                                    !has_train_score(context) && lc_pair_gap(main) < NO_GAP);
}

/* Which of many candidates belongs to a sample is no task that is learnt to the end. */
static bool is_contrastive(const lc_context *context)
{
    static const char *const words[] = {"contrastive", "infonce", "ntxent", "simclr", NULL};
    return lc_role_is_logged(context->run, words);
}

static void find(lc_context *context)
{
    if (is_contrastive(context))
        return;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (t->chosen && t->series->metric.split == LC_TRAIN && t->curve.n >= RECORDS_MIN &&
            lc_metric_is_accuracy(&t->series->metric))
            check(context, t);
    }
    for (size_t k = 0; k < context->run->series_n && !lc_context_warned(context, NULL); k++)
        if (tells(context, &context->analyzed[k]))
            check_few(context, &context->analyzed[k]);
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"plateau", 0.3, false},
    {"oscillation", 0.1, false},
    {"spikes", 0.1, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_underfitting = {
    .id = "underfitting",
    .title = "training that stops while much of the task is not learned",
    .theory =
        "A network that is too small for the task fails on both splits: the training score stops "
        "far from perfect, and validation is about as good. The range is measured from the "
        "chance level (0 where the number of classes is not known) to 1. It is underfitting when "
        "{left%} of the range is missing at the end, when less than {rest%} of that was gained "
        "in the last third of the run, and when the gap to validation is less than {gap%} of "
        "what is missing. While the training loss, or an error rate of validation, still falls "
        "by {fall%} in that third it is not, since decisions follow the loss late.\n\nUp to 60 "
        "records less is enough: a fifth of all samples or more is missing, and the score and "
        "the training loss hardly improve in the whole second half of the run. A score of "
        "training or validation that rises there by 4 % of itself, beyond chance, speaks against "
        "it; an R2, which begins near 0, must also gain a good part of what is missing. A run that "
        "logs a contrastive loss (contrastive, InfoNCE, NT-Xent, SimCLR) is not judged: which of "
        "many candidates belongs to a sample is not learnt to the end. Where training logs a loss "
        "only, and it is no better than that of validation, the "
        "accuracy of validation is judged. An error rate is judged as what an accuracy lacks of "
        "1, from 8 records on, or from 6 on where more than 0.6 are wrong. The more is missing, "
        "and the more records it rests for, the surer this is.\n\nCurves cannot distinguish a "
        "network that is too small from inputs that say no more, or from wrong labels: the "
        "causes name all three, and the advice separates them. The smallest possible loss is "
        "unknown, so without a score the rule is silent.",
    .source = "I. Goodfellow, Y. Bengio, A. Courville 2016, Deep Learning, 5.2 and 11.3; Zhang et "
              "al. 2021, "
              "AUTOTRAINER, ICSE",
    .verdict = "underfitting",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example =
        "epoch,loss,accuracy,val_loss,val_accuracy\n"
        "1,1.305,0.355,1.336,0.346\n2,1.174,0.409,1.195,0.398\n3,1.089,0.438,1.107,0.415\n"
        "4,1.035,0.458,1.049,0.441\n5,1.007,0.457,1.022,0.466\n6,0.976,0.473,1.011,0.459\n"
        "7,0.970,0.478,0.983,0.464\n8,0.962,0.480,0.981,0.465\n9,0.953,0.476,0.982,0.468\n"
        "10,0.951,0.475,0.990,0.474\n11,0.955,0.469,0.976,0.472\n12,0.958,0.481,0.971,0.472\n"
        "13,0.943,0.484,0.973,0.466\n14,0.956,0.487,0.962,0.466\n15,0.951,0.481,0.968,0.465\n"
        "16,0.959,0.484,0.963,0.463\n",
    .effects = effects,
    .rank = 130,
    .needs = LC_NEEDS_WAY,
    .records = 5,
    .find = find,
};
