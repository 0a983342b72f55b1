/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_curve.c - what is kept of a series, and what is said of its noise. */
#include "stats/curve.h"

#include "base/mem.h"
#include "random.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_curve(void);

static lc_curve curve_of(const double *x, const double *y, size_t n)
{
    lc_curve c;
    ck_assert_int_eq(lc_curve_make(&c, x, y, n, NULL), LC_OK);
    ck_assert_uint_le(c.n, LC_CURVE_MAX);
    for (size_t i = 0; i < c.n; i++) {
        ck_assert(i == 0 || c.x[i] > c.x[i - 1]);
        ck_assert(isfinite(c.y[i]) && isfinite(c.smooth[i]));
    }
    ck_assert(isfinite(c.noise) && c.noise >= 0);
    return c;
}

/* n values about the trend 5 exp(-x / 20) with noise of sd 0.1 of which rho stays; uneven x. */
static void make_series(double *x, double *y, size_t n, double rho, uint64_t *r)
{
    double noise = random_normal(r);
    for (size_t i = 0; i < n; i++) {
        noise = random_after(noise, rho, r);
        x[i] = (i ? x[i - 1] : 0) + (0.5 + random_uniform(r)) * 200 / (double)n;
        y[i] = 5 * exp(-x[i] / 20) + 0.1 * noise;
    }
}

START_TEST(keeps_every_point_of_a_short_run)
{
    static const size_t counts[] = {1, 2, 3, 8, 9, 100, LC_CURVE_MAX};
    static double x[LC_CURVE_MAX], y[LC_CURVE_MAX];
    uint64_t r = 1;
    size_t n = counts[_i];
    make_series(x, y, n, 0, &r);
    lc_curve c = curve_of(x, y, n);
    ck_assert_uint_eq(c.n, n);
    ck_assert_uint_eq(c.values, n);
    ck_assert_int_eq(memcmp(c.x, x, n * sizeof *x), 0);
    ck_assert_int_eq(memcmp(c.y, y, n * sizeof *y), 0);
    if (n < 9) /* too few to smooth: they are their own trend */
        ck_assert_int_eq(memcmp(c.smooth, y, n * sizeof *y), 0);
    lc_curve_free(&c);
    lc_curve_free(&c);
    ck_assert(c.x == NULL && c.n == 0);
}
END_TEST

START_TEST(takes_series_without_a_point)
{
    static const double x[] = {1, 2, 3}, none[] = {NAN, INFINITY, -INFINITY};
    lc_curve c = curve_of(NULL, NULL, 0);
    ck_assert(c.n == 0 && c.values == 0 && c.noise == 0);
    lc_curve_free(&c);
    c = curve_of(x, none, 3);
    ck_assert(c.n == 0 && c.values == 0 && c.noise == 0);
    ck_assert(isnan(lc_curve_level(&c, 0, 0)) && isnan(c.end));
    ck_assert_uint_eq(lc_curve_point(&c, 1), 0);
    lc_curve_free(&c);
    double *many = malloc(5000 * sizeof *many), *rising = malloc(5000 * sizeof *rising);
    ck_assert(many && rising);
    for (size_t i = 0; i < 5000; i++) {
        rising[i] = (double)i;
        many[i] = NAN;
    }
    c = curve_of(rising, many, 5000);
    ck_assert(c.n == 0 && c.values == 0);
    lc_curve_free(&c);
    free(many);
    free(rising);
}
END_TEST

START_TEST(leaves_out_what_is_not_finite)
{
    static const double x[] = {1, 2, 3, 4, 5}, y[] = {NAN, 7, INFINITY, 8, -INFINITY};
    lc_curve c = curve_of(x, y, 5);
    ck_assert_uint_eq(c.n, 2);
    ck_assert_uint_eq(c.values, 2);
    ck_assert(c.x[0] == 2 && c.y[0] == 7 && c.x[1] == 4 && c.y[1] == 8);
    lc_curve_free(&c);
}
END_TEST

