/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sample_steps.c - over how many samples a share is taken, by the steps of its values. */
#include "model/sample_steps.h"

#include "base/wide.h"

#include <math.h>

#define STEPS_MAX 2000    /* samples up to which steps are looked for */
#define STEPS_MIN 2       /* different values, neither 0 nor all */
#define STEPS_DIGITS 0.05 /* a digit, of a step: coarser ones tell no steps apart */
/* that values without steps fit some number of samples up to the one found */
#define STEPS_CHANCE 1e-3

/* All finite values are whole multiples of 1 / n, up to their digits. */
static inline bool fit_steps(const lc_series *s, double scale, size_t n, double half)
{
    for (size_t i = 0; i < s->n; i++) {
        double k = s->y[i] / scale * (double)n;
        if (isfinite(k) && fabs(k - rint(k)) > half * (double)n)
            return false;
    }
    return true;
}

/* The least number of samples whose steps all values fit; 0 for none. */
LC_WIDE static size_t find_steps(const lc_series *s, double scale, double half)
{
    for (size_t n = 2; n <= STEPS_MAX && 2 * half * (double)n < STEPS_DIGITS; n++)
        if (fit_steps(s, scale, n, half))
            return n;
    return 0;
}

/* Different values between none and all right, up to those that suffice for any number of samples. */
static size_t count_values(const lc_series *s, double scale)
{
    enum { ENOUGH = 16 };
    double seen[ENOUGH];
    size_t n = 0;
    for (size_t i = 0; i < s->n && n < ENOUGH; i++) {
        bool known = !(s->y[i] > 0 && s->y[i] < scale);
        for (size_t k = 0; k < n && !known; k++)
            known = seen[k] == s->y[i];
        if (!known)
            seen[n++] = s->y[i];
    }
    return n;
}

/* That values without steps fit some number of samples up to n. */
static double chance_of(size_t values, double half, size_t n)
{
    double chance = 0;
    for (size_t i = 2; i <= n; i++) {
        double one = 2 * half * (double)i, all = 1; /* chance for one value, and for all of them */
        for (size_t k = 0; k < values; k++)
            all *= one;
        chance += all;
    }
    return chance;
}

size_t lc_samples_by_steps(const lc_series *s, double scale, double digit)
{
    double half = fmax(digit / scale / 2 * 1.001, 1e-7);
    size_t values = count_values(s, scale);
    size_t n = values < STEPS_MIN ? 0 : find_steps(s, scale, half);
    return n && chance_of(values, half, n) > STEPS_CHANCE ? 0 : n;
}
