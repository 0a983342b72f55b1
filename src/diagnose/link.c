/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.c - which finding explains which, and in what order they stand. */
#include "diagnose/link.h"

#include "diagnose/finding.h"

#include <stdlib.h>
#include <string.h>

const lc_link lc_links[] = {
    {"non-finite", "divergence", true, false},
    {"non-finite", "not-learning", false, false},
    {"non-finite", "plateau", true, false},
    {"non-finite", "oscillation", true, false},
    {"non-finite", "spikes", true, false},
    {"divergence", "not-learning", false, false},
    {"divergence", "overfitting", false, false},
    {"divergence", "overconfidence", false, false},
    {"divergence", "metric-mismatch", false, false},
    {"divergence", "underfitting", false, false},
    {"divergence", "oscillation", false, false},
    {"divergence", "spikes", false, false},
    {"divergence", "plateau", false, false},
    {"divergence", "generalization-gap", false, false},
    {"incomparable-losses", "generalization-gap", true, false},
    {"incomparable-losses", "metric-mismatch", true, false},
    {"saturated-output", "incomparable-losses", true, false},
    {"metric-mismatch", "underfitting", true, false},
    {"metric-mismatch", "constant-prediction", true, false},
    {"split-mismatch", "train-eval-mode", false, false},
    {"split-mismatch", "constant-prediction", true, false},
    {"split-mismatch", "overfitting", false, false},
    {"split-mismatch", "overconfidence", false, false},
    {"split-mismatch", "generalization-gap", false, false},
    {"train-eval-mode", "constant-prediction", true, false},
    {"train-eval-mode", "generalization-gap", false, false},
    {"early-rate-fall", "not-learning", true, false},
    {"early-rate-fall", "constant-prediction", false, false},
    {"early-rate-fall", "underfitting", false, false},
    {"early-rate-fall", "slow-learning", false, false},
    {"early-rate-fall", "plateau", true, false},
    {"not-learning", "constant-prediction", false, false},
    {"not-learning", "overfitting", false, false},
    {"not-learning", "overconfidence", false, false},
    {"not-learning", "underfitting", false, false},
    {"not-learning", "slow-learning", false, false},
    {"not-learning", "oscillation", false, false},
    {"not-learning", "spikes", false, false},
    {"not-learning", "plateau", false, false},
    {"not-learning", "generalization-gap", false, false},
    {"constant-prediction", "underfitting", true, false},
    {"constant-prediction", "generalization-gap", true, false},
    {"overfitting", "train-eval-mode", false, false},
    {"overfitting", "generalization-gap", false, false},
    {"overfitting", "plateau", true, false},
    {"schedule-effect", "oscillation", true, true},
    {"schedule-effect", "spikes", true, true},
    {"oscillation", "spikes", true, false},
    {"oscillation", "underfitting", false, false},
    {"underfitting", "plateau", false, false},
    {"still-improving", "underfitting", false, false},
    {"slow-learning", "constant-prediction", false, false},
    {"still-improving", "constant-prediction", false, false},
    {"slow-learning", "underfitting", false, false},
    {"slow-learning", "plateau", false, false},
    {"slow-learning", "still-improving", false, false},
    {"high-variance", "generalization-gap", true, false},
    {NULL, NULL, false, false},
};

static bool share_series(const lc_finding *a, const lc_finding *b)
{
    for (size_t i = 0; i < a->series_n; i++)
        for (size_t j = 0; j < b->series_n; j++)
            if (a->series[i] == b->series[j])
                return true;
    return false;
}

static void explain(lc_diagnosis *d, const lc_finding *cause, const lc_link *link)
{
    for (size_t j = 0; j < d->n; j++) {
        lc_finding *effect = &d->findings[j];
        if (strcmp(effect->rule, link->effect) == 0 && !effect->explained_by &&
            (!link->same_series || share_series(cause, effect)))
            effect->explained_by = cause->rule;
    }
}

void lc_link_findings(lc_context *context)
{
    lc_diagnosis *d = context->diagnosis;
    for (const lc_link *link = lc_links; link->cause; link++)
        for (size_t i = 0; i < d->n; i++) {
            const lc_finding *cause = &d->findings[i];
            if (strcmp(cause->rule, link->cause) == 0 && !cause->explained_by &&
                (cause->severity != LC_NOTE || link->by_note))
                explain(d, cause, link);
        }
}

static int by_weight(const void *pa, const void *pb)
{
    const lc_finding *a = pa, *b = pb;
    if (!a->explained_by != !b->explained_by)
        return a->explained_by ? 1 : -1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    size_t ra = lc_verdict_rank(a->rule), rb = lc_verdict_rank(b->rule);
    if (ra != rb)
        return ra < rb ? -1 : 1;
    if (a->confidence != b->confidence)
        return a->confidence > b->confidence ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->series_n && b->series_n && a->series[0] != b->series[0]
               ? (a->series[0] < b->series[0] ? -1 : 1)
               : 0;
}

void lc_sort_findings(lc_diagnosis *diagnosis)
{
    if (diagnosis->n)
        qsort(diagnosis->findings, diagnosis->n, sizeof *diagnosis->findings, by_weight);
}
