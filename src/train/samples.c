/* SPDX-License-Identifier: GPL-3.0-or-later */
/* samples.c - room for the rows that a network is trained on. */
#include "train/samples.h"

#include "base/mem.h"

#define ALIGNMENT 64 /* [bytes] a cache line, and the widest vector */

lc_status lc_samples_alloc(lc_samples *s, size_t n, size_t d, lc_error *err)
{
    if (n == 0 || d == 0 || d > SIZE_MAX - LC_LANES)
        return lc_error_set(err, LC_E_ARG, 0, "expected at least one sample and one feature");
    lc_samples made = {.n = n, .d = d, .stride = lc_padded(d)};
    if (n > SIZE_MAX / sizeof *made.x / made.stride)
        return lc_error_nomem(err);
    made.x = lc_mem_aligned(ALIGNMENT, n * made.stride * sizeof *made.x);
    made.y = lc_mem_resize(NULL, n, sizeof *made.y);
    if (!made.x || !made.y) {
        lc_samples_free(&made);
        return lc_error_nomem(err);
    }
    *s = made;
    return LC_OK;
}

void lc_samples_free(lc_samples *s)
{
    lc_mem_free(s->x);
    lc_mem_free(s->w);
    lc_mem_free(s->y);
    *s = (lc_samples)LC_SAMPLES_INIT;
}
