/* SPDX-License-Identifier: GPL-3.0-or-later */
/* predict.h - the outputs of a network for rows of features. */
#ifndef LC_TRAIN_PREDICT_H
#define LC_TRAIN_PREDICT_H

#include "train/loss.h"
#include "train/net.h"

/**
 * The outputs of a net.
 *
 * Binary: the probability of class 1. Multiclass: the probability of each class. Regression: the
 * value.
 *
 *   out  scores  [n * outputs of the last layer]
 *   in   x       n rows of `stride` floats, a multiple of LC_LANES and at least the net's inputs
 *
 * Returns LC_OK
 *         LC_E_ARG    rows shorter than the net's inputs, or a stride that is no multiple
 *         LC_E_NOMEM  no room for one panel of activations
 */
lc_status lc_net_predict(float *scores, const lc_net *net, lc_task task, const float *x,
                         size_t stride, size_t n, lc_error *err);

/* All scores that the task has, plain, of samples by a net as it is. LC_OK, LC_E_NOMEM. */
lc_status lc_net_evaluate(lc_scores *scores, const lc_net *net, const lc_loss *loss,
                          const lc_samples *s, lc_error *err);

#endif
