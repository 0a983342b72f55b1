/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verdicts.c - what the diagnosis says of the runs of each group. */
#include "compare/verdicts.h"

#include "base/mem.h"

#include <string.h>

static lc_status judge(const char **verdict, const lc_run *run, lc_error *err)
{
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_status st = lc_diagnose(&d, run, NULL, NULL);
    *verdict = st == LC_OK ? d.verdict.name : NULL;
    lc_diagnosis_free(&d);
    return st == LC_E_NOMEM ? lc_error_nomem(err) : LC_OK;
}

/* The verdict that most of the group's runs have, of several the one that comes first. */
static void choose(lc_compared *g, const char *const *verdict, const char *const *groups, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t same = 0;
        for (size_t j = i; j < n && verdict[i] && strcmp(groups[i], g->name) == 0; j++)
            same += verdict[j] && strcmp(groups[j], g->name) == 0 &&
                    strcmp(verdict[i], verdict[j]) == 0;
        if (same > g->verdict_runs) {
            g->verdict = verdict[i];
            g->verdict_runs = same;
        }
    }
}

lc_status lc_compare_verdicts(lc_comparison *c, const lc_run *const *runs,
                              const char *const *groups, size_t n, lc_error *err)
{
    const char **verdict = lc_mem_resize(NULL, n, sizeof *verdict);
    lc_status st = verdict ? LC_OK : lc_error_nomem(err);
    for (size_t i = 0; i < n && st == LC_OK; i++)
        st = judge(&verdict[i], runs[i], err);
    for (size_t k = 0; k < c->n && st == LC_OK; k++)
        choose(&c->group[k], verdict, groups, n);
    lc_mem_free(verdict);
    return st;
}
