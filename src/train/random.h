/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random.h - seeded random numbers: the same on every machine and in every run. */
#ifndef LC_TRAIN_RANDOM_H
#define LC_TRAIN_RANDOM_H

#include <stddef.h>
#include <stdint.h>

#define LC_RANDOM_STEP 0x9E3779B97F4A7C15u /* 2^64 / golden ratio, odd: splitmix64's step */

/* A stream of random numbers; any seed will do. */
typedef struct lc_random {
    uint64_t state;
} lc_random;

/* A stream for one purpose among several that share a seed: what one of them draws doesn't move
 * the others. */
lc_random lc_random_from(uint64_t seed, uint64_t purpose);

/* 64 random bits. splitmix64 (Steele, Lea and Flood 2014, OOPSLA 14, 453). */
static inline uint64_t lc_random_bits(lc_random *r)
{
    uint64_t z = r->state += LC_RANDOM_STEP;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* Uniform in 0 <= u < 1, a multiple of 2^-53. */
double lc_random_uniform(lc_random *r);

/* Standard normal (Box and Muller 1958, Ann. Math. Statist. 29, 610). */
double lc_random_normal(lc_random *r);

/* Uniform in 0 .. n - 1, without bias: draws that would favour some values are drawn again.
 * n is at least 1. */
uint64_t lc_random_below(lc_random *r, uint64_t n);

/* Put x[n] into random order (Fisher and Yates; Durstenfeld 1964, CACM 7, 420). */
void lc_random_shuffle(lc_random *r, size_t *x, size_t n);

#endif