/* 100,000 values, every seventh NaN, every eleventh a spike: the points follow the trend. */
START_TEST(shortens_a_long_run_and_keeps_its_trend)
{
    enum { N = 100000 };
    double *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y);
    ck_assert(x && y);
    uint64_t r = 2;
    size_t finite = 0;
    make_series(x, y, N, 0, &r);
    for (size_t i = 0; i < N; i++) {
        y[i] = i % 7 == 0 ? NAN : i % 11 == 0 ? 1e6 : y[i];
        finite += isfinite(y[i]) != 0;
    }
    lc_curve c = curve_of(x, y, N);
    ck_assert_uint_eq(c.n, LC_CURVE_MAX);
    ck_assert_uint_eq(c.values, finite);
    ck_assert(c.x[0] >= x[0] && c.x[c.n - 1] <= x[N - 1]);
    for (size_t i = 0; i < c.n; i++) {
        double trend = 5 * exp(-c.x[i] / 20);
        /* the median of some 42 values has an error of 0.02, and 1 in 11 pulls it up by 0.012 */
        ck_assert_msg(fabs(c.y[i] - trend) < 0.13, "at %g: %g, trend %g", c.x[i], c.y[i], trend);
    }
    lc_curve_free(&c);
    free(x);
    free(y);
}
END_TEST

/* Noise of a course of 500 values of sd 0.1 whose neighbours correlate by rho: mean over seeds. */
static double mean_noise(double rho)
{
    enum { N = 500, SEEDS = 100 };
    uint64_t r = 3;
    double x[N], y[N], noise = 0;
    for (size_t k = 0; k < SEEDS; k++) {
        make_series(x, y, N, rho, &r);
        lc_curve c = curve_of(x, y, N);
        noise += c.noise / SEEDS;
        lc_curve_free(&c);
    }
    return noise;
}

START_TEST(estimates_noise)
{
    ck_assert_double_eq_tol(mean_noise(0), 0.1, 0.01);
    ck_assert_double_eq_tol(mean_noise(0.5), 0.1, 0.02); /* by differences alone it would be 0.06 */
}
END_TEST

START_TEST(finds_no_noise_on_a_line)
{
    double x[50], y[50];
    for (size_t i = 0; i < 50; i++) {
        x[i] = (double)i;
        y[i] = 3;
    }
    lc_curve c = curve_of(x, y, 50);
    ck_assert(c.noise == 0);
    ck_assert(lc_curve_level_error(&c, 0, 50) == 0);
    lc_curve_free(&c);
    for (size_t i = 0; i < 50; i++)
        y[i] = 3 - 0.5 * (double)i;
    c = curve_of(x, y, 50);
    ck_assert_double_lt(c.noise, 1e-12);
    lc_curve_free(&c);
}
END_TEST

START_TEST(stays_finite_whatever_the_scale)
{
    static const double scales[] = {1e-300, 1e-200, 1e-30, 1e30, 1e200, 1e300};
    double x[60], y[60];
    uint64_t r = 4;
    for (size_t k = 0; k < sizeof scales / sizeof *scales; k++) {
        make_series(x, y, 60, 0, &r);
        for (size_t i = 0; i < 60; i++)
            y[i] *= scales[k];
        lc_curve c = curve_of(x, y, 60); /* which asserts what it is named for */
        ck_assert_double_gt(c.noise, 0.03 * scales[k]);
        lc_curve_free(&c);
    }
}
END_TEST

