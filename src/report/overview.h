/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview.h - several runs as a line of counts and a table. */
#ifndef LC_REPORT_OVERVIEW_H
#define LC_REPORT_OVERVIEW_H

#include "report/text_layout.h"

/* A row each, the most urgent first. */
void lc_print_overview(lc_layout *l, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n);

/* A row each, in their order. */
void lc_print_digests(lc_layout *l, const lc_digest *digests, size_t n);

#endif
