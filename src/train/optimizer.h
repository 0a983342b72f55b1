/* SPDX-License-Identifier: GPL-3.0-or-later */
/* optimizer.h - from gradients to new weights. */
#ifndef LC_TRAIN_OPTIMIZER_H
#define LC_TRAIN_OPTIMIZER_H

#include "train/net.h"

/* LC_OK, or LC_E_ARG that says which constant is out of range. */
lc_status lc_optimizer_check(const lc_optimizer *o, lc_error *err);

/* Whether it keeps a first and a second moment beside the weights. */
bool lc_optimizer_has_m(const lc_optimizer *o);
bool lc_optimizer_has_v(const lc_optimizer *o);

/* Step t = 1, 2, ... of every weight: g, m and v are laid out as the net's params; m and v are NULL
 * where the optimizer has none and begin as zeros. */
void lc_optimizer_step(const lc_optimizer *o, const lc_kernel *kernel, lc_net *net, const float *g,
                       float *m, float *v, double rate, uint64_t t);

/* l2 times the sum of squared weights, to 1e-5 of it. */
double lc_optimizer_penalty(const lc_optimizer *o, const lc_kernel *kernel, const lc_net *net);

/* Euclidean norm of a gradient with its penalty, to 1e-5 of it; what pads its rows is 0. */
double lc_optimizer_norm(const lc_optimizer *o, const lc_kernel *kernel, const lc_net *net,
                         const float *g);

#endif