/* c y + d has the smooth curve c smooth + d and |c| times the noise. */
START_TEST(follows_the_unit_of_y)
{
    static const double factors[] = {2, -1, 1000, -0.001};
    double x[300], y[300], z[300];
    uint64_t r = 5;
    make_series(x, y, 300, 0.3, &r);
    lc_curve a = curve_of(x, y, 300);
    for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
        double f = factors[k];
        for (size_t i = 0; i < 300; i++)
            z[i] = f * y[i] + 7;
        lc_curve b = curve_of(x, z, 300);
        ck_assert_uint_eq(b.window, a.window);
        for (size_t i = 0; i < 300; i++)
            ck_assert_double_eq_tol(b.smooth[i], f * a.smooth[i] + 7, 1e-9 * (fabs(f) + 1));
        ck_assert_double_eq_tol(b.noise, fabs(f) * a.noise, 1e-9 * fabs(f));
        lc_curve_free(&b);
    }
    lc_curve_free(&a);
}
END_TEST

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double sorted_median(const double *y, size_t n)
{
    double sorted[64];
    memcpy(sorted, y, n * sizeof *y);
    qsort(sorted, n, sizeof *sorted, by_value);
    return n % 2 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

START_TEST(answers_as_looking_at_every_point_would)
{
    enum { N = 40 };
    double x[N], y[N];
    uint64_t r = 6;
    make_series(x, y, N, 0, &r);
    lc_curve c = curve_of(x, y, N);
    for (size_t from = 0; from < N; from++)
        for (size_t to = from + 1; to <= N; to++) {
            size_t low = lc_curve_best(&c, 1, from, to), high = lc_curve_best(&c, -1, from, to);
            ck_assert(from <= low && low < to && from <= high && high < to);
            for (size_t i = from; i < to; i++)
                ck_assert(c.smooth[low] <= c.smooth[i] && c.smooth[high] >= c.smooth[i]);
            ck_assert_double_eq_tol(lc_curve_level(&c, from, to),
                                    sorted_median(y + from, to - from), 1e-12);
        }
    ck_assert(isnan(lc_curve_level(&c, 5, 5)));
    for (double at = -1; at < x[N - 1] + 2; at += 0.37) {
        size_t p = 0;
        while (p < N && x[p] < at)
            p++;
        ck_assert_uint_eq(lc_curve_point(&c, at), p);
    }
    ck_assert_uint_eq(lc_curve_point(&c, x[7]), 7);
    lc_curve_free(&c);
}
END_TEST

/* Of 60 points the last three are the end. */
static const struct {
    const char *what;
    double last[5], end;
} told[] = {
    {"goes up and down: the median", {9, 2, 5, 3, 4}, 4},
    {"falls: the last", {9, 6, 5, 4, 3}, 3},
    {"rises: the last", {1, 2, 3, 4, 6}, 6},
    {"stays: the last", {3, 3, 3, 3, 3}, 3},
    {"jumps at last, and three rise by chance: the median", {3, 4, 3, 4, 9}, 4},
};

START_TEST(a_curve_is_told_to_end_at_its_last_value_or_its_level)
{
    double x[60], y[60], end;
    for (size_t i = 0; i < 60; i++) {
        x[i] = (double)i;
        y[i] = i < 55 ? (double)(i % 2) : told[_i].last[i - 55];
    }
    lc_curve c = curve_of(x, y, 60);
    ck_assert_uint_eq(lc_curve_end_from(60), 57);
    ck_assert_msg(lc_curve_told_end(&c) == told[_i].end, "%s", told[_i].what);
    ck_assert_int_eq(lc_curve_told_end_of(&end, x, y, 60, NULL), LC_OK);
    ck_assert(end == told[_i].end);
    lc_curve_free(&c);
    y[0] = NAN;
    ck_assert_int_eq(lc_curve_told_end_of(&end, x, y, 1, NULL), LC_OK);
    ck_assert(isnan(end));
}
END_TEST

/* A twentieth of the points, three at least; of fewer than nine the last. */
START_TEST(the_end_is_a_twentieth)
{
    static const size_t cases[][2] = {{0, 0},   {1, 0},   {8, 7},   {9, 6},   {60, 57},
                                      {79, 76}, {80, 76}, {99, 95}, {100, 95}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_msg(lc_curve_end_from(cases[i][0]) == cases[i][1], "%zu", cases[i][0]);
}
END_TEST

START_TEST(tells_its_range_and_its_last_third)
{
    double y[] = {3, 1, 4, 2, 5}, x[] = {0, 1, 2, 20, 30}, low, high;
    double even[] = {1, 2, 3, 4, 5, 6, 7};
    lc_curve c = {.n = 5, .x = x, .y = y};
    ck_assert(lc_curve_range(&c, 1, 4, &low, &high) == 3 && low == 1 && high == 4);
    ck_assert(lc_curve_range(&c, 0, 5, &low, &high) == 4 && low == 1 && high == 5);
    ck_assert(isinf(lc_curve_range(&c, 2, 2, &low, &high)) && low > 0 && high < 0);
    ck_assert_uint_eq(lc_curve_last_third(&c), 3); /* from 20 on */
    x[3] = 19.9;
    ck_assert_uint_eq(lc_curve_last_third(&c), 4);
    c = (lc_curve){.n = 7, .x = even, .y = even};
    ck_assert_uint_eq(lc_curve_last_third(&c), 4); /* from 5 on */
}
END_TEST

/* Points and the window that they are smoothed by: a twentieth, an odd number, three at least. */
static const size_t windows[][2] = {{9, 3}, {59, 3}, {60, 3}, {79, 3}, {80, 5}, {200, 11}};

START_TEST(smooths_by_medians_and_then_by_means)
{
    double x[200], y[200], median[200];
    size_t n = windows[_i][0], half = windows[_i][1] / 2;
    uint64_t r = 21;
    make_series(x, y, n, 0, &r);
    lc_curve c = curve_of(x, y, n);
    ck_assert_uint_eq(c.window, windows[_i][1]);
    for (size_t i = 0; i < n; i++) {
        size_t from = i > half ? i - half : 0, to = i + half < n ? i + half : n - 1;
        median[i] = sorted_median(y + from, to - from + 1);
    }
    for (size_t i = 0; i < n; i++) {
        size_t side = i < n - 1 - i ? i : n - 1 - i, reach = side < half ? side : half;
        double mean = 0;
        for (size_t k = i - reach; k <= i + reach; k++)
            mean += median[k] / (double)(2 * reach + 1);
        ck_assert_double_eq_tol(c.smooth[i], mean, 1e-12);
    }
    lc_curve_free(&c);
}
END_TEST

/* The ten of 200 points that are the end must be in order, not the last five alone. */
START_TEST(a_long_end_is_in_order_as_a_whole)
{
    double x[200], y[200];
    for (size_t i = 0; i < 200; i++) {
        x[i] = (double)i;
        y[i] = i < 190 ? (double)(i % 2) : (double)i;
    }
    lc_curve c = {.n = 200, .x = x, .y = y};
    ck_assert(lc_curve_told_end(&c) == 199);
    y[190] = 192.5; /* 191 192 192.5 193 194 | 195 196 197 198 199 */
    ck_assert(lc_curve_told_end(&c) == 194.5);
    c.n = 12; /* the last three are its end, and five must be in order */
    double few[] = {0, 1, 0, 1, 0, 1, 0, 5, 6, 7, 8, 9};
    c.y = few;
    ck_assert(lc_curve_told_end(&c) == 9);
    few[7] = 6.5;
    ck_assert(lc_curve_told_end(&c) == 8);
}
END_TEST

START_TEST(says_how_sure_a_level_is)
{
    const double median = 1.2533141373155003;
    lc_curve c = {.n = 4, .noise = 0.2};
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 0, 4), median * 0.1, 1e-12);
    ck_assert(lc_curve_level_error(&c, 3, 4) == 0.2);
    /* the median of two is their mean */
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 1, 3), 0.2 / sqrt(2), 1e-12);
    ck_assert(isinf(lc_curve_level_error(&c, 4, 4)));
    c.n = 100;
    c.ar1.weight[20] = 1; /* one rho, with an sd that differences know to be smaller */
    c.ar1.sd_at[20] = 1;
    double rho = lc_ar1_rho(20), sd = 0.2 * sqrt(3 / (3 - 4 * rho + rho * rho));
    double error = sd / sqrt(lc_ar1_effective(100, rho));
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 0, 100),
                            error * (1 + (median - 1) * (1 - rho)), 1e-12);
    c.ar1.sd_at[20] = 0.1;
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 5, 6), 0.1, 1e-12);
    /* of two the mean, of three the median */
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 5, 7), 0.1 / sqrt(lc_ar1_effective(2, rho)),
                            1e-12);
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 5, 8),
                            0.1 * (1 + (median - 1) * (1 - rho)) / sqrt(lc_ar1_effective(3, rho)),
                            1e-12);
    c.n = 12; /* fewer than these tell nothing of rho */
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 5, 6), 0.1, 1e-12);
    c.n = 11;
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 5, 6), 0.2, 1e-12);
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 5, 8), 0.2 * median / sqrt(3), 1e-12);
    /* 0.99 counts as 0.95, and -0.5 leaves no more to the median than 0 does */
    c = (lc_curve){.n = 100, .noise = 0.2};
    c.ar1.weight[39] = 1;
    c.ar1.sd_at[39] = 1e9;
    sd = 0.2 * sqrt(3 / (3 - 4 * 0.95 + 0.95 * 0.95));
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 0, 100),
                            sd * (1 + (median - 1) * 0.05) / sqrt(lc_ar1_effective(100, 0.95)),
                            1e-12);
    c = (lc_curve){.n = 100, .noise = 0.2};
    c.ar1.weight[0] = 1;
    c.ar1.sd_at[0] = 0.01;
    ck_assert_double_eq_tol(lc_curve_level_error(&c, 0, 100),
                            0.01 * median / sqrt(lc_ar1_effective(100, -0.5)), 1e-12);
}
END_TEST

