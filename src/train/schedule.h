/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schedule.h - the learning rate over a run, and waiting for a better loss. */
#ifndef LC_TRAIN_SCHEDULE_H
#define LC_TRAIN_SCHEDULE_H

#include "base/error.h"
#include "train/learncurve_train.h"

/* Counts epochs without improvement of a monitored score, of which lower is better: for the plateau
 * schedule and for early stopping. NaN is never an improvement. */
typedef struct lc_patience {
    double best;       /* the lowest so far, infinite before the first */
    double best_epoch; /* its epoch from 1, 0 before the first */
    double since;      /* [epochs] since then, or since the rate was last reduced */
} lc_patience;

void lc_patience_init(lc_patience *p);

/* Epoch `epoch` came to `loss`; whether that is a new best. */
bool lc_patience_update(lc_patience *p, double loss, double epoch, double min_delta);

/* LC_OK, or LC_E_ARG that says what is out of range. A rate may be as high as one likes. */
lc_status lc_schedule_check(const lc_schedule *s, lc_error *err);

/**
 * The rate of one step.
 *
 *   in  factor  what plateaus have left of it so far, 1 at the start
 *   in  epoch   from 0;  epochs: planned
 *   in  step    from 0 over the whole run;  steps: planned
 */
double lc_schedule_rate(const lc_schedule *s, double factor, size_t epoch, size_t epochs,
                        uint64_t step, uint64_t steps);

/* After an epoch of the plateau schedule: watch its loss, reduce *factor when it is time. */
void lc_schedule_end_epoch(const lc_schedule *s, lc_patience *p, double *factor, double loss,
                           double epoch);

#endif
