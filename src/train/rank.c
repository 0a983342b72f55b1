/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rank.c - numbers in order, by their digits instead of by comparing. */
#include "train/rank.h"

#include <math.h>

#define DIGITS 3
#define DIGIT_BITS 11 /* of the score's 32 */
#define VALUES (1u << DIGIT_BITS)

static size_t digit_of(uint64_t key, size_t digit)
{
    return key >> (32 + digit * DIGIT_BITS) & (VALUES - 1);
}

/* Sort n keys by score, digit by digit from the lowest (H. Hollerith's way); returns where they are:
 * key or key + n. Counting all digits at once saves reading the keys as often. */
static const uint64_t *sort_keys(uint64_t *key, size_t n)
{
    size_t count[DIGITS][VALUES] = {{0}};
    uint64_t *from = key, *to = key + n;
    for (size_t i = 0; i < n; i++)
        for (size_t d = 0; d < DIGITS; d++)
            count[d][digit_of(key[i], d)]++;
    for (size_t d = 0; d < DIGITS; d++) {
        if (count[d][digit_of(from[0], d)] == n)
            continue; /* all alike */
        for (size_t v = 0, before = 0; v < VALUES; v++) {
            size_t some = count[d][v];
            count[d][v] = before;
            before += some;
        }
        for (size_t i = 0; i < n; i++)
            to[count[d][digit_of(from[i], d)]++] = from[i];
        uint64_t *sorted = to;
        to = from;
        from = sorted;
    }
    return from;
}

static bool is_nan(uint64_t key)
{
    uint32_t bits = UINT32_MAX - (uint32_t)(key >> 32); /* finite and infinite ones lie between */
    return bits > 0xFF800000u || bits < 0x007FFFFFu;
}

void lc_rank_scores(double *auroc, double *average_precision, uint64_t *key, size_t n)
{
    double positives = 0, pairs = 0, area = 0, right = 0;
    *auroc = *average_precision = NAN;
    for (size_t i = 0; i < n; i++)
        positives += (double)(key[i] & 1);
    if (positives == 0 || positives == (double)n)
        return;
    const uint64_t *sorted = sort_keys(key, n);
    if (is_nan(sorted[0]) || is_nan(sorted[n - 1]))
        return;
    for (size_t i = 0, end; i < n; i = end) {
        double tied = 0;
        for (end = i; end < n && sorted[end] >> 32 == sorted[i] >> 32; end++)
            tied += (double)(sorted[end] & 1);
        double others = (double)(end - i) - tied;
        pairs += others * (right + tied / 2); /* positives above these negatives */
        right += tied;
        area += tied / positives * (right / (double)end);
    }
    *auroc = pairs / (positives * ((double)n - positives));
    *average_precision = area;
}

/* The bits of the one of rank k, digit by digit from the highest: each is that of the numbers which begin
 * with the digits known so far, where as many are below as there should be. *left: how many of the
 * same value are of higher rank. */
static uint32_t select_bits(const float *v, size_t n, size_t k, size_t *left)
{
    uint32_t found = 0;
    for (unsigned shift = 22, known = 0;; known = 32 - shift, shift = shift ? shift - 11 : 0) {
        size_t count[VALUES] = {0}, digit = 0;
        unsigned bits = shift == 22 ? 10 : DIGIT_BITS;
        for (size_t i = 0; i < n; i++) {
            uint32_t b = lc_rank_bits(v[i]);
            if (known == 0 || b >> (32 - known) == found)
                count[b >> shift & ((1u << bits) - 1)]++;
        }
        while (k >= count[digit])
            k -= count[digit++];
        found = found << bits | (uint32_t)digit;
        *left = count[digit] - 1 - k;
        if (shift == 0)
            return found;
    }
}

static double value_of(uint32_t bits)
{
    float v;
    bits ^= bits >> 31 ? UINT32_C(1) << 31 : UINT32_MAX;
    memcpy(&v, &bits, sizeof v);
    return (double)v;
}

double lc_rank_median(const float *v, size_t n)
{
    size_t left;
    uint32_t low = select_bits(v, n, (n - 1) / 2, &left), high = UINT32_MAX;
    if (n % 2 || left)
        return value_of(low);
    for (size_t i = 0; i < n; i++) {
        uint32_t b = lc_rank_bits(v[i]);
        b = b > low ? b : UINT32_MAX; /* in two steps, neither of which is a jump */
        high = b < high ? b : high;
    }
    return (value_of(low) + value_of(high)) / 2;
}
