/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net.h - a multilayer perceptron: its weights, and what it says of a row. */
#ifndef LC_TRAIN_NET_H
#define LC_TRAIN_NET_H

#include "train/kernel.h"

#define LC_LAYERS_MAX 64        /* hidden layers and the output layer */
#define LC_UNITS_MAX (1u << 20) /* of a layer */

/* How weights begin; biases begin at 0. n_in and n_out are a layer's inputs and outputs.
 * He:     variance 2 / n_in             (K. He et al. 2015, ICCV, 1026)
 * Glorot: variance 2 / (n_in + n_out)   (X. Glorot and Y. Bengio 2010, AISTATS, 249)
 * either normal or uniform, of that variance; not truncated.
 * Zero:   a fault on purpose: units of a layer stay alike, and those of relu get no gradient. */
typedef enum lc_weight_init {
    LC_INIT_HE_NORMAL,
    LC_INIT_HE_UNIFORM,
    LC_INIT_GLOROT_NORMAL,
    LC_INIT_GLOROT_UNIFORM, /* what Keras takes by default */
    LC_INIT_ZERO,
} lc_weight_init;

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
void lc_net_init_weights(lc_net *net, lc_weight_init start, uint64_t seed);

/* Weights and biases, padding not counted. */
size_t lc_net_weights(const lc_net *net);

/**
 * What the net says of rows.
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

#endif
