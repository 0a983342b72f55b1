/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random.c - splitmix64 and what is drawn from it. */
#include "train/random.h"

#include <math.h>

#define GOLDEN 0x9E3779B97F4A7C15u /* 2^64 / golden ratio, odd: splitmix64's step */
#define TWO_PI 6.283185307179586

uint64_t lc_random_bits(lc_random *r)
{
    uint64_t z = r->state += GOLDEN;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

lc_random lc_random_from(uint64_t seed, uint64_t purpose)
{
    lc_random r = {seed};
    r.state = lc_random_bits(&r) ^ purpose * GOLDEN;
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
