/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loop.h - the epochs of a training run on samples: what training.h runs.
 *
 *     lc_loop t = LC_LOOP_INIT;
 *     st = lc_loop_init(&t, &options, &loss, &train, &validation, &err);
 *     while (!lc_loop_ended(&t))
 *         lc_loop_epoch(&t, &epoch);
 *     lc_loop_finish(&t);                 // the best weights, if that was asked for
 *     ... t.net ...
 *     lc_loop_free(&t);
 */
#ifndef LC_TRAIN_LOOP_H
#define LC_TRAIN_LOOP_H

#include "train/loss.h"
#include "train/optimizer.h"
#include "train/schedule.h"

/* What changes from step to step beside weights and moments. 8-byte fields only: no padding. */
typedef struct lc_progress {
    uint64_t epoch, step; /* done */
    lc_random order, dropout_random;
    double factor; /* of the learning rate, after plateaus */
    lc_patience plateau, stopping;
    uint64_t stopped; /* by early stopping */
} lc_progress;

typedef struct lc_loop {
    lc_train_options options; /* its lists are copies */
    lc_loss loss;             /* likewise */
    const lc_kernel *kernel;
    const lc_samples *train, *validation;
    lc_net net;
    float *g, *m, *v, *best; /* [net.params_n], aligned; NULL where not needed */
    uint32_t *order;         /* [train->n] */
    double *weight;
    size_t *hidden;
    lc_workspace workspace, validation_workspace; /* of a batch, of a validation panel */
    lc_score_sums sums, validation_sums;
    lc_progress progress;
} lc_loop;
#define LC_LOOP_INIT \
    {                \
        0            \
    }

/**
 * A training run before its first epoch.
 *
 *   in  options     those of preprocessing and of class weights are not looked at
 *   in  loss        loss->weight is copied
 *   in  train       borrowed until lc_loop_free, like the next; at most UINT32_MAX samples
 *   in  validation  as many features as `train`, or NULL
 *
 * Returns LC_OK
 *         LC_E_ARG    an option out of range, a target that is no class, other numbers of features
 *         LC_E_LIMIT  too many samples, layers or units
 *         LC_E_NOMEM
 */
lc_status lc_loop_init(lc_loop *t, const lc_train_options *options, const lc_loss *loss,
                       const lc_samples *train, const lc_samples *validation, lc_error *err);
void lc_loop_free(lc_loop *t);

/* All planned epochs are done, or early stopping has ended them. */
bool lc_loop_ended(const lc_loop *t);

/* One epoch over the training set, then the validation set. */
void lc_loop_epoch(lc_loop *t, lc_epoch *epoch);

/* The run is over: put the best weights back, if stopping.restore_best says so. */
void lc_loop_finish(lc_loop *t);

/**
 * Every block of memory that makes up the state between two epochs, in a fixed order.
 *
 * A checkpoint writes the blocks under their names; to resume, a training run is initialized with
 * the same options and data, and the blocks are read back into the same places. Then it goes on to
 * the same bits. "shape" (layer sizes) is there to be compared, not to be overwritten.
 */
typedef void lc_state_visit(void *self, const char *name, void *data, size_t bytes);
void lc_loop_state(lc_loop *t, lc_state_visit *visit, void *self);

#endif
