/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split_runs.h - several runs side by side in one table, "a - loss, b - loss": one is cut out. */
#ifndef LC_MODEL_SPLIT_RUNS_H
#define LC_MODEL_SPLIT_RUNS_H

#include "base/error.h"

#define LC_SPLIT_RUNS_MAX 1000u /* runs that stand side by side */

/* Which run a series belongs to. */
typedef struct lc_series_owner {
    size_t run;   /* 1-based number among the runs; 0: the series is shared by all, as an axis is */
    char *metric; /* what the series is called there */
} lc_series_owner;

typedef struct lc_split_runs {
    char **run; /* names of the runs, in the order of the log */
    size_t n, cap;
    lc_series_owner *owner; /* by series */
    size_t owner_n, owner_cap;
} lc_split_runs;
#define LC_SPLIT_RUNS_INIT \
    {                      \
        0                  \
    }

/**
 * Say that a series belongs to one of the runs; said once of each such series.
 *
 *   in   i       index of the series
 *   in   run     name of its run, which is made when it is new
 *   in   metric  what the series is called there
 *
 * Returns LC_OK
 *         LC_E_LIMIT  more than LC_SPLIT_RUNS_MAX runs
 *         LC_E_NOMEM
 */
lc_status lc_split_runs_assign(lc_split_runs *split, size_t i, const char *run, const char *metric,
                               lc_error *err);
void lc_split_runs_free(lc_split_runs *split);

/**
 * Copy one run out of those that stand side by side: its series, the shared ones, and the records
 * at which it has a value.
 *
 *   out  *part    LC_RUN_INIT before; also after a failure to be released by lc_run_free
 *   out  *source  the series of `whole` that each of the part's is; has room for all of whole's
 *   in   k        number of the run, below split->n; the first one takes the remarks
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_split_runs_extract(lc_run *part, size_t *source, const lc_run *whole,
                                const lc_split_runs *split, size_t k, lc_error *err);

#endif
