/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_workspace.c - gradients against finite differences of a plain network in double. */
#include "train/loss.h"
#include "train/optimizer.h"

#include "base/mem.h"
#include "random.h"
#include "samples.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_workspace(void);

#define INPUTS 5
#define SAMPLES 70      /* two panels and a part of one */
#define DIFFERENCE 1e-5 /* of a weight: double leaves 1e-11 of noise, the square term 1e-10 */

typedef struct setting {
    const char *what;
    lc_activation activation;
    lc_task task;
    size_t classes;
    double smoothing, l2, dropout;
    const double *weight;
    size_t samples, hidden[3], hidden_n;
} setting;

static const double uneven[] = {0.3, 7, 2};

static const setting settings[] = {
    {"relu, binary", LC_RELU, LC_BINARY, 2, 0, 0, 0, NULL, SAMPLES, {7, 4}, 2},
    {"tanh, binary", LC_TANH, LC_BINARY, 2, 0, 0, 0, NULL, SAMPLES, {7, 4}, 2},
    {"sigmoid, binary", LC_SIGMOID, LC_BINARY, 2, 0, 0, 0, NULL, SAMPLES, {7, 4}, 2},
    {"relu, softmax", LC_RELU, LC_MULTICLASS, 3, 0, 0, 0, NULL, SAMPLES, {7, 4}, 2},
    {"tanh, softmax", LC_TANH, LC_MULTICLASS, 3, 0, 0, 0, NULL, SAMPLES, {33, 18}, 2},
    {"softmax of two", LC_TANH, LC_MULTICLASS, 2, 0, 0, 0, NULL, SAMPLES, {6}, 1},
    {"relu, squared", LC_RELU, LC_REGRESSION, 0, 0, 0, 0, NULL, SAMPLES, {7, 40, 3}, 3},
    {"sigmoid, squared", LC_SIGMOID, LC_REGRESSION, 0, 0, 0, 0, NULL, SAMPLES, {7, 4}, 2},
    {"no hidden layer", LC_RELU, LC_BINARY, 2, 0, 0, 0, NULL, SAMPLES, {0}, 0},
    {"one sample", LC_TANH, LC_BINARY, 2, 0, 0, 0, NULL, 1, {7, 4}, 2},
    {"half a panel", LC_RELU, LC_BINARY, 2, 0, 0, 0, NULL, 16, {7, 4}, 2},
    {"class weights", LC_TANH, LC_BINARY, 2, 0, 0, 0, uneven, SAMPLES, {7, 4}, 2},
    {"class weights, softmax", LC_TANH, LC_MULTICLASS, 3, 0, 0, 0, uneven, SAMPLES, {7, 4}, 2},
    {"label smoothing", LC_TANH, LC_BINARY, 2, 0.2, 0, 0, NULL, SAMPLES, {7, 4}, 2},
    {"label smoothing, softmax", LC_RELU, LC_MULTICLASS, 3, 0.2, 0, 0, NULL, SAMPLES, {7, 4}, 2},
    {"l2", LC_RELU, LC_BINARY, 2, 0, 0.05, 0, NULL, SAMPLES, {7, 4}, 2},
    {"dropout, relu", LC_RELU, LC_BINARY, 2, 0, 0, 0.4, NULL, SAMPLES, {7, 4}, 2},
    {"dropout, tanh", LC_TANH, LC_BINARY, 2, 0, 0, 0.4, NULL, SAMPLES, {7, 20, 4}, 3},
    {"all at once", LC_SIGMOID, LC_MULTICLASS, 3, 0.1, 0.02, 0.3, uneven, SAMPLES, {9, 5}, 2},
};

typedef struct bed {
    lc_net net;
    lc_workspace workspace;
    lc_samples samples;
    lc_loss loss;
    lc_optimizer optimizer;
    double *w; /* the net's params */
} bed;