/* Differences of the levels at the end and in the middle: how many of 1000 intervals of 90 % hold
 * the true one, which is 0. Few points tell little of noise that wanders: intervals are wide. */
static const struct {
    size_t n;
    double rho, least, most;
} levels[] = {
    {10, 0, 0.88, 0.95},   {12, 0, 0.88, 1},       {30, 0, 0.88, 0.92},    {30, 0.5, 0.88, 0.95},
    {30, 0.8, 0.87, 0.95}, {100, 0, 0.87, 0.92},   {100, 0.5, 0.88, 0.92}, {100, 0.8, 0.88, 0.95},
    {300, 0, 0.87, 0.92},  {300, 0.5, 0.88, 0.92}, {300, 0.8, 0.88, 0.93},
};

START_TEST(covers_differences_of_levels_as_often_as_it_says)
{
    enum { SEEDS = 1000 };
    static double x[300], y[300];
    size_t n = levels[_i].n, m = n / 20 < 3 ? 3 : n / 20;
    double in = 0;
    uint64_t r = 50 + n;
    for (size_t k = 0; k < SEEDS; k++) {
        make_series(x, y, n, levels[_i].rho, &r);
        for (size_t i = 0; i < n; i++)
            y[i] -= 5 * exp(-x[i] / 20);
        lc_curve c = curve_of(x, y, n);
        double apart = lc_curve_level(&c, n - m, n) - lc_curve_level(&c, n / 2, n / 2 + m);
        double error =
            hypot(lc_curve_level_error(&c, n - m, n), lc_curve_level_error(&c, n / 2, n / 2 + m));
        in += fabs(apart) <= 1.6448536 * error;
        lc_curve_free(&c);
    }
    in /= SEEDS;
    ck_assert_msg(in >= levels[_i].least && in <= levels[_i].most, "n %zu, rho %g: %.3f", n,
                  levels[_i].rho, in);
}
END_TEST

