/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_loops.c - the bench's job in plain C loops over sizes known at run time: what one writes
 * first. Vectors are up to the compiler: build with -O3 -march=native -ffast-math. */
#include "train_layers.h"

static void forward(const layer *y, const float *x, size_t row, size_t n, int relu)
{
    for (size_t m = 0; m < n; m++) {
        float *restrict z = y->h + m * y->out;
        memcpy(z, y->b, y->out * sizeof *z);
        for (size_t i = 0; i < y->in; i++) {
            const float *restrict w = y->w + i * y->out;
            float a = x[m * row + i];
            for (size_t o = 0; o < y->out; o++)
                z[o] += a * w[o];
        }
        for (size_t o = 0; relu && o < y->out; o++)
            z[o] = z[o] > 0 ? z[o] : 0;
    }
}

static void backward(const layer *y, const layer *before, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        const float *restrict d = y->d + m * y->out;
        for (size_t i = 0; i < y->in; i++) {
            const float *restrict w = y->w + i * y->out;
            float sum = 0;
            for (size_t o = 0; o < y->out; o++)
                sum += d[o] * w[o];
            before->d[m * y->in + i] = before->h[m * y->in + i] > 0 ? sum : 0;
        }
    }
}

static void descend(const layer *y, const float *x, size_t row, size_t n)
{
    for (size_t m = 0; m < n; m++) {
        const float *restrict d = y->d + m * y->out;
        for (size_t i = 0; i < y->in; i++) {
            float *restrict w = y->w + i * y->out;
            float a = RATE * x[m * row + i];
            for (size_t o = 0; o < y->out; o++)
                w[o] -= a * d[o];
        }
        for (size_t o = 0; o < y->out; o++)
            y->b[o] -= RATE * d[o];
    }
}

int main(int argc, char **argv)
{
    job j = job_make(argc, argv);
    job_run(&j);
    return 0;
}
