/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_layers.h - the bench's job around three functions on a layer, which train_loops.c and
 * train_blas.c define: shuffling, batches, loss, accuracy and validation are the same for both. */
#ifndef LC_BENCH_TRAIN_LAYERS_H
#define LC_BENCH_TRAIN_LAYERS_H

#include "train_job.h"

#include <string.h>

typedef struct layer {
    size_t in, out;
    float *w, *b; /* w[in][out] */
    float *h, *d; /* [batch][out] outputs, and the loss's derivative by what relu is given */
} layer;

/* h[m][o] = b[o] + sum over i of x[m * row + i] w[i][o], m < n, and relu of it where asked for. */
static void forward(const layer *y, const float *x, size_t row, size_t n, int relu);

/* before->d[m][i] = sum over o of d[m][o] w[i][o], 0 where before->h[m][i] is 0. */
static void backward(const layer *y, const layer *before, size_t n);

/* w[i][o] -= RATE sum over m of x[m * row + i] d[m][o], and b[o] likewise. */
static void descend(const layer *y, const float *x, size_t row, size_t n);

typedef struct sums {
    double loss;
    size_t right;
} sums;

static void layers_make(layer *layers, const job *j)
{
    uint64_t state = 7;
    for (size_t l = 0; l < j->layers; l++) {
        layer *y = &layers[l];
        *y = (layer){.in = j->units[l], .out = j->units[l + 1]};
        y->w = job_room(y->in * y->out);
        y->b = job_room(y->out);
        y->h = job_room(j->batch * y->out);
        y->d = job_room(j->batch * y->out);
        for (size_t i = 0; i < y->in * y->out; i++)
            y->w[i] = (float)(sqrt(6.0 / (double)y->in) * job_uniform(&state));
    }
}

static void all_forward(const layer *layers, size_t layers_n, const float *x, size_t n)
{
    for (size_t l = 0; l < layers_n; l++)
        forward(&layers[l], l ? layers[l - 1].h : x, l ? layers[l].in : ROW, n, l + 1 < layers_n);
}

/* Cross-entropy of the last layer's logits, in single precision but for the sum. */
static void tally(sums *s, const layer *last, const float *y, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        float z = last->h[m], e = expf(-fabsf(z)), p = (z > 0 ? 1 : e) / (1 + e);
        s->loss += (double)((z > 0 ? z : 0) - z * y[m] + log1pf(e));
        s->right += (z > 0) == (y[m] > 0.5f);
        last->d[m] = (p - y[m]) / (float)n;
    }
}

static sums train_epoch(const job *j, const layer *layers, float *x, uint32_t *order,
                        uint64_t *state)
{
    sums s = {0};
    float *y = x + j->batch * ROW;
    for (uint32_t i = (uint32_t)j->train; i > 1; i--) {
        uint32_t k = (uint32_t)((job_bits(state) >> 32) * i >> 32), last = order[i - 1];
        order[i - 1] = order[k];
        order[k] = last;
    }
    for (size_t first = 0; first < j->train; first += j->batch) {
        size_t n = j->train - first < j->batch ? j->train - first : j->batch;
        for (size_t m = 0; m < n; m++) {
            memcpy(x + m * ROW, j->x + order[first + m] * (size_t)ROW, ROW * sizeof *x);
            y[m] = j->y[order[first + m]];
        }
        all_forward(layers, j->layers, x, n);
        tally(&s, &layers[j->layers - 1], y, n);
        for (size_t l = j->layers - 1; l > 0; l--)
            backward(&layers[l], &layers[l - 1], n);
        for (size_t l = 0; l < j->layers; l++)
            descend(&layers[l], l ? layers[l - 1].h : x, l ? layers[l].in : ROW, n);
    }
    return s;
}

static sums validate(const job *j, const layer *layers)
{
    sums s = {0};
    for (size_t first = j->train; first < j->train + j->validation; first += j->batch) {
        size_t left = j->train + j->validation - first, n = left < j->batch ? left : j->batch;
        all_forward(layers, j->layers, j->x + first * ROW, n);
        tally(&s, &layers[j->layers - 1], j->y + first, n);
    }
    return s;
}

static void job_run(const job *j)
{
    layer layers[LAYERS_MAX];
    float *x = job_room(j->batch * (ROW + 1));
    uint32_t *order = job_room(j->train);
    uint64_t state = 3;
    watch timed = {0};
    sums train = {0}, validation = {0};
    layers_make(layers, j);
    for (size_t i = 0; i < j->train; i++)
        order[i] = (uint32_t)i;
    while (watch_start(&timed)) {
        train = train_epoch(j, layers, x, order, &state);
        validation = validate(j, layers);
        watch_stop(&timed);
    }
    double n = (double)j->train, v = (double)j->validation;
    job_print(timed.best, train.loss / n, (double)train.right / n, validation.loss / v,
              (double)validation.right / v);
}

#endif
