/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random.h"
#include "stats/select.h"

#include <check.h>
#include <stdlib.h>

#define MOST 300

Suite *suite_select(void);

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Of each rank, against sorting: rising, falling, equal values, few different ones, any. */
START_TEST(finds_the_value_of_a_rank_and_parts_the_others)
{
    uint64_t r = (uint64_t)_i + 1;
    size_t n = 1 + (size_t)(random_uniform(&r) * MOST);
    for (int shape = 0; shape < 5; shape++) {
        double from[MOST + 1], sorted[MOST + 1];
        for (size_t i = 0; i < n; i++) {
            double u = random_uniform(&r);
            from[i] = sorted[i] = shape == 0   ? (double)i
                                  : shape == 1 ? -(double)i
                                  : shape == 2 ? 1
                                  : shape == 3 ? (double)(int)(4 * u)
                                               : u;
        }
        qsort(sorted, n, sizeof *sorted, ascending);
        for (size_t k = 0; k < n; k++) {
            double y[MOST + 1];
            for (size_t i = 0; i < n; i++)
                y[i] = from[i];
            lc_select(y, n, k);
            ck_assert(y[k] == sorted[k]);
            for (size_t i = 0; i < n; i++)
                ck_assert(i < k ? y[i] <= y[k] : y[i] >= y[k]);
        }
        ck_assert(lc_select_median(from, n) == (sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
    }
}
END_TEST

Suite *suite_select(void)
{
    Suite *s = suite_create("select");
    TCase *t = tcase_create("select");
    tcase_add_loop_test(t, finds_the_value_of_a_rank_and_parts_the_others, 0, 20);
    suite_add_tcase(s, t);
    return s;
}
