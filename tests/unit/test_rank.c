/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_rank.c - scores in order, against counting all pairs. */
#include "train/rank.h"

#include "random.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

Suite *suite_rank(void);

#define MOST 300

/* Pairs in order by counting them all, ties one half. */
static double pairs_in_order(const float *score, const bool *positive, size_t n)
{
    double right = 0, all = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (positive[i] && !positive[j]) {
                right += score[i] > score[j] ? 1 : score[i] == score[j] ? .5 : 0;
                all++;
            }
    return right / all;
}

static double auroc_of(const float *score, const bool *positive, size_t n, double *precision)
{
    uint64_t key[2 * MOST];
    double auroc, average;
    for (size_t i = 0; i < n; i++)
        key[i] = lc_rank_key(score[i], positive[i]);
    lc_rank_scores(&auroc, precision ? precision : &average, key, n);
    return auroc;
}

/* Few values and many ties; numbers of all sizes and both signs; close ones, that differ in the last
 * digit alone. */
static float draw(size_t kind, uint64_t *state)
{
    if (kind == 0)
        return (float)(random_bits(state) % 7) - 3;
    if (kind == 1)
        return (float)(random_normal(state) * exp(20 * random_normal(state)));
    return (float)(1 + 0x1p-23 * (double)(random_bits(state) % 50));
}

START_TEST(areas_are_those_of_all_pairs)
{
    uint64_t state = 4;
    for (size_t n = 2; n < MOST; n += n < 60 ? 1 : 40) {
        float score[MOST];
        bool positive[MOST];
        for (size_t i = 0; i < n; i++) {
            score[i] = draw((size_t)_i, &state);
            positive[i] = i == 0 ? false : i == 1 || random_bits(&state) % 2;
        }
        ck_assert_double_eq_tol(auroc_of(score, positive, n, NULL),
                                pairs_in_order(score, positive, n), 1e-12);
    }
}
END_TEST

static const bool all[4] = {true, true, true, true}, first[4] = {true, false, false, false};

START_TEST(one_threshold_for_all_has_the_precision_of_the_share)
{
    double precision;
    ck_assert_double_eq_tol(auroc_of((const float[]){1, 1, 1, 1}, first, 4, &precision), 0.5,
                            1e-15);
    ck_assert_double_eq_tol(precision, 0.25, 1e-15);
}
END_TEST

START_TEST(zeros_of_both_signs_and_infinities_are_numbers)
{
    ck_assert_double_eq(auroc_of((const float[]){0, -0.0f}, first, 2, NULL), 0.5);
    ck_assert_double_eq(auroc_of((const float[]){-0.0f, 0}, first, 2, NULL), 0.5);
    ck_assert_double_eq(auroc_of((const float[]){INFINITY, 3e38f, -INFINITY}, first, 3, NULL), 1);
    ck_assert_double_eq(auroc_of((const float[]){-INFINITY, -3e38f, 0}, first, 3, NULL), 0);
}
END_TEST

START_TEST(what_has_no_order_has_no_area)
{
    double precision;
    ck_assert(isnan(auroc_of((const float[]){1, 2}, all, 2, &precision)) && isnan(precision));
    ck_assert(isnan(auroc_of((const float[]){1, 2}, all + 4, 0, &precision)));
    ck_assert(isnan(auroc_of((const float[]){NAN, 2}, first, 2, &precision)) && isnan(precision));
    ck_assert(isnan(auroc_of((const float[]){1, -NAN, 2}, first, 3, &precision)));
    ck_assert(isnan(auroc_of((const float[]){1, INFINITY, NAN}, first, 3, &precision)));
}
END_TEST

static int ascending(const void *a, const void *b)
{
    const float *x = a, *y = b;
    return (*x > *y) - (*x < *y);
}

START_TEST(the_median_is_in_the_middle)
{
    uint64_t state = 5;
    for (size_t n = 1; n < MOST; n++) {
        float v[MOST];
        for (size_t i = 0; i < n; i++)
            v[i] = draw((size_t)_i, &state);
        double got = lc_rank_median(v, n);
        qsort(v, n, sizeof *v, ascending);
        ck_assert_double_eq(got, ((double)v[(n - 1) / 2] + (double)v[n / 2]) / 2);
    }
}
END_TEST

Suite *suite_rank(void)
{
    Suite *s = suite_create("rank");
    TCase *t = tcase_create("rank");
    tcase_add_loop_test(t, areas_are_those_of_all_pairs, 0, 3);
    tcase_add_loop_test(t, the_median_is_in_the_middle, 0, 3);
    tcase_add_test(t, one_threshold_for_all_has_the_precision_of_the_share);
    tcase_add_test(t, zeros_of_both_signs_and_infinities_are_numbers);
    tcase_add_test(t, what_has_no_order_has_no_area);
    suite_add_tcase(s, t);
    return s;
}
