/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * train_eval_mode.c - train far above validation from the first record on, with no trend in either.
 *
 * A gap that comes from fitting grows while the network fits. One that is there at once, stays, and
 * leaves validation where it began although training learns, comes from how the two are computed: the
 * network behaves differently when it is evaluated, or its inputs are prepared differently.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "model/metric.h"

#include <math.h>

enum { GAP, STEADY, LEARNS };

static const lc_threshold thresholds[] = {
    [GAP] = {"gap", 0.2,
             "distance of the two accuracies in the first and in the last third [1 = all samples]",
             "twice the distance that AUTOTRAINER (Zhang et al., ICSE 2021) calls a gap"},
    [STEADY] = {"steady", 0.5,
                "smaller over larger of the gaps in the first and the last third [ratio]",
                "judgement: a gap that comes from fitting begins near 0"},
    [LEARNS] = {"learns", 0.1,
                "improvement of validation that counts as learning, as a share of its distance "
                "from training [share]",
                "judgement"},
};

#define RECORDS_MIN 6

/* Levels of both curves in the first and the last third, as shares. */
typedef struct thirds {
    double train[2], validation[2];
} thirds;

static double level(const lc_analyzed *t, bool last)
{
    const lc_curve *c = &t->curve;
    double x0 = c->x[0], third = (c->x[c->n - 1] - x0) / 3;
    size_t from = last ? lc_curve_point(c, x0 + 2 * third) : 0;
    size_t to = last ? c->n : lc_curve_point(c, x0 + third) + 1;
    return lc_curve_level(c, from, to) / lc_analyzed_scale_max(t);
}

static thirds measure(const lc_pair *p)
{
    return (thirds){{level(p->train, false), level(p->train, true)},
                    {level(p->validation, false), level(p->validation, true)}};
}

/* What validation gained: from the first to the last third, or half of it from its first record on. */
static double gained(const lc_pair *p, const thirds *l)
{
    double begin = lc_analyzed_first(p->validation) / lc_analyzed_scale_max(p->validation);
    return fmax(l->validation[1] - l->validation[0], (l->validation[1] - begin) / 2);
}

static void report(lc_context *context, const lc_pair *p, const thirds *l)
{
    const char *name = p->validation->series->metric.name, *train = p->train->series->metric.name;
    double whole = lc_analyzed_scale_max(p->validation);
    lc_finding *f = lc_find(context, LC_WARNING, 0.8, p->validation);
    lc_finding_series(f, p->train);
    lc_finding_basis(context, f, "gap of %s in the first third of the run, %s in the last",
                     LC_NUM(l->train[0] - l->validation[0]),
                     LC_NUM(l->train[1] - l->validation[1]));
    lc_finding_evidence(context, f, "gap_first", l->train[0] - l->validation[0]);
    lc_finding_evidence(context, f, "gap_last", l->train[1] - l->validation[1]);
    lc_finding_evidence(context, f, "validation_gain", gained(p, l));
    lc_finding_summary(context, f,
                       "%s stays near %s from the first records on while %s is at %s: the gap is "
                       "there at once and does not change, so it does not come from fitting",
                       name, LC_NUM(whole * l->validation[1]), train,
                       LC_NUM(lc_analyzed_scale_max(p->train) * l->train[1]));
    lc_finding_cause(context, f,
                     "the network behaves differently in evaluation: the running statistics of "
                     "batch normalisation are off (momentum, small batches, frozen layers), or "
                     "dropout is handled wrongly in one mode");
    lc_finding_cause(context, f,
                     "validation inputs are prepared differently: scaling, channel order, tokens");
    lc_finding_cause(
        context, f,
        "validation comes from another distribution, or its labels are encoded differently");
    lc_finding_advice(context, f,
                      "evaluate the training samples in evaluation mode: if the result is as bad "
                      "as validation, the mode is wrong; if not, the samples differ");
    lc_finding_advice(context, f,
                      "send a training sample through both input paths and compare the arrays");
}

static void find(lc_context *context)
{
    if (context->excerpt) /* the first records are not logged */
        return;
    for (size_t i = 0; i < context->pairs_n; i++) {
        const lc_pair *p = &context->pairs[i];
        if (!lc_metric_is_accuracy(&p->validation->series->metric) ||
            p->train->curve.n < RECORDS_MIN || p->validation->curve.n < RECORDS_MIN)
            continue;
        thirds l = measure(p);
        double first = l.train[0] - l.validation[0], last = l.train[1] - l.validation[1];
        double gain = gained(p, &l), least = lc_context_limit(context, GAP);
        if (first > least && last > least &&
            fmin(first, last) >= lc_context_limit(context, STEADY) * fmax(first, last) &&
            gain < lc_context_limit(context, LEARNS) * last)
            report(context, p, &l);
    }
}

/* What a run with this fault shows beside it, and in which share of such runs. */
static const lc_effect effects[] = {
    {"generalization-gap", 0.6, false},
    {NULL, 0, false},
};

const lc_rule lc_rule_train_eval_mode = {
    .id = "train-eval-mode",
    .title = "training far above validation from the start, without a trend",
    .theory = "Overfitting takes time: validation follows training for a while, then the gap "
              "opens. Here the accuracies of the two splits differ by {gap%} of all samples in the "
              "first third of the run as in the last (the smaller gap is at least {steady%} of the "
              "larger), and validation has improved by less than {learns%} of that distance. What "
              "is learned on one split must show on the other, unless the two are computed "
              "differently: batch normalisation and dropout behave differently in training and "
              "evaluation, and the inputs may take different paths.",
    .source = "Ioffe and Szegedy 2015, Batch Normalization, ICML, 3.1 (inference); PyTorch "
              "documentation of "
              "Module.eval",
    .verdict = "metric-mismatch",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .example = "epoch,accuracy,val_accuracy\n"
               "1,0.798,0.395\n2,0.870,0.399\n3,0.891,0.402\n4,0.912,0.404\n5,0.927,0.405\n"
               "6,0.930,0.407\n7,0.925,0.409\n8,0.933,0.408\n9,0.931,0.411\n10,0.930,0.410\n"
               "11,0.929,0.412\n12,0.932,0.413\n13,0.933,0.412\n14,0.938,0.415\n15,0.928,0.416\n",
    .effects = effects,
    .prior = -3.5, /* rarer than overfitting at once, which looks alike */
    .rank = 70,
    .needs = LC_NEEDS_PAIR | LC_NEEDS_ACCURACY,
    .records = 6,
    .find = find,
};
