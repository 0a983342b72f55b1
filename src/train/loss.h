/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loss.h - the loss of a batch, its derivative, and the running sums that metrics come from. */
#ifndef LC_TRAIN_LOSS_H
#define LC_TRAIN_LOSS_H

#include "train/workspace.h"

/* What is minimized; learncurve_train.h has the formulas. */
typedef struct lc_loss {
    lc_task task;
    size_t classes;       /* 2 for binary, at least 2 for multiclass, unused for regression */
    double smoothing;     /* 0 .. 1; 0 for regression */
    const double *weight; /* [classes], or NULL for 1 each */
} lc_loss;

/* Units of the output layer that a loss wants. */
size_t lc_loss_outputs(const lc_loss *loss);

/* Sums over the samples seen, in double. Start with LC_SCORE_SUMS_INIT or lc_score_sums_reset. */
typedef struct lc_score_sums {
    size_t n, hits;
    double loss, plain;       /* weighted, and not */
    double absolute, squared; /* regression: |z - y|, (z - y)^2 */
    double shift;             /* regression: about the mean of y */
    double first, second;     /* regression: y - shift, (y - shift)^2 */
    size_t *counts;           /* [3 * classes] right, predicted, present; NULL: not wanted */
    uint64_t *ranked;         /* [2 * room] lc_rank_key of each sample; NULL: not wanted */
    size_t classes, room;
} lc_score_sums;
#define LC_SCORE_SUMS_INIT \
    {                      \
        0                  \
    }

/* Room for the wanted; `room` samples at most are then tallied. LC_OK, LC_E_NOMEM. */
lc_status lc_score_sums_init(lc_score_sums *sums, const lc_loss *loss, size_t room, bool counts,
                             bool ranked, lc_error *err);
void lc_score_sums_free(lc_score_sums *sums);

/* Forget the samples, keep the room. */
void lc_score_sums_reset(lc_score_sums *sums);

/* What the sums come to; `ranked` is sorted on the way. */
lc_scores lc_score_sums_scores(lc_score_sums *sums, const lc_loss *loss);

/* Scores of a regression from the unit of standardised targets to the target's own. */
void lc_scores_scale(lc_scores *s, double scale);

/**
 * The loss of the batch that went forward in `workspace`, added to *sums.
 *
 * With `train` class weights and label smoothing act, and the outputs' derivative is left for the way
 * back: that of
 * sum of w_i loss_i / n. Uses workspace->scale and workspace->loss.
 */
void lc_loss_batch(lc_workspace *workspace, const lc_loss *loss, bool train, lc_score_sums *sums);

#endif
