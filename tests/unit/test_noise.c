/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_noise.c - noise against hand values and simulation. */
#include "stats/noise.h"

#include "base/mem.h"
#include "random.h"

#include <check.h>

Suite *suite_noise(void);

/* A trend that the noise stands on, over x from 0 to about 200. */
static double straight(double x)
{
    return 5 - 0.3 * x;
}
static double curved(double x)
{
    return 40 * exp(-x / 30);
}

/* Mean of lc_noise_sd over 200 series of noise of sd 0.25 on the trend; each value is a spike of
 * 40 sd with chance `spikes`. */
static double mean_noise(double (*trend)(double), double spikes)
{
    enum { N = 200, SERIES = 200 };
    uint64_t r = 3;
    double x[N], y[N], sum = 0, sd;
    for (size_t k = 0; k < SERIES; k++) {
        for (size_t i = 0; i < N; i++) {
            x[i] = (i ? x[i - 1] : 0) + 0.2 + 1.6 * random_uniform(&r);
            y[i] = trend(x[i]) + 0.25 * random_normal(&r);
            if (random_uniform(&r) < spikes)
                y[i] += 10;
        }
        ck_assert_int_eq(lc_noise_sd(&sd, x, y, N, NULL), LC_OK);
        ck_assert(sd > 0);
        sum += sd;
    }
    return sum / SERIES;
}

START_TEST(finds_the_noise_on_any_smooth_trend)
{
    ck_assert_double_eq_tol(mean_noise(straight, 0), 0.25, 0.025);
    ck_assert_double_eq_tol(mean_noise(curved, 0), 0.25, 0.025);
}
END_TEST

/* A spike spoils three differences: of 10 % spikes 1 - 0.9^3 = 27 %, so that their median is the
 * 0.5 / 0.73 = 0.686 quantile of the good ones, 1.007 sd instead of 0.674: half as much again. */
START_TEST(is_moved_little_by_spikes)
{
    ck_assert_double_le(mean_noise(straight, 0.05), 1.3 * 0.25);
    ck_assert_double_le(mean_noise(straight, 0.10), 1.6 * 0.25);
    ck_assert_double_le(mean_noise(curved, 0.10), 1.6 * 0.25);
}
END_TEST

START_TEST(finds_noise_by_hand)
{
    static const double x[] = {0, 1, 2, 4}, y[] = {0, 3, 0, 0};
    double sd = -1;
    for (size_t n = 0; n < 3; n++) {
        ck_assert_int_eq(lc_noise_sd(&sd, x, y, n, NULL), LC_OK);
        ck_assert(sd == 0);
    }
    /* 3 off the line between 0 and 0: 3 / sqrt(1 + 1/4 + 1/4) */
    ck_assert_int_eq(lc_noise_sd(&sd, x, y, 3, NULL), LC_OK);
    ck_assert_double_eq_tol(sd, 1.4826022185056018 * 3 / sqrt(1.5), 1e-12);
    /* next: at x = 2 between (1, 3) and (4, 0) the line is at 2, weights 2/3 and 1/3:
     * 2 / sqrt(1 + 4/9 + 1/9) = 1.60357; the median of two is their mean */
    ck_assert_int_eq(lc_noise_sd(&sd, x, y, 4, NULL), LC_OK);
    double middle = (3 / sqrt(1.5) + 2 / sqrt(14.0 / 9)) / 2;
    ck_assert_double_eq_tol(sd, 1.4826022185056018 * middle, 1e-12);
    double many[LC_ROOM_FEW + 1] = {0};
    for (size_t i = 0; i <= LC_ROOM_FEW; i++)
        many[i] = (double)i;
    lc_mem_fail_at(1);
    ck_assert_int_eq(lc_noise_sd(&sd, many, many, LC_ROOM_FEW + 1, NULL), LC_E_NOMEM);
    lc_mem_fail_at(0);
}
END_TEST

START_TEST(takes_the_scale_of_residuals)
{
    static const double r[] = {-3, 1, 2, -4, 100};
    double sd = -1;
    ck_assert_int_eq(lc_residual_sd(&sd, r, 0, NULL), LC_OK);
    ck_assert(sd == 0);
    ck_assert_int_eq(lc_residual_sd(&sd, r, 5, NULL), LC_OK); /* 1 2 3 4 100 */
    ck_assert_double_eq_tol(sd, 1.4826022185056018 * 3, 1e-12);
}
END_TEST

START_TEST(correlates_neighbours)
{
    static const struct {
        size_t n;
        double r[6], rho;
    } known[] = {
        {0, {0}, 0},
        {3, {1, 2, 3}, 0},                           /* too few */
        {5, {2, 2, 2, 2, 2}, 0},                     /* they do not vary */
        {4, {1, -1, 1, -1}, -0.75},                  /* -3 / 4 */
        {4, {1, 2, 3, 4}, 0.25},                     /* (0.75 - 0.25 + 0.75) / 5 */
        {4, {1e200, -1e200, 1e200, -1e200}, -0.75},  /* whose squares overflow */
        {4, {1e-200, 2e-200, 3e-200, 4e-200}, 0.25}, /* and vanish */
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        ck_assert_double_eq_tol(lc_lag1(known[i].r, known[i].n), known[i].rho, 1e-12);
    uint64_t r = 4;
    double y[500], sum = 0;
    for (size_t k = 0; k < 100; k++) {
        y[0] = random_normal(&r);
        for (size_t i = 1; i < 500; i++)
            y[i] = random_after(y[i - 1], 0.5, &r);
        sum += lc_lag1(y, 500);
    }
    ck_assert_double_eq_tol(sum / 100, 0.5, 0.02);
}
END_TEST

START_TEST(takes_medians)
{
    static const double y[] = {5, -1, 3, 10};
    double median = 0;
    ck_assert_int_eq(lc_median(&median, y, 0, NULL), LC_OK);
    ck_assert(isnan(median));
    ck_assert_int_eq(lc_median(&median, y, 1, NULL), LC_OK);
    ck_assert(median == 5);
    ck_assert_int_eq(lc_median(&median, y, 3, NULL), LC_OK);
    ck_assert(median == 3);
    ck_assert_int_eq(lc_median(&median, y, 4, NULL), LC_OK);
    ck_assert(median == 4);
    ck_assert(y[0] == 5 && y[3] == 10); /* the values stay in their order */
}
END_TEST

Suite *suite_noise(void)
{
    Suite *s = suite_create("noise");
    TCase *t = tcase_create("scale");
    tcase_add_test(t, finds_the_noise_on_any_smooth_trend);
    tcase_add_test(t, is_moved_little_by_spikes);
    tcase_add_test(t, finds_noise_by_hand);
    tcase_add_test(t, takes_the_scale_of_residuals);
    tcase_add_test(t, correlates_neighbours);
    tcase_add_test(t, takes_medians);
    suite_add_tcase(s, t);
    return s;
}
