/* SPDX-License-Identifier: GPL-3.0-or-later */
/* samples.h - samples of zeros, for tests to fill. */
#ifndef TESTS_SAMPLES_H
#define TESTS_SAMPLES_H

#include "train/samples.h"

#include <check.h>
#include <string.h>

static inline lc_samples zero_samples(size_t n, size_t d)
{
    lc_samples s = LC_SAMPLES_INIT;
    ck_assert_int_eq(lc_samples_alloc(&s, n, d, NULL), LC_OK);
    memset(s.x, 0, n * s.stride * sizeof *s.x);
    memset(s.y, 0, n * sizeof *s.y);
    return s;
}

#endif
