/* SPDX-License-Identifier: GPL-3.0-or-later */
/* metric_table.h - first, best and last value of a run's metrics, as a table. */
#ifndef LC_REPORT_METRIC_TABLE_H
#define LC_REPORT_METRIC_TABLE_H

#include "report/text_table.h"

/* It begins with an empty line; a run without metrics has none. */

/* Losses and scores, six at most: the main one and those that the finding (NULL: none) is about, then
 * as the log has them. */
void lc_print_main_metrics(lc_layout *l, const lc_run *run, const lc_finding *f);

/* The same as the cells of a table; none of a run without metrics. */
void lc_fill_main_metrics(lc_text_table *t, const lc_run *run, const lc_finding *f);

/* All metrics, 40 at most, with their number of values; with `range` also least and greatest. */
void lc_print_metrics(lc_layout *l, const lc_run *run, bool range);

#endif
