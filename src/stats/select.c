/* SPDX-License-Identifier: GPL-3.0-or-later */
/* select.c - values by their rank, without sorting all. */
#include "stats/select.h"

#include <stdbool.h>

static double median_of_three(double a, double b, double c)
{
    if (a > b)
        return c > a ? a : c > b ? c : b;
    return c > b ? b : c > a ? c : a;
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
        double pivot = median_of_three(y[low], y[low + (end - low) / 2], y[end - 1]);
        size_t smaller = bring_smaller(y, low, end, pivot, false);
        if (k < smaller) {
            end = smaller;
            continue;
        }
        size_t equal = bring_smaller(y, smaller, end, pivot, true);
        if (k < equal || equal == low) /* the latter for a pivot that is not a number */
            return;
        low = equal;
    }
}