static void bed_make(bed *b, const setting *s, const lc_kernel *kernel)
{
    uint64_t state = 7;
    *b = (bed){.loss = {s->task, s->classes, s->smoothing, s->weight},
               .optimizer = LC_OPTIMIZER_INIT};
    b->optimizer.l2 = s->l2;
    lc_net_shape shape = {.inputs = INPUTS,
                          .hidden = s->hidden,
                          .hidden_n = s->hidden_n,
                          .outputs = lc_loss_outputs(&b->loss),
                          .activation = s->activation};
    ck_assert_int_eq(lc_net_init(&b->net, &shape, NULL), LC_OK);
    lc_net_init_weights(&b->net, LC_INIT_HE_NORMAL, 5);
    for (size_t l = 0; l < b->net.layers_n; l++)
        for (size_t o = 0; o < b->net.layers[l].out; o++)
            b->net.layers[l].bias[o] = (float)(0.3 * random_normal(&state));
    b->samples = zero_samples(s->samples, INPUTS);
    for (size_t m = 0; m < s->samples; m++) {
        for (size_t i = 0; i < INPUTS; i++)
            b->samples.x[m * b->samples.stride + i] = (float)random_normal(&state);
        b->samples.y[m] = s->task == LC_REGRESSION ? (float)random_normal(&state)
                                                   : (float)(random_bits(&state) % s->classes);
    }
    ck_assert_int_eq(lc_workspace_init(&b->workspace, &b->net, kernel, s->samples,
                                       &(lc_workspace_training){.dropout = s->dropout}, NULL),
                     LC_OK);
    b->w = calloc(b->net.params_n, sizeof *b->w);
    for (size_t i = 0; i < b->net.params_n; i++)
        b->w[i] = (double)b->net.params[i];
}

static void bed_free(bed *b)
{
    free(b->w);
    lc_workspace_free(&b->workspace);
    lc_samples_free(&b->samples);
    lc_net_free(&b->net);
}

/* ---- the plain network: one sample at a time, in double ------------------------------------ */

static double plain_activation(lc_activation f, double z)
{
    return f == LC_RELU ? fmax(z, 0) : f == LC_TANH ? tanh(z) : 1 / (1 + exp(-z));
}

/* z[o] of the outputs for sample m; units are dropped as the workspace's masks have it. */
static void plain_outputs(const bed *b, size_t m, double z[64])
{
    double h[64];
    for (size_t i = 0; i < INPUTS; i++)
        h[i] = (double)b->samples.x[m * b->samples.stride + i];
    for (size_t l = 0; l < b->net.layers_n; l++) {
        const lc_layer *layer = &b->net.layers[l];
        const lc_workspace_layer *buffers = &b->workspace.layers[l + 1];
        const double *w = b->w + (layer->w - b->net.params);
        const double *bias = b->w + (layer->bias - b->net.params);
        for (size_t o = 0; o < layer->out; o++) {
            z[o] = bias[o];
            for (size_t i = 0; i < layer->in; i++)
                z[o] += w[o * layer->stride + i] * h[i];
        }
        size_t at = m / LC_PANEL * buffers->panel + m % LC_PANEL;
        for (size_t o = 0; l + 1 < b->net.layers_n && o < layer->out; o++) {
            h[o] = plain_activation(b->net.activation, z[o]);
            if (buffers->mask)
                h[o] *= (double)buffers->mask[at + o * LC_PANEL];
        }
    }
}

/* Cross-entropy between the smoothed target and the softmax; binary is a softmax of (0, z). */
static double plain_cross_entropy(const lc_loss *loss, const double *z, size_t y)
{
    double pair[] = {0, z[0]}, sum = 0, cost = 0, share = loss->smoothing / (double)loss->classes;
    const double *of = loss->task == LC_BINARY ? pair : z;
    for (size_t k = 0; k < loss->classes; k++)
        sum += exp(of[k]);
    for (size_t k = 0; k < loss->classes; k++)
        cost -= ((k == y ? 1 - loss->smoothing : 0) + share) * (of[k] - log(sum));
    return cost;
}

