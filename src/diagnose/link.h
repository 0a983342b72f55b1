/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.h - which finding explains which, and the verdict over them: passes that see all findings. */
#ifndef LC_DIAGNOSE_LINK_H
#define LC_DIAGNOSE_LINK_H

#include "diagnose/context.h"

/* When `cause` stands with a warning or more (or as a note, where those explain too), a finding of
 * `effect` says nothing of its own. */
typedef struct lc_link {
    const char *cause, *effect;
    bool same_series; /* only when both speak of a series in common */
    bool by_note;
} lc_link;

extern const lc_link lc_links[]; /* ends with a cause of NULL; earlier ones win */

/* Mark the findings that another one explains away. To teach it one, add a row to link.c. */
void lc_link_findings(lc_context *context);

/* Sort by weight: unexplained before explained, then severity, then the verdict's order. */
void lc_sort_findings(lc_diagnosis *diagnosis);

/* Rank of a rule among those that decide the verdict, 0 first; SIZE_MAX for one that never does. */
size_t lc_verdict_rank(const char *rule);

/* Fill context->diagnosis->verdict from the sorted findings. Failures stick to the context. */
void lc_verdict_reach(lc_context *context);

#endif
