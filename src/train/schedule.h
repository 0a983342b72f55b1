/* SPDX-License-Identifier: GPL-3.0-or-later */
/* schedule.h - the learning rate over a run, and when to stop it. */
#ifndef LC_TRAIN_SCHEDULE_H
#define LC_TRAIN_SCHEDULE_H

#include "base/error.h"

typedef enum lc_schedule_kind {
    LC_RATE_CONSTANT,
    LC_RATE_STEP,      /* lr factor^floor(epoch / every), epochs counted from 0 */
    LC_RATE_COSINE,    /* least + (lr - least) (1 + cos(pi epoch / epochs)) / 2
                        * (I. Loshchilov and F. Hutter 2017, ICLR, without restarts) */
    LC_RATE_ONE_CYCLE, /* by steps: a cosine up from lr / 25 over the first 30 %, then one down to
                        * lr / 250000 (L. Smith and N. Topin 2019; PyTorch's OneCycleLR) */
    LC_RATE_PLATEAU,   /* lr times factor each time the watched loss hasn't fallen by more than
                        * min_delta for `patience` epochs (Keras' ReduceLROnPlateau) */
} lc_schedule_kind;

typedef struct lc_schedule {
    lc_schedule_kind kind;
    double rate;      /* lr */
    double factor;    /* step, plateau */
    size_t every;     /* [epochs] step */
    size_t patience;  /* [epochs] plateau */
    double min_delta; /* plateau */
    double least;     /* cosine, plateau: lr never falls below */
} lc_schedule;
#define LC_SCHEDULE_INIT                                                            \
    {                                                                               \
        LC_RATE_CONSTANT, .rate = 0.01, .factor = 0.1, .every = 30, .patience = 10, \
                          .min_delta = 1e-4                                         \
    }

/* Waits for a watched loss to fall: used by the plateau schedule and by early stopping. NaN never
 * counts as a fall. */
typedef struct lc_patience {
    double best;       /* the lowest so far, infinite before the first */
    double best_epoch; /* its epoch from 1, 0 before the first */
    double since;      /* [epochs] since then, or since the rate was last reduced */
} lc_patience;

void lc_patience_init(lc_patience *wait);

/* Epoch `epoch` came to `loss`; whether that is a new best. */
bool lc_patience_update(lc_patience *wait, double loss, double epoch, double min_delta);

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
void lc_schedule_end_epoch(const lc_schedule *s, lc_patience *wait, double *factor, double loss,
                           double epoch);

#endif
