/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random.h - numbers that are the same in every run of the tests. */
#ifndef LC_TESTS_RANDOM_H
#define LC_TESTS_RANDOM_H

#include <math.h>
#include <stdint.h>

/* splitmix64 (Steele, Lea and Flood 2014, OOPSLA 14, 453). The state is its own seed. */
static inline uint64_t random_bits(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* Uniform in 0 <= u < 1. */
static inline double random_uniform(uint64_t *state)
{
    return (double)(random_bits(state) >> 11) * 0x1p-53;
}

/* Standard normal (Box and Muller 1958, Ann. Math. Statist. 29, 610). */
static inline double random_normal(uint64_t *state)
{
    double u = 1 - random_uniform(state), angle = 6.283185307179586 * random_uniform(state);
    return sqrt(-2 * log(u)) * cos(angle);
}

/* What follows `before` in noise of sd 1 of which each value keeps rho of the one before it. */
static inline double random_after(double before, double rho, uint64_t *state)
{
    return rho * before + sqrt(1 - rho * rho) * random_normal(state);
}

#endif
