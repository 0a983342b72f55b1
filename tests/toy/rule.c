/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rule.c - a rule that is one file and one line in diagnose/rules/rules.def. */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <string.h>

enum { LOUD };

static const lc_threshold thresholds[] = {
    [LOUD] = {"loud", 3, "records in which the bell rings", "made up"},
};

/* A metric "bell" that is above 0. */
static void find(lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        size_t rings = 0;
        for (size_t i = 0; i < t->series->n; i++)
            rings += t->series->y[i] > 0;
        if (strcmp(t->series->metric.name, "bell") != 0 ||
            (double)rings < lc_context_limit(context, LOUD))
            continue;
        lc_finding *f = lc_find(context, LC_CRITICAL, 0.9, t);
        lc_finding_weigh(f, 7);
        lc_finding_basis(context, f, "bound");
        lc_finding_evidence(context, f, "rings", (double)rings);
        lc_finding_summary(context, f, "the bell rings in %zu records", rings);
    }
}

static const lc_effect effects[] = {{"overfitting", 0.9, false}, {NULL, 0, false}};

const lc_rule lc_rule_toy = {
    .id = "toy",
    .title = "a bell that rings",
    .theory = "The bell rings in {loud} records or more.",
    .source = "made up",
    .verdict = "loud",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS,
    .records = 2,
    .example = "epoch,loss,bell\n1,0.9,1\n2,0.8,1\n3,0.7,1\n4,0.65,1\n",
    .effects = effects,
    .rank = 1,
    .find = find,
};
