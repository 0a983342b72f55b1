/* SPDX-License-Identifier: GPL-3.0-or-later */
/* loss.h - the loss of a batch, its derivative, and the running sums that metrics come from. */
#ifndef LC_TRAIN_LOSS_H
#define LC_TRAIN_LOSS_H

#include "train/workspace.h"

/*
 * Per sample, with logits z and target y:
 *   binary      max(z, 0) - z y + ln(1 + e^-|z|)        cross-entropy of the sigmoid
 *   multiclass  ln(sum_k e^z_k) - z_y                   cross-entropy of the softmax
 *   regression  (z - y)^2
 * No probability is clipped: a loss is as large as it is, and NaN stays NaN.
 *
 * Label smoothing e replaces the target t by (1 - e) t + e / K, K = 2 for binary (C. Szegedy et al.
 * 2016, CVPR, 2818), in training and validation alike, as Keras does. Class weights act on the
 * training loss alone: sum of w_i loss_i / n, not divided by the weights' sum, as in Keras.
 */
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
    double mean, spread;      /* regression: of y so far, sum of squared deviations (Welford) */
    size_t *counts;           /* [3 * classes] right, predicted, present; NULL: not wanted */
    float *ranked;            /* [2 * room] score and target of each sample; NULL: not wanted */
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

/* Metrics; NaN where not wanted or not defined (accuracy of a regression, recall of no sample). */
typedef struct lc_scores {
    double loss;       /* what is minimized, without l2's penalty */
    double plain_loss; /* without class weights */
    double accuracy;   /* binary: z > 0; multiclass: the first largest z; NaN is class 0 */
    double mae, r2;
    double precision, recall; /* of class 1; multiclass: mean over classes (macro), 0 for 0 / 0 */
    double auroc;             /* binary: share of pairs in order, ties count half */
    double average_precision; /* binary: sum of (R_k - R_k-1) P_k over distinct scores */
} lc_scores;

/* What the sums come to; `ranked` is sorted on the way. */
lc_scores lc_score_sums_scores(lc_score_sums *sums, const lc_loss *loss);

/**
 * The loss of the batch that went forward in `workspace`, added to *sums.
 *
 * With `train` the weights act, and the outputs' derivative is left for the way back: that of
 * sum of w_i loss_i / n. Uses workspace->scale and workspace->loss.
 */
void lc_loss_batch(lc_workspace *workspace, const lc_loss *loss, bool train, lc_score_sums *sums);

/* Area under the ROC curve and average precision of n pairs (score, target 0 or 1) as `ranked` has
 * them; sorts them. NaN when a class or a score is missing. Source: T. Fawcett 2006, Pattern
 * Recognit. Lett. 27, 861 (ties); scikit-learn's average_precision_score. */
void lc_rank_scores(double *auroc, double *average_precision, float *ranked, size_t n);

#endif