static double plain_loss(const bed *b)
{
    double sum = 0, squares = 0, z[64];
    for (size_t m = 0; m < b->samples.n; m++) {
        double y = (double)b->samples.y[m];
        plain_outputs(b, m, z);
        if (b->loss.task == LC_REGRESSION)
            sum += (z[0] - y) * (z[0] - y);
        else
            sum += plain_cross_entropy(&b->loss, z, (size_t)y) *
                   (b->loss.weight ? b->loss.weight[(size_t)y] : 1);
    }
    for (size_t l = 0; l < b->net.layers_n; l++) {
        const lc_layer *layer = &b->net.layers[l];
        const double *w = b->w + (layer->w - b->net.params);
        for (size_t i = 0; i < layer->out * layer->stride; i++)
            squares += w[i] * w[i];
    }
    return sum / (double)b->samples.n + b->optimizer.l2 * squares;
}

/* ---- tests -------------------------------------------------------------------------------- */

/* One batch through the engine; the gradient with l2's part lands in g. */
static double engine_gradient(bed *b, float *g)
{
    lc_score_sums sums = LC_SCORE_SUMS_INIT;
    lc_random random = lc_random_from(11, 0);
    lc_workspace_load(&b->workspace, &b->samples, NULL, 0, b->samples.n);
    lc_workspace_forward(&b->workspace, &random);
    lc_loss_batch(&b->workspace, &b->loss, true, &sums);
    lc_workspace_gradient(&b->workspace, g);
    for (size_t l = 0; l < b->net.layers_n; l++) {
        const lc_layer *layer = &b->net.layers[l];
        for (size_t i = 0; i < layer->out * layer->stride; i++)
            g[layer->w - b->net.params + (ptrdiff_t)i] +=
                (float)(2 * b->optimizer.l2) * layer->w[i];
    }
    return lc_score_sums_scores(&sums, &b->loss).loss +
           lc_optimizer_penalty(&b->optimizer, b->workspace.kernel, &b->net);
}

static double difference(bed *b, size_t i)
{
    double w = b->w[i];
    b->w[i] = w + DIFFERENCE;
    double above = plain_loss(b);
    b->w[i] = w - DIFFERENCE;
    double below = plain_loss(b);
    b->w[i] = w;
    return (above - below) / (2 * DIFFERENCE);
}

static void check_weight(bed *b, const setting *s, const float *g, size_t at, double largest)
{
    double want = difference(b, at);
    ck_assert_msg(fabs((double)g[at] - want) <= 3e-6 * largest + 1e-8,
                  "%s, %s: weight %zu has %.9g, expected %.9g", b->workspace.kernel->name, s->what,
                  at, (double)g[at], want);
}

static float *zeros(size_t n)
{
    float *x = lc_mem_aligned(LC_PANEL_ALIGN, n * sizeof *x);
    return memset(x, 0, n * sizeof *x);
}

START_TEST(gradients_are_those_of_finite_differences)
{
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        const setting *s = &settings[_i];
        bed b;
        bed_make(&b, s, kernel);
        float *g = zeros(b.net.params_n);
        double got = engine_gradient(&b, g), largest = 0;
        ck_assert_double_eq_tol(got, plain_loss(&b), 1e-6 * got);
        for (size_t i = 0; i < b.net.params_n; i++)
            largest = fmax(largest, fabs((double)g[i]));
        for (size_t l = 0; l < b.net.layers_n; l++) {
            const lc_layer *layer = &b.net.layers[l];
            for (size_t o = 0; o < layer->out; o++) {
                size_t row = (size_t)(layer->w - b.net.params) + o * layer->stride;
                for (size_t i = 0; i < layer->in; i++)
                    check_weight(&b, s, g, row + i, largest);
                check_weight(&b, s, g, (size_t)(layer->bias - b.net.params) + o, largest);
            }
        }
        lc_mem_free(g);
        bed_free(&b);
    }
}
END_TEST

static void gradient_of(bed *b, size_t n, float *g)
{
    lc_score_sums sums = LC_SCORE_SUMS_INIT;
    lc_random random = lc_random_from(1, 0);
    lc_workspace_load(&b->workspace, &b->samples, NULL, 0, n);
    lc_workspace_forward(&b->workspace, &random);
    lc_loss_batch(&b->workspace, &b->loss, true, &sums);
    memset(g, 0, b->net.params_n * sizeof *g);
    lc_workspace_gradient(&b->workspace, g);
}

