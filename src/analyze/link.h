/* SPDX-License-Identifier: GPL-3.0-or-later */
/* link.h - which finding explains which, and the verdict over them: passes that see all findings. */
#ifndef LC_ANALYZE_LINK_H
#define LC_ANALYZE_LINK_H

#include "analyze/study.h"

/* Mark the findings that another one explains away. To teach it one, add a row to link.c. */
void lc_link_findings(lc_study *study);

/* Sort by weight: unexplained before explained, then severity, then the verdict's order. */
void lc_sort_findings(lc_diagnosis *diagnosis);

/* Rank of a rule among those that decide the verdict, 0 first; SIZE_MAX for one that never does. */
size_t lc_verdict_rank(const char *rule);

/* Fill study->diagnosis->verdict from the sorted findings. Failures stick to the study. */
void lc_verdict_reach(lc_study *study);

#endif
