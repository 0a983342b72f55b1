/* SPDX-License-Identifier: GPL-3.0-or-later */
/* samples.h - what a network is trained on: rows of float32 and their targets. */
#ifndef LC_TRAIN_SAMPLES_H
#define LC_TRAIN_SAMPLES_H

#include "base/error.h"

/* Rows are padded to a multiple of this many floats, so that a vector load never splits one. */
#define LC_LANES 16

/* n samples of d features; the data set once, as float32. */
typedef struct lc_samples {
    size_t n, d;
    size_t stride; /* floats from row to row: d rounded up to LC_LANES, the rest is 0 */
    float *x;      /* x[n * stride], 64-byte aligned */
    float *y;      /* y[n]: 0 or 1, a class number 0 .. classes - 1, or the value */
    float *w;      /* w[n]: weight in the training loss; NULL: 1 each */
} lc_samples;
#define LC_SAMPLES_INIT \
    {                   \
        0               \
    }

/* n rounded up to a multiple of LC_LANES. */
static inline size_t lc_padded(size_t n)
{
    return (n + LC_LANES - 1) / LC_LANES * LC_LANES;
}

/* Memory for n samples of d features without weights, not yet written: pages come as rows do. LC_OK,
 * LC_E_ARG (n or d is 0), LC_E_NOMEM. */
lc_status lc_samples_alloc(lc_samples *s, size_t n, size_t d, lc_error *err);
void lc_samples_free(lc_samples *s);

#endif
