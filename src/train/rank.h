/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rank.h - what depends on the order of numbers: area under the ROC curve, average precision, median. */
#ifndef LC_TRAIN_RANK_H
#define LC_TRAIN_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A number that rises with v, which is not NaN. */
static inline uint32_t lc_rank_bits(float v)
{
    uint32_t bits;
    v += 0.0f; /* -0 is 0 */
    memcpy(&bits, &v, sizeof bits);
    return bits ^ (bits >> 31 ? UINT32_MAX : UINT32_C(1) << 31);
}

/* A score with its class as one number: higher scores are lower numbers, equal ones differ in the last
 * bit, the class. Those of NaN are the lowest and the highest. */
static inline uint64_t lc_rank_key(float score, bool positive)
{
    return (uint64_t)(UINT32_MAX - lc_rank_bits(score)) << 32 | positive;
}

/**
 * Area under the ROC curve and average precision of n scores.
 *
 *   out  *auroc, *average_precision  NAN when a class is missing, or a score is NaN
 *   in   key   [2 n]: the first n are lc_rank_key's; all are scratch afterwards
 *
 * Source: T. Fawcett 2006, Pattern Recognit. Lett. 27, 861 (ties); scikit-learn's
 * average_precision_score.
 */
void lc_rank_scores(double *auroc, double *average_precision, uint64_t *key, size_t n);

/* The median of v[n], n > 0, none NaN: the mean of the two in the middle. */
double lc_rank_median(const float *v, size_t n);

#endif