/* Nothing is left of a larger batch, whatever it was: here one that went to infinity. */
START_TEST(a_smaller_batch_after_a_larger_one_is_as_if_alone)
{
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++)
        for (size_t n = 1; n < settings[_i].samples; n++) {
            bed after, alone;
            bed_make(&after, &settings[_i], kernel);
            bed_make(&alone, &settings[_i], kernel);
            float *g = zeros(after.net.params_n), *h = zeros(after.net.params_n);
            float *w = after.net.layers[0].w, kept = *w;
            *w = INFINITY;
            gradient_of(&after, settings[_i].samples, g);
            *w = kept;
            gradient_of(&after, n, g);
            gradient_of(&alone, n, h);
            for (size_t i = 0; i < after.net.params_n; i++)
                ck_assert(g[i] == h[i]); /* zeros may differ in sign */
            lc_mem_free(g);
            lc_mem_free(h);
            bed_free(&after);
            bed_free(&alone);
        }
}
END_TEST

/* Asking for the gradient's norm mustn't change a run. */
START_TEST(a_fused_step_has_the_bits_of_a_separate_one)
{
    const lc_kernel *kernel;
    for (size_t k = 0; (kernel = lc_kernel_at(k)); k++) {
        bed fused, apart;
        bed_make(&fused, &settings[_i], kernel);
        bed_make(&apart, &settings[_i], kernel);
        size_t n = fused.net.params_n;
        float *g = zeros(n), *h = zeros(n);
        engine_gradient(&fused, g); /* leaves the batch in place */
        engine_gradient(&apart, h);
        memset(g, 0, n * sizeof *g);
        memset(h, 0, n * sizeof *h);
        fused.optimizer.kind = LC_SGD;
        lc_workspace_sgd_step(&fused.workspace, &fused.net, 0.1f, (float)(2 * settings[_i].l2), g);
        lc_workspace_gradient(&apart.workspace, h);
        lc_optimizer_step(&fused.optimizer, kernel, &apart.net, h, NULL, NULL, (double)0.1f, 1);
        ck_assert_mem_eq(fused.net.params, apart.net.params, n * sizeof *g);
        lc_mem_free(g);
        lc_mem_free(h);
        bed_free(&fused);
        bed_free(&apart);
    }
}
END_TEST

START_TEST(dropped_units_are_the_share_asked_for_and_the_rest_is_scaled)
{
    setting s = settings[16];
    bed b;
    bed_make(&b, &s, lc_kernel_at(0));
    lc_random random = lc_random_from(3, 0);
    size_t dropped = 0, all = 0;
    lc_workspace_load(&b.workspace, &b.samples, NULL, 0, 64);
    for (int round = 0; round < 200; round++) {
        lc_workspace_forward(&b.workspace, &random);
        const float *mask = b.workspace.layers[1].mask;
        for (size_t u = 0; u < 7 * LC_PANEL; u++, all++) {
            dropped += mask[u] == 0;
            ck_assert(mask[u] == 0 || fabs((double)mask[u] - 1 / 0.6) < 1e-4);
        }
    }
    double share = (double)dropped / (double)all; /* standard error 0.0023 */
    ck_assert_double_eq_tol(share, 0.4, 0.01);
    bed_free(&b);
}
END_TEST

Suite *suite_workspace(void)
{
    int n = (int)(sizeof settings / sizeof *settings);
    Suite *s = suite_create("workspace");
    TCase *t = tcase_create("workspace");
    tcase_add_loop_test(t, gradients_are_those_of_finite_differences, 0, n);
    tcase_add_loop_test(t, a_fused_step_has_the_bits_of_a_separate_one, 0, n);
    tcase_add_loop_test(t, a_smaller_batch_after_a_larger_one_is_as_if_alone, 0, n);
    tcase_add_test(t, dropped_units_are_the_share_asked_for_and_the_rest_is_scaled);
    suite_add_tcase(s, t);
    return s;
}
