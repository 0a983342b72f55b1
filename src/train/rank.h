/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rank.h - what depends on the order of scores: area under the ROC curve and average precision. */
#ifndef LC_TRAIN_RANK_H
#define LC_TRAIN_RANK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A score with its class as one number: higher scores are lower numbers, equal ones differ in the last
 * bit, the class. Those of NaN are the lowest and the highest. */
static inline uint64_t lc_rank_key(float score, bool positive)
{
    uint32_t bits;
    score += 0.0f; /* -0 is 0 */
    memcpy(&bits, &score, sizeof bits);
    bits ^= bits >> 31 ? UINT32_MAX : UINT32_C(1) << 31; /* rises with the score */
    return (uint64_t)(UINT32_MAX - bits) << 32 | positive;
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

#endif