START_TEST(takes_ten_million_values)
{
    enum { N = 10000000 };
    double *x = malloc(N * sizeof *x), *y = malloc(N * sizeof *y);
    ck_assert(x && y);
    uint64_t r = 9;
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = i % 1000 == 0 ? NAN : exp(-5.0 * (double)i / N) + random_uniform(&r) - 0.5;
    }
    lc_curve c = curve_of(x, y, N);
    ck_assert_uint_eq(c.n, LC_CURVE_MAX);
    ck_assert_uint_eq(c.values, N - N / 1000);
    /* the median of 1023 values that are even over 1: 1 / (2 sqrt(1023)) */
    ck_assert_double_eq_tol(c.ar1.sd, 0.0156, 0.002);
    ck_assert_double_le(fabs(c.ar1.rho), 0.1);
    lc_curve_free(&c);
    free(x);
    free(y);
}
END_TEST

START_TEST(tests_the_trend_of_a_part)
{
    enum { N = 2000 };
    static double x[N], y[N];
    uint64_t r = 7;
    for (size_t i = 0; i < N; i++) { /* falls by 1 in the first half, stands in the second */
        x[i] = (double)i;
        y[i] = (i < N / 2 ? 1 - (double)i / (N / 2) : 0) + 0.1 * random_normal(&r);
    }
    lc_curve c = curve_of(x, y, N);
    lc_trend t;
    ck_assert_int_eq(lc_curve_slope(&t, &c, 0, N / 2, NULL), LC_OK);
    ck_assert_double_lt(t.p_fall, 1e-6);
    ck_assert_double_eq_tol(t.slope, -1.0 / (N / 2), 1e-4);
    ck_assert_int_eq(lc_curve_trend(&t, &c, N / 2, N, NULL), LC_OK);
    ck_assert(t.p_fall > 0.01 && t.p_rise > 0.01);
    ck_assert_int_eq(lc_curve_trend(&t, &c, 9, 9, NULL), LC_OK);
    ck_assert(isnan(t.slope) && t.p_rise == 1);
    lc_curve_free(&c);
}
END_TEST

