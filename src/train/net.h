/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net.h - a multilayer perceptron: its shape and weights. */
#ifndef LC_TRAIN_NET_H
#define LC_TRAIN_NET_H

#include "train/kernel.h"

typedef struct lc_net_shape {
    size_t inputs;
    const size_t *hidden; /* units of each hidden layer */
    size_t hidden_n;
    size_t outputs;
    lc_activation activation; /* of the hidden layers; outputs are linear: logits or values */
} lc_net_shape;

/* z[o] = bias[o] + sum over i < in of w[o * stride + i] h[i]. */
typedef struct lc_layer {
    size_t in, out;
    size_t stride;   /* [floats] from row to row, a multiple of LC_LANES; at least `in` */
    float *w, *bias; /* inside the net's params; what pads a row is 0 */
} lc_layer;

typedef struct lc_net {
    lc_activation activation;
    size_t layers_n;
    lc_layer layers[LC_LAYERS_MAX];
    float *params; /* [params_n] of all layers, aligned */
    size_t params_n;
} lc_net;
#define LC_NET_INIT \
    {               \
        0           \
    }

/**
 * A net of that shape with all weights 0.
 *
 * Returns LC_OK
 *         LC_E_ARG    a layer of no units
 *         LC_E_LIMIT  more than LC_LAYERS_MAX layers, or a layer of more than LC_UNITS_MAX units
 *         LC_E_NOMEM
 */
lc_status lc_net_init(lc_net *net, const lc_net_shape *shape, lc_error *err);
void lc_net_free(lc_net *net);

/* Draw the weights; the same seed gives the same ones. */
void lc_net_init_weights(lc_net *net, lc_weight_init init, uint64_t seed);

/* Whether all weights are finite. */
bool lc_net_finite(const lc_net *net);

/* Weights and biases, padding not counted. */
size_t lc_net_weights(const lc_net *net);

#endif
