/* SPDX-License-Identifier: GPL-3.0-or-later */
/* train_blas.c - the bench's job by sgemm: link with OpenBLAS, and give it one thread. */
#include "train_layers.h"

#include <cblas.h>

static void forward(const layer *y, const float *x, size_t row, size_t n, int relu)
{
    for (size_t m = 0; m < n; m++)
        memcpy(y->h + m * y->out, y->b, y->out * sizeof *y->h);
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)n, (int)y->out, (int)y->in, 1, x,
                (int)row, y->w, (int)y->out, 1, y->h, (int)y->out);
    float *restrict z = y->h;
    for (size_t i = 0; relu && i < n * y->out; i++)
        z[i] = z[i] > 0 ? z[i] : 0;
}

static void backward(const layer *y, const layer *before, size_t n)
{
    cblas_sgemm(CblasRowMajor, CblasNoTrans, CblasTrans, (int)n, (int)y->in, (int)y->out, 1, y->d,
                (int)y->out, y->w, (int)y->out, 0, before->d, (int)y->in);
    float *restrict d = before->d;
    const float *restrict h = before->h;
    for (size_t i = 0; i < n * y->in; i++)
        d[i] = h[i] > 0 ? d[i] : 0;
}

static void descend(const layer *y, const float *x, size_t row, size_t n)
{
    cblas_sgemm(CblasRowMajor, CblasTrans, CblasNoTrans, (int)y->in, (int)y->out, (int)n, -RATE, x,
                (int)row, y->d, (int)y->out, 1, y->w, (int)y->out);
    float *restrict b = y->b;
    for (size_t m = 0; m < n; m++)
        for (size_t o = 0; o < y->out; o++)
            b[o] -= RATE * y->d[m * y->out + o];
}

int main(int argc, char **argv)
{
    job j = job_make(argc, argv);
    openblas_set_num_threads(1);
    job_run(&j);
    return 0;
}
