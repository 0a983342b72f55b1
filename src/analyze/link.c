/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.c - which finding explains which, and in what order they stand. */
#include "analyze/link.h"

#include "analyze/finding.h"

#include <stdlib.h>
#include <string.h>

/* When `cause` stands with a warning or more, a finding of `effect` says nothing of its own. */
static const struct {
    const char *cause, *effect;
    bool same_series; /* only when both speak of a series in common */
} links[] = {
    {"non-finite", "divergence", true},
    {"non-finite", "plateau", true},
    {"non-finite", "oscillation", true},
    {"divergence", "overfitting", false},
    {"divergence", "oscillation", false},
    {"divergence", "plateau", false},
    {"divergence", "generalization-gap", false},
    {"incomparable-losses", "generalization-gap", true},
    {"not-learning", "constant-prediction", false},
    {"not-learning", "overfitting", false},
    {"not-learning", "oscillation", false},
    {"not-learning", "plateau", false},
    {"not-learning", "generalization-gap", false},
    {"constant-prediction", "generalization-gap", true},
    {"overfitting", "generalization-gap", false},
    {"overfitting", "plateau", true},
};

static bool share_series(const lc_finding *a, const lc_finding *b)
{
    for (size_t i = 0; i < a->series_n; i++)
        for (size_t j = 0; j < b->series_n; j++)
            if (a->series[i] == b->series[j])
                return true;
    return false;
}

void lc_link_findings(lc_study *study)
{
    lc_diagnosis *d = study->diagnosis;
    for (size_t l = 0; l < sizeof links / sizeof *links; l++)
        for (size_t i = 0; i < d->n; i++) {
            const lc_finding *cause = &d->findings[i];
            if (strcmp(cause->rule, links[l].cause) != 0 || cause->severity == LC_NOTE ||
                cause->explained_by)
                continue;
            for (size_t j = 0; j < d->n; j++) {
                lc_finding *effect = &d->findings[j];
                if (strcmp(effect->rule, links[l].effect) == 0 && !effect->explained_by &&
                    (!links[l].same_series || share_series(cause, effect)))
                    effect->explained_by = cause->rule;
            }
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
