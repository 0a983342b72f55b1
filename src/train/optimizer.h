/* SPDX-License-Identifier: GPL-3.0-or-later */
/* optimizer.h - from gradients to new weights. */
#ifndef LC_TRAIN_OPTIMIZER_H
#define LC_TRAIN_OPTIMIZER_H

#include "train/net.h"

/*
 * With g the gradient of the batch's loss, plus 2 l2 w for weights (not for biases):
 *   sgd       w -= lr g
 *   momentum  m = momentum m - lr g;  w += m
 *   nesterov  m = momentum m - lr g;  w += momentum m - lr g
 *             (I. Sutskever et al. 2013, ICML, 1139, in the form that Keras has)
 *   adam      m = b1 m + (1 - b1) g;  v = b2 v + (1 - b2) g^2;
 *             w -= lr m' / (sqrt(v') + epsilon), m' = m / (1 - b1^t), v' = v / (1 - b2^t)
 *             (D. Kingma and J. Ba 2015, ICLR, algorithm 1)
 *   adamw     the same, and w -= lr decay w for weights (I. Loshchilov and F. Hutter 2019, ICLR)
 */
typedef struct lc_optimizer {
    lc_optimizer_kind rule;
    double momentum;
    double beta1, beta2, epsilon;
    double decay; /* AdamW only */
    double l2;    /* the loss has l2 times the sum of squared weights added, as in Keras */
} lc_optimizer;
#define LC_OPTIMIZER_INIT                                                                     \
    {                                                                                         \
        LC_SGD, .momentum = 0.9, .beta1 = 0.9, .beta2 = 0.999, .epsilon = 1e-8, .decay = 0.01 \
    }

/* LC_OK, or LC_E_ARG that says which constant is out of range. */
lc_status lc_optimizer_check(const lc_optimizer *o, lc_error *err);

/* Whether a rule keeps a first and a second moment beside the weights. */
bool lc_optimizer_has_m(const lc_optimizer *o);
bool lc_optimizer_has_v(const lc_optimizer *o);

/* Step t = 1, 2, ... of every weight: g, m and v are laid out as the net's params; m and v are NULL
 * where the rule has none and begin as zeros. */
void lc_optimizer_step(const lc_optimizer *o, const lc_kernel *kernel, lc_net *net, const float *g,
                       float *m, float *v, double rate, uint64_t t);

/* l2 times the sum of squared weights. */
double lc_optimizer_penalty(const lc_optimizer *o, const lc_net *net);

/* Euclidean norm of a gradient with its penalty. */
double lc_optimizer_norm(const lc_optimizer *o, const lc_net *net, const float *g);

#endif
