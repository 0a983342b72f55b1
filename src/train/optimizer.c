/* SPDX-License-Identifier: GPL-3.0-or-later */
/* optimizer.c - the constants of a step, and the step on each layer. */
#include "train/optimizer.h"

#include <math.h>

lc_status lc_optimizer_check(const lc_optimizer *o, lc_error *err)
{
    const struct {
        const char *name;
        double value;
        bool below_one;
    } constants[] = {
        {"momentum", o->momentum, true}, {"beta1", o->beta1, true},  {"beta2", o->beta2, true},
        {"epsilon", o->epsilon, false},  {"decay", o->decay, false}, {"l2", o->l2, false},
    };
    for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
        double value = constants[i].value;
        if (!(value >= 0) || !isfinite(value) || (constants[i].below_one && value >= 1))
            return lc_error_set(err, LC_E_ARG, 0, "%s is %g, expected %s", constants[i].name, value,
                                constants[i].below_one ? "0 or more and less than 1" : "0 or more");
    }
    if (!((float)o->epsilon > 0)) /* a weight without gradient would step by 0 / 0 */
        return lc_error_set(err, LC_E_ARG, 0, "epsilon is %g, expected more than 0", o->epsilon);
    return LC_OK;
}

bool lc_optimizer_has_m(const lc_optimizer *o)
{
    return o->kind != LC_SGD;
}

bool lc_optimizer_has_v(const lc_optimizer *o)
{
    return o->kind == LC_ADAM || o->kind == LC_ADAMW;
}

void lc_optimizer_step(const lc_optimizer *o, const lc_kernel *kernel, lc_net *net, const float *g,
                       float *m, float *v, double rate, uint64_t t)
{
    bool adaptive = lc_optimizer_has_v(o);
    lc_update update = {.kind = o->kind,
                        .rate = (float)rate,
                        .beta1 = (float)(adaptive ? o->beta1 : o->momentum),
                        .beta2 = (float)o->beta2,
                        .epsilon = (float)o->epsilon};
    if (adaptive) { /* m' / (sqrt(v') + epsilon) with what corrects the moments taken out */
        double root = sqrt(1 - pow(o->beta2, (double)t));
        update.rate = (float)(rate * root / (1 - pow(o->beta1, (double)t)));
        update.epsilon = (float)(o->epsilon * root);
    }
    for (lc_layer *layer = net->layers; layer < net->layers + net->layers_n; layer++)
        for (int biases = 0; biases < 2; biases++) {
            size_t at = (size_t)((biases ? layer->bias : layer->w) - net->params);
            update.w = net->params + at;
            update.g = g + at;
            update.m = m ? m + at : NULL;
            update.v = v ? v + at : NULL;
            update.n = biases ? lc_padded(layer->out) : layer->out * layer->stride;
            update.penalty = biases ? 0 : (float)(2 * o->l2);
            update.decay = biases || o->kind != LC_ADAMW ? 0 : (float)(rate * o->decay);
            kernel->update(&update);
        }
}

double lc_optimizer_penalty(const lc_optimizer *o, const lc_kernel *kernel, const lc_net *net)
{
    double sum = 0;
    if (o->l2 == 0)
        return 0;
    for (const lc_layer *layer = net->layers; layer < net->layers + net->layers_n; layer++)
        sum += kernel->sum_squares(layer->w, NULL, 0, layer->out * layer->stride);
    return o->l2 * sum;
}

double lc_optimizer_norm(const lc_optimizer *o, const lc_kernel *kernel, const lc_net *net,
                         const float *g)
{
    double sum = 0;
    for (const lc_layer *layer = net->layers; layer < net->layers + net->layers_n; layer++) {
        const float *dw = g + (layer->w - net->params), *db = g + (layer->bias - net->params);
        sum += kernel->sum_squares(dw, o->l2 > 0 ? layer->w : NULL, (float)(2 * o->l2),
                                   layer->out * layer->stride);
        sum += kernel->sum_squares(db, NULL, 0, lc_padded(layer->out));
    }
    return sqrt(sum);
}
