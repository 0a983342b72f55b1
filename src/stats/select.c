/* SPDX-License-Identifier: GPL-3.0-or-later */
/* select.c - values by their rank, without sorting all. */
#include "stats/select.h"

#include <stdbool.h>

#define SAMPLE 15    /* values by which the pivot is chosen ... */
#define SAMPLED 200u /* ... of so many; of fewer it isn't worth it */

static double median_of_three(double a, double b, double c)
{
    if (a > b)
        return c > a ? a : c > b ? c : b;
    return c > b ? b : c > a ? c : a;
}

/* About the value of rank k: that of the same share of the ranks in a sample. */
static double choose_pivot(const double *y, size_t n, size_t k)
{
    double sorted[SAMPLE];
    if (n < SAMPLED)
        return median_of_three(y[0], y[n / 2], y[n - 1]);
    for (size_t i = 0; i < SAMPLE; i++) {
        double v = y[i * (n / SAMPLE) + n / SAMPLE / 2];
        size_t at = i;
        for (; at > 0 && v < sorted[at - 1]; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = v;
    }
    return sorted[k * SAMPLE / n];
}

/* Bring those of y[low .. end) that are smaller than the pivot, or not larger, to the front; returns
 * where the others begin. Each value is swapped, with itself perhaps: a branch that goes either way
 * half the time costs more. */
static size_t bring_smaller(double *y, size_t low, size_t end, double pivot, bool equals)
{
    size_t to = low;
    for (size_t i = low; i < end; i++) {
        double v = y[i];
        y[i] = y[to];
        y[to] = v;
        to += equals ? v <= pivot : v < pivot;
    }
    return to;
}

void lc_select(double *y, size_t n, size_t k)
{
    size_t low = 0, end = n; /* the rank lies in low .. end - 1 */
    while (end - low > 1) {
        double pivot = choose_pivot(y + low, end - low, k - low);
        size_t from = low, smaller = bring_smaller(y, low, end, pivot, false);
        if (k < smaller)
            end = smaller;
        else
            low = smaller;
        if (smaller > from)
            continue;
        size_t equal = bring_smaller(y, low, end, pivot, true); /* the pivot is the least */
        if (k < equal || equal == low) /* the latter for a pivot that is not a number */
            return;
        low = equal;
    }
}

double lc_select_median(double *y, size_t n)
{
    lc_select(y, n, n / 2);
    if (n % 2)
        return y[n / 2];
    double below = y[0];
    for (size_t i = 1; i < n / 2; i++)
        below = y[i] > below ? y[i] : below;
    return 0.5 * (below + y[n / 2]);
}

size_t lc_first_from(const double *x, size_t n, double at)
{
    size_t low = 0, high = n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (x[middle] < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
