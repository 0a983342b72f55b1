/* SPDX-License-Identifier: GPL-3.0-or-later */
/* apart.h - several runs side by side in one table, "a - loss, b - loss", taken apart. */
#ifndef LC_MODEL_APART_H
#define LC_MODEL_APART_H

#include "base/error.h"

#define LC_SIDES_MAX 1000u /* runs that stand side by side */

/* Which run a series belongs to. */
typedef struct lc_side {
    size_t run;   /* 1-based number among the runs; 0: the series is shared by all, as an axis is */
    char *metric; /* what the series is called there */
} lc_side;

typedef struct lc_sides {
    char **run; /* names of the runs, in the order of the log */
    size_t n, cap;
    lc_side *of; /* by series */
    size_t of_n, of_cap;
} lc_sides;
#define LC_SIDES_INIT \
    {                 \
        0             \
    }

/**
 * Say that a series belongs to one of the runs; said once of each such series.
 *
 *   in   i       index of the series
 *   in   run     name of its run, which is made when it is new
 *   in   metric  what the series is called there
 *
 * Returns LC_OK
 *         LC_E_LIMIT  more than LC_SIDES_MAX runs
 *         LC_E_NOMEM
 */
lc_status lc_sides_say(lc_sides *sides, size_t i, const char *run, const char *metric,
                       lc_error *err);
void lc_sides_free(lc_sides *sides);

/**
 * Copy one run out of those that stand side by side: its series, the shared ones, and the records
 * at which it has a value.
 *
 *   out  *part   LC_RUN_INIT before; also after a failure to be released by lc_run_free
 *   in   k       number of the run, below sides->n; the first one takes the remarks
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_run_apart(lc_run *part, const lc_run *whole, const lc_sides *sides, size_t k,
                       lc_error *err);

#endif
