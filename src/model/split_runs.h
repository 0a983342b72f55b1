/* SPDX-License-Identifier: GPL-3.0-or-later */
/* split_runs.h - several runs in one table: side by side ("a - loss, b - loss"), or by records. */
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
    bool by_record;   /* records belong to the runs, not series */
    bool unsure;      /* ... if the names are those of runs (lc_split_runs_are_apart) */
    uint32_t *group;  /* by record: its run, from 0 on */
    size_t group_cap; /* ... noted so far */
    size_t now;       /* run of the records to come */
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

/* The records to come belong to the run of this name, which is made when it is new. LC_OK, LC_E_LIMIT,
 * LC_E_NOMEM. */
lc_status lc_split_runs_choose(lc_split_runs *split, const char *name, lc_error *err);

/* Whether the records of 2 to 16 runs, as they are noted, were written by trainings of their own: they
 * share a loss or score, and along an epoch or step none of them goes back, while from one to the other
 * it often doesn't rise. */
bool lc_split_runs_are_apart(const lc_split_runs *split, const lc_run *whole);

/* Note the run of the records first .. first + n - 1; false when memory is out. */
bool lc_split_runs_note(lc_split_runs *split, size_t first, size_t n);

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

/* The same for runs whose records alternate: all series, and the records r of which group[r] is `k`. */
lc_status lc_run_extract(lc_run *part, size_t *source, const lc_run *whole, const uint32_t *group,
                         uint32_t k, lc_error *err);

/* The same for runs that stand one behind the other: all series and the axis, which is chosen, of the
 * records first .. end - 1, in time that doesn't grow with the others. */
lc_status lc_run_cut(lc_run *part, size_t *source, const lc_run *whole, size_t first, size_t end,
                     lc_error *err);

#endif
