/* SPDX-License-Identifier: GPL-3.0-or-later */
/* same_split.c - validation that repeats training: the same samples on both splits. */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <math.h>

enum { EQUAL, NEAR };

static const lc_threshold thresholds[] = {
    [EQUAL] = {"equal", 0.8, "records in which both splits have the same value [share]",
               "judgement: two samples of one population agree to four digits in one record of a "
               "hundred"},
    [NEAR] = {"near", 0.1, "distance of the splits over the change from record to record [ratio]",
              "judgement: other samples differ by about their noise"},
};

#define RECORDS_MIN 5
#define MOVES 0.1 /* change of the logarithm */

/* Records at which both have a value; of them with equal ones; and how far apart they are. */
typedef struct match {
    size_t records, equal;
    size_t rises;        /* of training, without which there is no noise to agree */
    double apart, steps; /* root mean squares of the distance and of training's change */
} match;

static match compare(const lc_context *context, const lc_pair *p)
{
    match m = {0};
    double before = NAN;
    const lc_series *s = p->train->series;
    for (size_t i = 0; i < s->n; i++) {
        double v = lc_analyzed_beside(context, p->validation, p->train, i);
        /* What rests, or is all right, is equal on both for other reasons. */
        if (!isfinite(v) || !isfinite(s->y[i]) || (s->y[i] == before && v == s->y[i]))
            continue;
        m.records++;
        m.equal += v == s->y[i];
        m.apart += (v - s->y[i]) * (v - s->y[i]);
        m.rises += s->y[i] > before;
        m.steps += isnan(before) ? 0 : (s->y[i] - before) * (s->y[i] - before);
        before = s->y[i];
    }
    double n = m.records ? (double)m.records : 1;
    m.apart = sqrt(m.apart / n);
    m.steps = sqrt(m.steps / fmax(1, n - 1));
    return m;
}

static void check(lc_context *context, const lc_pair *p)
{
    match m = compare(context, p);
    const char *t = p->train->series->metric.name, *v = p->validation->series->metric.name;
    bool moves =
        fabs(p->train->log.drop) > MOVES; /* what rests is equal on both for other reasons */
    bool equal = (double)m.equal >= lc_context_limit(context, EQUAL) * (double)m.records;
    /* Distances within a smooth fall are small too: the noise of both must agree. */
    bool follow = m.apart < lc_context_limit(context, NEAR) * p->train->curve.noise && m.rises > 0;
    if (m.records < RECORDS_MIN || !moves || !(equal || follow))
        return;
    lc_finding *f = lc_find(context, LC_WARNING, 0.9, p->validation);
    lc_finding_series(f, p->train);
    lc_finding_basis(context, f, "equal in %zu of %zu records; distance %s, noise %s", m.equal,
                     m.records, LC_NUM(m.apart), LC_NUM(p->train->curve.noise));
    lc_finding_evidence(context, f, "equal_records", (double)m.equal);
    lc_finding_evidence(context, f, "distance", m.apart);
    lc_finding_evidence(context, f, "noise", p->train->curve.noise);
    lc_finding_summary(
        context, f,
        "%s follows %s to within a fraction of the noise: both are computed on the same samples", v,
        t);
    lc_finding_cause(
        context, f,
        "the training set is used as the validation set, or one column is logged twice");
    lc_finding_advice(context, f, "compare the first rows of both data sets, and split again");
}

static void find(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        if (context->pairs[i].train->series->n >= RECORDS_MIN &&
            context->pairs[i].validation->series->n >= RECORDS_MIN)
            check(context, &context->pairs[i]);
}

static const lc_effect effects[] = {
    {"suspiciously-perfect", 0.2, false}, {"underfitting", 0.1, false}, {NULL, 0, false}};

const lc_rule lc_rule_same_split = {
    .id = "same-split",
    .title = "a validation curve that repeats the training curve: the same samples on both splits",
    .theory = "Two samples of one population scatter independently. If the validation curve "
              "repeats each small movement of the training curve, or has exactly the same value in "
              "{equal%} of the records, both are computed on the same samples, and validation says "
              "nothing about other samples. A training curve that never rises has no such "
              "movements: there, equal values alone count.",
    .source = "derivation above",
    .verdict = "suspicious",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .needs = LC_NEEDS_PAIR,
    .records = RECORDS_MIN,
    .example =
        "epoch,loss,val_loss\n1,0.9312,0.9312\n2,0.7150,0.7150\n3,0.6488,0.6488\n4,0.5521,0.5521\n"
        "5,0.5604,0.5604\n6,0.4876,0.4876\n7,0.4910,0.4910\n8,0.4402,0.4402\n",
    .effects = effects,
    .rank = 115,
    .experiment = "compare the first rows of both data sets",
    .find = find,
};