START_TEST(says_when_memory_is_out)
{
    double x[50], y[50];
    uint64_t r = 8;
    make_series(x, y, 50, 0, &r);
    for (size_t k = 1;; k++) {
        lc_curve c = {.window = 42};
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_curve_make(&c, x, y, 50, &err);
        lc_mem_fail_at(0);
        if (st == LC_OK) {
            lc_curve_free(&c);
            break;
        }
        ck_assert_int_eq(st, LC_E_NOMEM);
        ck_assert_uint_eq(c.window, 42);
    }
}
END_TEST

Suite *suite_curve(void)
{
    Suite *s = suite_create("curve");
    TCase *t = tcase_create("course");
    tcase_add_loop_test(t, keeps_every_point_of_a_short_run, 0, 7);
    tcase_add_test(t, takes_series_without_a_point);
    tcase_add_test(t, leaves_out_what_is_not_finite);
    tcase_add_test(t, shortens_a_long_run_and_keeps_its_trend);
    tcase_add_test(t, estimates_noise);
    tcase_add_test(t, finds_no_noise_on_a_line);
    tcase_add_test(t, stays_finite_whatever_the_scale);
    tcase_add_test(t, follows_the_unit_of_y);
    tcase_add_test(t, answers_as_looking_at_every_point_would);
    tcase_add_loop_test(t, a_curve_is_told_to_end_at_its_last_value_or_its_level, 0,
                        (int)(sizeof told / sizeof *told));
    tcase_add_test(t, the_end_is_a_twentieth);
    tcase_add_test(t, tells_its_range_and_its_last_third);
    tcase_add_loop_test(t, smooths_by_medians_and_then_by_means, 0,
                        (int)(sizeof windows / sizeof *windows));
    tcase_add_test(t, a_long_end_is_in_order_as_a_whole);
    tcase_add_test(t, says_how_sure_a_level_is);
    tcase_add_loop_test(t, covers_differences_of_levels_as_often_as_it_says, 0,
                        (int)(sizeof levels / sizeof *levels));
    tcase_add_test(t, tests_the_trend_of_a_part);
    tcase_add_test(t, says_when_memory_is_out);
    suite_add_tcase(s, t);
    t = tcase_create("large");
    tcase_set_tags(t, "slow");
    tcase_set_timeout(t, 30);
    tcase_add_test(t, takes_ten_million_values);
    suite_add_tcase(s, t);
    return s;
}
