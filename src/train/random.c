/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random.c - splitmix64 and what is drawn from it. */
#include "train/random.h"

#include <math.h>

#define TWO_PI 6.283185307179586

lc_random lc_random_from(uint64_t seed, uint64_t purpose)
{
    lc_random r = {seed};
    r.state = lc_random_bits(&r) ^ purpose * LC_RANDOM_STEP;
    r.state = lc_random_bits(&r);
    return r;
}

double lc_random_uniform(lc_random *r)
{
    return (double)(lc_random_bits(r) >> 11) * 0x1p-53;
}

double lc_random_normal(lc_random *r)
{
    double u = 1 - lc_random_uniform(r), angle = TWO_PI * lc_random_uniform(r);
    return sqrt(-2 * log(u)) * cos(angle);
}

uint64_t lc_random_below(lc_random *r, uint64_t n)
{
    uint64_t uneven = -n % n; /* 2^64 mod n: as many of the draws are too many */
    for (;;) {
        uint64_t bits = lc_random_bits(r);
        if (bits >= uneven)
            return bits % n;
    }
}

void lc_random_shuffle(lc_random *r, size_t *x, size_t n)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = (size_t)lc_random_below(r, i), last = x[i - 1];
        x[i - 1] = x[k];
        x[k] = last;
    }
}
