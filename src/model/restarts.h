/* SPDX-License-Identifier: GPL-3.0-or-later */
/* restarts.h - where in a log a training starts over, and where it merely resumes. */
#ifndef LC_MODEL_RESTARTS_H
#define LC_MODEL_RESTARTS_H

#include "model/run.h"

/* Records at which new runs begin. */
typedef struct lc_restarts {
    size_t *start;
    size_t n, cap;
} lc_restarts;
#define LC_RESTARTS_INIT \
    {                    \
        0                \
    }

/**
 * Find the records at which another training begins: x of some metric goes back
 *
 *   - to where the training began, or before, or
 *   - less far, and the losses and scores there are clearly nearer to those that the training began
 *     with than to those that it had at this x. Else it resumes from a checkpoint.
 *
 * A log whose records stand in another order (x goes back often, and not to where the log begins) has
 * no restarts; nor has a run along something else than epochs or steps.
 *
 *   in   run   its axis is chosen, its records are in the order of the log
 *   in   late  the last record stands after its time, which is no step back
 *
 * Returns LC_OK, LC_E_NOMEM; released by lc_restarts_free in any case
 */
lc_status lc_restarts_find(lc_restarts *restarts, const lc_run *run, bool late, lc_error *err);
void lc_restarts_free(lc_restarts *restarts);

/* How often x of a series goes back from one of its first n values to the next; *from and *to are
 * where it first does. */
size_t lc_series_steps_back(const lc_run *run, const lc_series *s, size_t n, double *from,
                            double *to);

/* Neither an axis nor a clock: an epoch and a time stand in the row of training and in that of
 * validation, and tell nothing by coming twice. */
bool lc_series_is_measured(const lc_series *s);

#endif
