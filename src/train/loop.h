/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * loop.h - training a network, epoch by epoch: what a program needs of the engine.
 *
 *     lc_training t = LC_TRAINING_INIT;
 *     st = lc_training_init(&t, &options, &train, &validation, &err);
 *     while (!lc_training_ended(&t)) {
 *         lc_epoch epoch;
 *         lc_training_epoch(&t, &epoch);      // then record it
 *     }
 *     lc_training_finish(&t);                 // the best weights, if that was asked for
 *     ... t.net ...
 *     lc_training_free(&t);
 *
 * Nothing here reads a clock, a file or the environment. The same data, options, seed and
 * instruction set give the same numbers to the last bit. A loss that overflows is recorded as
 * what it is, and training goes on: when to give up is the caller's to say.
 */
#ifndef LC_TRAIN_LOOP_H
#define LC_TRAIN_LOOP_H

#include "train/loss.h"
#include "train/optimizer.h"
#include "train/schedule.h"

/* Stop when the watched loss (validation's, or training's without one) has not fallen by more than
 * min_delta for `patience` epochs (L. Prechelt 1998; Keras' EarlyStopping). */
typedef struct lc_early_stopping {
    bool on;
    size_t patience; /* [epochs] at least 1 */
    double min_delta;
    bool restore_best; /* lc_training_finish brings back the weights of the best epoch; also
                        * without `on` */
} lc_early_stopping;

typedef struct lc_train_options {
    lc_loss loss;         /* loss.weight is copied */
    const size_t *hidden; /* units of each hidden layer, copied */
    size_t hidden_n;
    lc_activation activation;
    lc_weight_init start;
    lc_optimizer optimizer;
    lc_schedule schedule;
    lc_early_stopping stopping;
    double dropout;       /* share of hidden units, 0 .. below 1 */
    size_t batch, epochs; /* both at least 1; a batch larger than the data is the data */
    bool keep_order;      /* don't shuffle each epoch */
    uint64_t seed;
    bool gradient_norm;      /* wanted in each lc_epoch */
    bool counts;             /* wanted: precision and recall */
    bool ranks;              /* wanted: AUROC and average precision; 8 bytes a sample */
    const lc_kernel *kernel; /* NULL: the fastest that this processor runs */
} lc_train_options;
#define LC_TRAIN_OPTIONS_INIT                                                                     \
    {                                                                                             \
        .optimizer = LC_OPTIMIZER_INIT, .schedule = LC_SCHEDULE_INIT, .batch = 32, .epochs = 100, \
        .stopping = {                                                                             \
            .patience = 10                                                                        \
        }                                                                                         \
    }

/* One row of a run. */
typedef struct lc_epoch {
    size_t epoch;         /* from 1 */
    lc_scores train;      /* running means over the epoch, as Keras has them */
    lc_scores validation; /* of the weights after the epoch; all NaN without a validation set */
    double penalty;       /* l2's: mean over the epoch's batches; not in train.loss */
    double validation_penalty; /* l2's after the epoch, not in validation.loss */
    double rate;               /* learning rate of the epoch's last step */
    double gradient_norm;      /* mean over batches, with l2's part; NaN when not wanted */
} lc_epoch;

/* What changes from step to step beside weights and moments. 8-byte fields only: no padding. */
typedef struct lc_progress {
    uint64_t epoch, step; /* done */
    lc_random order, dropout_random;
    double factor; /* of the learning rate, after plateaus */
    lc_patience plateau, stopping;
    uint64_t stopped; /* by early stopping */
} lc_progress;

typedef struct lc_training {
    lc_train_options options; /* with copies of its own */
    const lc_samples *train, *validation;
    lc_net net;
    float *g, *m, *v, *best; /* [net.params_n], aligned; NULL where not needed */
    uint32_t *order;         /* [train->n] */
    double *weight;
    size_t *hidden;
    lc_workspace workspace, validation_workspace; /* of a batch, of a validation panel */
    lc_score_sums sums, validation_sums;
    lc_progress progress;
} lc_training;
#define LC_TRAINING_INIT \
    {                    \
        0                \
    }

/**
 * A training run before its first epoch.
 *
 *   in  train       borrowed until lc_training_free, like the next; at most UINT32_MAX samples
 *   in  validation  as many features as `train`, or NULL
 *
 * Returns LC_OK
 *         LC_E_ARG    an option out of range, a target that is no class, other numbers of features
 *         LC_E_LIMIT  too many samples, layers or units
 *         LC_E_NOMEM
 */
lc_status lc_training_init(lc_training *t, const lc_train_options *options, const lc_samples *train,
                           const lc_samples *validation, lc_error *err);
void lc_training_free(lc_training *t);

/* All planned epochs are done, or early stopping has ended them. */
bool lc_training_ended(const lc_training *t);

/* One epoch over the training set, then the validation set. */
void lc_training_epoch(lc_training *t, lc_epoch *epoch);

/* The run is over: put the best weights back, if stopping.restore_best says so. */
void lc_training_finish(lc_training *t);

/**
 * Every block of memory that makes up the state between two epochs, in a fixed order.
 *
 * A checkpoint writes the blocks under their names; to resume, a training run is initialized with
 * the same options and data, and the blocks are read back into the same places. Then it goes on to
 * the same bits. "shape" (layer sizes) is there to be compared, not to be overwritten.
 */
typedef void lc_state_visit(void *self, const char *name, void *data, size_t bytes);
void lc_training_state(lc_training *t, lc_state_visit *visit, void *self);

#endif
