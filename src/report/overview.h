/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview.h - several runs as a table, a row each, the most urgent first. */
#ifndef LC_REPORT_OVERVIEW_H
#define LC_REPORT_OVERVIEW_H

#include "report/text_layout.h"

void lc_print_overview(lc_layout *l, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n);

#endif
