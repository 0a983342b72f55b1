/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranks.h - logs into which several processes wrote the same moments. */
#ifndef LC_MODEL_RANKS_H
#define LC_MODEL_RANKS_H

#include "model/run.h"

/**
 * Make one record of those that several processes wrote of one moment, and remark how many they are.
 *
 * Of each metric the first process' value counts, else the first there is. Records that stand
 * together at one epoch and step are taken for those of processes when
 *
 *   - a column names the process ("rank", "local_rank", "worker"), and the first one wrote no metric
 *     twice in a moment, or
 *   - each moment has as many, and within a moment the losses don't go on as they do from moment to
 *     moment. The steps of an epoch, whose numbers the log doesn't tell, do.
 *
 *   in   run   as it was built: `rows` records in the order of the log, no axis chosen yet
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_ranks_merge(lc_run *run, lc_error *err);

#endif
