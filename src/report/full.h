/* SPDX-License-Identifier: GPL-3.0-or-later */
/* full.h - every finding with its evidence, causes and advice; what a watcher would have known; what
 * is to be expected. Each begins with an empty line, and prints nothing where there is nothing. */
#ifndef LC_REPORT_FULL_H
#define LC_REPORT_FULL_H

#include "report/text_layout.h"

void lc_print_findings(lc_layout *l, const lc_run *run, const lc_diagnosis *d);
void lc_print_online(lc_layout *l, const lc_run *run, const lc_online *o);
void lc_print_forecasts(lc_layout *l, const lc_run *run, const lc_forecasts *all);

#endif
