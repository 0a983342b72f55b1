/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net.c - memory for a perceptron's weights, and their first values. */
#include "train/net.h"

#include "base/mem.h"
#include "train/random.h"

#include <math.h>
#include <string.h>

#define STREAM_WEIGHTS 0x57A7 /* of the weights' random stream */

/* Floats from row to row: whole cache lines, and no multiple of 8 of them, so that a column of
 * weights doesn't fall on a few sets of the cache. */
static size_t stride_of(size_t in)
{
    size_t stride = lc_padded(in);
    return stride % ((size_t)8 * LC_LANES) == 0 ? stride + LC_LANES : stride;
}

static lc_status layers_check(const lc_net_shape *shape, lc_error *err)
{
    if (shape->hidden_n >= LC_LAYERS_MAX)
        return lc_error_set(err, LC_E_LIMIT, 0, "%zu hidden layers, expected at most %d",
                            shape->hidden_n, LC_LAYERS_MAX - 1);
    for (size_t l = 0; l < shape->hidden_n + 2; l++) {
        size_t units = l == 0                     ? shape->inputs
                       : l == shape->hidden_n + 1 ? shape->outputs
                                                  : shape->hidden[l - 1];
        if (units == 0)
            return lc_error_set(err, LC_E_ARG, 0, "expected at least one unit in each layer");
        if (units > LC_UNITS_MAX)
            return lc_error_set(err, LC_E_LIMIT, 0, "a layer of %zu units, expected at most %u",
                                units, LC_UNITS_MAX);
    }
    return LC_OK;
}

lc_status lc_net_init(lc_net *net, const lc_net_shape *shape, lc_error *err)
{
    lc_status st = layers_check(shape, err);
    if (st != LC_OK)
        return st;
    lc_net made = {.activation = shape->activation, .layers_n = shape->hidden_n + 1};
    for (size_t l = 0; l < made.layers_n; l++) {
        size_t in = l == 0 ? shape->inputs : shape->hidden[l - 1];
        size_t out = l == shape->hidden_n ? shape->outputs : shape->hidden[l];
        made.layers[l] = (lc_layer){.in = in, .out = out, .stride = stride_of(in)};
        made.params_n += out * made.layers[l].stride + lc_padded(out); /* < 2^47 */
    }
    made.params = lc_mem_aligned(LC_PANEL_ALIGN, made.params_n * sizeof *made.params);
    if (!made.params)
        return lc_error_nomem(err);
    memset(made.params, 0, made.params_n * sizeof *made.params);
    float *at = made.params;
    for (lc_layer *layer = made.layers; layer < made.layers + made.layers_n; layer++) {
        layer->w = at;
        layer->bias = at + layer->out * layer->stride;
        at = layer->bias + lc_padded(layer->out);
    }
    *net = made;
    return LC_OK;
}

void lc_net_free(lc_net *net)
{
    lc_mem_free(net->params);
    *net = (lc_net)LC_NET_INIT;
}

void lc_net_init_weights(lc_net *net, lc_weight_init init, uint64_t seed)
{
    lc_random random = lc_random_from(seed, STREAM_WEIGHTS);
    bool glorot = init == LC_INIT_GLOROT_NORMAL || init == LC_INIT_GLOROT_UNIFORM;
    bool uniform = init == LC_INIT_HE_UNIFORM || init == LC_INIT_GLOROT_UNIFORM;
    for (lc_layer *layer = net->layers; layer < net->layers + net->layers_n; layer++) {
        double in = (double)layer->in, out = (double)layer->out;
        double deviation = init == LC_INIT_ZERO ? 0 : sqrt(2 / (glorot ? in + out : in));
        for (size_t o = 0; o < layer->out; o++)
            for (size_t i = 0; i < layer->in; i++) {
                double u = uniform ? sqrt(3) * (2 * lc_random_uniform(&random) - 1)
                                   : lc_random_normal(&random);
                layer->w[o * layer->stride + i] = (float)(deviation * u);
            }
        memset(layer->bias, 0, layer->out * sizeof *layer->bias);
    }
}

size_t lc_net_weights(const lc_net *net)
{
    size_t n = 0;
    for (size_t l = 0; l < net->layers_n; l++)
        n += net->layers[l].out * (net->layers[l].in + 1);
    return n;
}

bool lc_net_finite(const lc_net *net)
{
    float sum = 0; /* stays 0 unless one of them is not finite */
    for (size_t i = 0; i < net->params_n; i++)
        sum += net->params[i] * 0;
    return sum == 0;
}
