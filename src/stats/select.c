/* SPDX-License-Identifier: GPL-3.0-or-later */
/* select.c - values by their rank, without sorting all. */
#include "stats/select.h"

static double median_of_three(double a, double b, double c)
{
    if (a > b)
        return c > a ? a : c > b ? c : b;
    return c > b ? b : c > a ? c : a;
}

void lc_select(double *y, size_t n, size_t k)
{
    size_t low = 0, end = n; /* the rank lies in low .. end - 1 */
    while (end - low > 1) {
        double pivot = median_of_three(y[low], y[low + (end - low) / 2], y[end - 1]);
        size_t i = low, j = end; /* up to i none is larger than the pivot, from j on none smaller */
        while (i < j) {
            while (y[i] < pivot)
                i++;
            while (y[j - 1] > pivot)
                j--;
            if (i < j) {
                double kept = y[i];
                y[i++] = y[j - 1];
                y[--j] = kept;
            }
        }
        if (k < j)
            end = j;
        else if (k >= i)
            low = i;
        else
            return;
    }
}
