/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_smooth.c - running medians against sorting, reductions against the whole curve. */
#include "base/mem.h"
#include "stats/smooth.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

Suite *suite_smooth(void);

#define MANY 5000

/* A repeatable sequence of numbers in 0 .. 1 (Park and Miller's generator). */
static double next_random(unsigned long long *seed)
{
    *seed = *seed * 48271 % 2147483647;
    return (double)*seed / 2147483647.0;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_by_sorting(const double *y, size_t n)
{
    double copy[MANY];
    for (size_t i = 0; i < n; i++)
        copy[i] = y[i];
    qsort(copy, n, sizeof *copy, ascending);
    return n % 2 ? copy[n / 2] : (copy[n / 2 - 1] + copy[n / 2]) / 2;
}

static const size_t windows[] = {1, 2, 3, 4, 5, 9, 50, 64, 65, 199, 200};

START_TEST(median_is_that_of_the_window)
{
    double y[200], got[200];
    unsigned long long seed = 7;
    size_t n = 200, w = windows[_i];
    for (size_t i = 0; i < n; i++)
        y[i] = next_random(&seed);
    ck_assert_int_eq(lc_smooth_median(got, y, n, w, NULL), LC_OK);
    for (size_t i = 0; i < n; i++) {
        size_t back = (w - 1) / 2, ahead = w / 2;
        size_t from = i > back ? i - back : 0, to = i + ahead < n ? i + ahead : n - 1;
        double want = median_by_sorting(y + from, to - from + 1);
        ck_assert_msg(fabs(got[i] - want) < 1e-12, "window %zu, value %zu", w, i);
    }
}
END_TEST

START_TEST(median_forgets_a_spike_and_keeps_a_gap)
{
    double y[] = {1, 1, 1, 900, 1, 1, NAN, 2, INFINITY, 3, 3}, got[11];
    ck_assert_int_eq(lc_smooth_median(got, y, 11, 3, NULL), LC_OK);
    ck_assert_double_eq(got[3], 1);
    ck_assert(isnan(got[6]) && isnan(got[8]));
    ck_assert_double_eq(got[7], 2); /* on its own between two gaps */
    ck_assert_double_eq(got[9], 3);
}
END_TEST

START_TEST(mean_of_small_values_survives_a_large_one)
{
    double y[] = {1e30, 1, 2, 3, NAN, 5}, got[6];
    lc_smooth_mean(got, y, 6, 1);
    ck_assert_double_eq(got[2], 2);
    ck_assert_double_eq(got[3], 2.5); /* NaN does not count */
    ck_assert(isnan(got[4]));
    ck_assert_double_eq(got[5], 5);
}
END_TEST

/* Means by hand of what is there, at each place from 0 to 2 values away. */
START_TEST(mean_is_that_of_the_values_within_reach)
{
    static const double y[] = {6, 0, 3, 9, 12};
    static const double wanted[][5] = {
        {6, 0, 3, 9, 12}, {3, 3, 4, 8, 10.5}, {3, 4.5, 6, 6, 8}, {4.5, 6, 6, 6, 6}};
    for (size_t reach = 0; reach < 4; reach++) {
        double got[5];
        lc_smooth_mean(got, y, 5, reach);
        for (size_t i = 0; i < 5; i++)
            ck_assert_msg(got[i] == wanted[reach][i], "reach %zu, value %zu: %g", reach, i, got[i]);
    }
}
END_TEST

/* 0 but for every third value, whose running median is 0 as well: those that differ from it do by 1, whose
 * scale is 1.4826. Four times as far is 5.93. */
static const struct {
    const char *what;
    size_t n, at;
    double third, spike, becomes;
} outliers[] = {
    {"a spike among eight values", 8, 4, 1, 100, 100},
    {"a spike among nine", 9, 4, 1, 100, 0},
    {"a fall", 9, 4, 1, -100, 0},
    {"the first value, of 100 1 0", 9, 0, 1, 100, 1},
    {"the last one", 9, 8, 1, -100, 0},
    {"less than four scales off", 21, 10, 1, 5.92, 5.92},
    {"more", 21, 10, 1, 5.94, 0},
    {"less, below", 21, 10, -1, -5.92, -5.92},
    {"more, below", 21, 10, -1, -5.94, 0},
    {"the only one that differs", 21, 10, 0, 100, 100},
};

START_TEST(values_far_off_the_median_are_put_onto_it)
{
    size_t n = outliers[_i].n, at = outliers[_i].at;
    double y[21], before[21];
    for (size_t i = 0; i < n; i++)
        before[i] = y[i] = i == at ? outliers[_i].spike : i % 3 == 1 ? outliers[_i].third : 0;
    ck_assert_int_eq(lc_smooth_outliers(y, n, NULL), LC_OK);
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(y[i] == (i == at ? outliers[_i].becomes : before[i]), "%s: value %zu is %g",
                      outliers[_i].what, i, y[i]);
}
END_TEST

START_TEST(outliers_say_when_memory_is_out)
{
    static double y[LC_ROOM_FEW];
    y[7] = 1;
    lc_mem_fail_at(1);
    ck_assert_int_eq(lc_smooth_outliers(y, LC_ROOM_FEW, NULL), LC_E_NOMEM);
    lc_mem_fail_at(0);
    ck_assert_double_eq(y[7], 1);
}
END_TEST

START_TEST(refuses_a_window_that_is_none_or_too_long)
{
    double y[] = {1, 2, 3}, got[] = {42, 42, 42};
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_smooth_median(got, y, 3, 0, &err), LC_E_ARG);
    ck_assert_int_eq(lc_smooth_median(got, y, 3, 4, &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "a window of 4 of 3 values");
    ck_assert_int_eq(lc_reduce_median(got, got, 4, y, y, 3, &err), LC_E_ARG);
    ck_assert_int_eq(lc_reduce_median(got, got, 0, y, y, 3, &err), LC_E_ARG);
    ck_assert_double_eq(got[0], 42);
}
END_TEST

START_TEST(bins_are_medians_of_their_finite_values)
{
    /* 10 values in 4 bins: 3, 3, 2, 2 of them */
    double x[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, y[] = {1, 9, 2, NAN, 7, 5, NAN, INFINITY, 4, 6};
    double x_got[4], y_got[4];
    ck_assert_int_eq(lc_reduce_median(x_got, y_got, 4, x, y, 10, NULL), LC_OK);
    ck_assert_double_eq(x_got[0], 1);
    ck_assert_double_eq(y_got[0], 2);
    ck_assert_double_eq(y_got[1], 6);
    ck_assert(isnan(y_got[2]));
    ck_assert_double_eq(y_got[3], 5);
    lc_mem_fail_at(1);
    ck_assert_int_eq(lc_reduce_median(x_got, y_got, 4, x, y, 10, NULL), LC_E_NOMEM);
    lc_mem_fail_at(0);
}
END_TEST

/* A bin of more values than are taken of it: their median is still that of all of it. */
START_TEST(a_large_bin_is_sampled_all_over)
{
    static double y[MANY];
    static const size_t sizes[] = {1024, 1500, 2045, 2046, MANY};
    for (size_t i = 0; i < MANY; i++)
        y[i] = (double)i;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        double x_got, y_got, want = (double)(sizes[i] - 1) / 2;
        ck_assert_int_eq(lc_reduce_median(&x_got, &y_got, 1, y, y, sizes[i], NULL), LC_OK);
        ck_assert_msg(fabs(y_got - want) < 8, "%zu: %g", sizes[i], y_got);
    }
}
END_TEST

START_TEST(each_column_keeps_its_extremes_in_order)
{
    static double x[MANY], y[MANY];
    size_t keep[2 * 100], columns = 100;
    unsigned long long seed = 11;
    for (size_t i = 0; i < MANY; i++) {
        x[i] = (double)i;
        y[i] = next_random(&seed);
    }
    y[1234] = 1e9; /* one spike in one column */
    y[4321] = -1e9;
    size_t n = lc_reduce_minmax(keep, x, y, MANY, 0, MANY, columns);
    bool high = false, low = false;
    ck_assert_uint_le(n, 2 * columns);
    for (size_t k = 0; k < n; k++) {
        ck_assert(k == 0 || keep[k] > keep[k - 1]);
        high = high || keep[k] == 1234;
        low = low || keep[k] == 4321;
    }
    ck_assert(high && low);
}
END_TEST

/* Columns 0 .. 10, 10 .. 20, 20 .. 30: what is kept of each. */
static const struct {
    const char *what;
    double y[6];
    size_t n, keep[6];
} columns_of[] = {
    /* x: 1, 5, 11, 15, 21, 25 */
    {"both of two", {3, 1, 4, 6, 5, 2}, 6, {0, 1, 2, 3, 4, 5}},
    {"one when they are equal", {3, 3, 4, 4, 5, 5}, 3, {0, 2, 4}},
    {"a column without a number is a gap", {3, 1, NAN, INFINITY, 5, 2}, 5, {0, 1, 2, 4, 5}},
    {"a narrower gap vanishes", {3, NAN, 4, 6, NAN, 2}, 4, {0, 2, 3, 5}},
};

START_TEST(a_gap_is_as_wide_as_a_column)
{
    double x[] = {1, 5, 11, 15, 21, 25};
    size_t keep[6], n = lc_reduce_minmax(keep, x, columns_of[_i].y, 6, 0, 30, 3);
    ck_assert_msg(n == columns_of[_i].n, "%s: kept %zu", columns_of[_i].what, n);
    for (size_t k = 0; k < n; k++)
        ck_assert_msg(keep[k] == columns_of[_i].keep[k], "%s: %zu", columns_of[_i].what, k);
}
END_TEST

/* A point on the edge between two columns is the right one's. */
START_TEST(a_column_ends_before_its_right_edge)
{
    size_t keep[4];
    double edge[] = {1, 2, 3, 10, 11, 12}, z[] = {1, 3, 2, 5, 4, 6};
    size_t n = lc_reduce_minmax(keep, edge, z, 6, 0, 20, 2);
    ck_assert_uint_eq(n, 4); /* 1 and 3, then of 5 4 6 the 4 and the 6 */
    ck_assert(keep[0] == 0 && keep[1] == 1 && keep[2] == 4 && keep[3] == 5);
}
END_TEST

START_TEST(points_outside_count_for_the_outermost_columns)
{
    double x[] = {-5, 1, 9, 15}, y[] = {1, 2, 3, 4};
    size_t keep[4];
    ck_assert_uint_eq(lc_reduce_minmax(keep, x, y, 4, 0, 10, 2), 4);
    ck_assert_uint_eq(keep[0], 0);
    ck_assert_uint_eq(keep[3], 3);
}
END_TEST

Suite *suite_smooth(void)
{
    Suite *s = suite_create("smooth");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, median_is_that_of_the_window, 0, sizeof windows / sizeof *windows);
    tcase_add_test(t, median_forgets_a_spike_and_keeps_a_gap);
    tcase_add_test(t, mean_of_small_values_survives_a_large_one);
    tcase_add_test(t, mean_is_that_of_the_values_within_reach);
    tcase_add_loop_test(t, values_far_off_the_median_are_put_onto_it, 0,
                        sizeof outliers / sizeof *outliers);
    tcase_add_test(t, outliers_say_when_memory_is_out);
    tcase_add_test(t, refuses_a_window_that_is_none_or_too_long);
    tcase_add_test(t, bins_are_medians_of_their_finite_values);
    tcase_add_test(t, a_large_bin_is_sampled_all_over);
    tcase_add_test(t, each_column_keeps_its_extremes_in_order);
    tcase_add_loop_test(t, a_gap_is_as_wide_as_a_column, 0, sizeof columns_of / sizeof *columns_of);
    tcase_add_test(t, a_column_ends_before_its_right_edge);
    tcase_add_test(t, points_outside_count_for_the_outermost_columns);
    suite_add_tcase(s, t);
    return s;
}
