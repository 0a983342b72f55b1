/* SPDX-License-Identifier: GPL-3.0-or-later */
/* thin.h - a run that is being built, kept in bounded memory: as if it had been logged less often. */
#ifndef LC_MODEL_THIN_H
#define LC_MODEL_THIN_H

#include "base/error.h"

/* How often a series is kept. */
typedef struct lc_stride {
    size_t every;   /* one value in so many; 0: all */
    size_t settled; /* values that have been thinned so far; those behind them all are there */
} lc_stride;

typedef struct lc_thinning {
    size_t most;  /* values of a series that are kept, about; 0: all */
    size_t every; /* the largest stride; 0: nothing was thinned */
    size_t
        next; /* records that are thinned next: series may have theirs in different ones, all of which stay */
    lc_stride *stride;
    size_t n, cap;
} lc_thinning;

/* Whether a run of so many records has become too large. */
bool lc_thinning_due(const lc_thinning *t, size_t records);

/* Thin the run's series until none has more than t->most values; `end`: and evenly so. A record stays if
 * some series keeps its value there; the first value that is not finite does, and the last record.
 * run->rows becomes what is left. LC_OK, LC_E_NOMEM. */
lc_status lc_thinning_apply(lc_thinning *t, lc_run *run, bool end, lc_error *err);

/* The next run begins. */
void lc_thinning_reset(lc_thinning *t);

#endif
