/* SPDX-License-Identifier: GPL-3.0-or-later */
/* net.c - room for a perceptron's weights, their start, and predictions. */
#include "train/net.h"

#include "base/mem.h"
#include "train/random.h"
#include "train/workspace.h"

#include <math.h>
#include <string.h>

#define STREAM_WEIGHTS 0x57A7 /* of the weights' random stream */

/* Floats from row to row: whole cache lines, and no multiple of 8 of them, so that a column of
 * weights doesn't fall on a few sets of the cache. */
static size_t stride_of(size_t in)
{
    size_t stride = lc_padded(in);
    return stride % (8 * LC_LANES) == 0 ? stride + LC_LANES : stride;
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

void lc_net_init_weights(lc_net *net, lc_weight_init start, uint64_t seed)
{
    lc_random random = lc_random_from(seed, STREAM_WEIGHTS);
    bool glorot = start == LC_INIT_GLOROT_NORMAL || start == LC_INIT_GLOROT_UNIFORM;
    bool uniform = start == LC_INIT_HE_UNIFORM || start == LC_INIT_GLOROT_UNIFORM;
    for (lc_layer *layer = net->layers; layer < net->layers + net->layers_n; layer++) {
        double in = (double)layer->in, out = (double)layer->out;
        double deviation = start == LC_INIT_ZERO ? 0 : sqrt(2 / (glorot ? in + out : in));
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

/* scores[m * outputs + k] from the logits of one panel. */
static void panel_scores(float *scores, const float *z, lc_task task, size_t outputs, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        float most = -INFINITY;
        double sum = 0;
        for (size_t k = 0; k < outputs; k++)
            most = fmaxf(most, z[k * LC_PANEL + m]);
        for (size_t k = 0; k < outputs; k++)
            sum += exp((double)z[k * LC_PANEL + m] - (double)most);
        for (size_t k = 0; k < outputs; k++) {
            double v = (double)z[k * LC_PANEL + m];
            if (task == LC_BINARY)
                v = 1 / (1 + exp(-v));
            else if (task == LC_MULTICLASS)
                v = exp(v - (double)most) / sum;
            scores[m * outputs + k] = (float)v;
        }
    }
}

lc_status lc_net_predict(float *scores, const lc_net *net, lc_task task, const float *x,
                         size_t stride, size_t n, lc_error *err)
{
    if (stride % LC_LANES != 0 || stride < net->layers[0].in)
        return lc_error_set(err, LC_E_ARG, 0, "rows of %zu numbers, the network takes %zu", stride,
                            net->layers[0].in);
    size_t outputs = net->layers[net->layers_n - 1].out;
    lc_workspace workspace = LC_WORKSPACE_INIT;
    lc_status st = lc_workspace_init(&workspace, net, lc_kernel_at(0), LC_PANEL, NULL, err);
    for (size_t first = 0; st == LC_OK && first < n; first += LC_PANEL) {
        size_t some = n - first < LC_PANEL ? n - first : LC_PANEL;
        lc_workspace_load(&workspace, &(lc_samples){.n = n, .stride = stride, .x = (float *)x},
                          NULL, first, some);
        lc_workspace_forward(&workspace, NULL);
        panel_scores(scores + first * outputs, lc_workspace_outputs(&workspace, 0), task, outputs,
                     some);
    }
    lc_workspace_free(&workspace);
    return st;
}
