/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_forecast.c - where made-up curves go, how often intervals say so, and what is refused. */
#include "stats/forecast.h"

#include "random.h"

#include <check.h>
#include <math.h>
#include <stdint.h>

Suite *suite_forecast(void);

#define N 60 /* known; as many more are asked for */
#define SEEDS 40

static lc_forecast ask(const double *x, const double *y, size_t n, double until)
{
    lc_curve c = LC_CURVE_INIT;
    lc_forecast f;
    ck_assert_int_eq(lc_curve_make(&c, x, y, n, NULL), LC_OK);
    double origin = n > 1 ? x[0] - (x[n - 1] - x[0]) / (double)(n - 1) : x[0] - 1;
    lc_forecast_ask a = {.curve = &c,
                         .x = x,
                         .y = y,
                         .n = n,
                         .sign = 1,
                         .origin = origin,
                         .until = until,
                         .least = -INFINITY,
                         .most = INFINITY};
    ck_assert_int_eq(lc_forecast_make(&f, &a, NULL), LC_OK);
    lc_curve_free(&c);
    return f;
}

/* Epochs 1 .. n. */
static lc_forecast ask_epochs(const double *y, size_t n, double until)
{
    double x[2 * N] = {0};
    for (size_t i = 0; i < n; i++)
        x[i] = (double)(i + 1);
    return ask(x, y, n, until);
}

static const lc_forecast_point *end_of(const lc_forecast *f)
{
    return &f->point[LC_FORECAST_POINTS - 1];
}

static void check_orders(const lc_forecast *f)
{
    for (size_t k = 0; k < LC_FORECAST_POINTS; k++) {
        const lc_forecast_point *p = &f->point[k];
        ck_assert(k == 0 || p->x > f->point[k - 1].x);
        ck_assert(p->mean_low <= p->value && p->value <= p->mean_high);
        ck_assert(p->low <= p->high);
    }
    ck_assert(isnan(f->floor) || (f->floor_low <= f->floor && f->floor <= f->floor_high));
    ck_assert_ptr_nonnull(f->form);
}

static double exponential(double x)
{
    return 0.3 + 0.7 * exp(-x / 15);
}
static double slow_exponential(double x)
{
    return 0.1 + 0.9 * exp(-x / 80);
}
static double power_law(double x)
{
    return 0.2 + 0.8 * pow(x, -0.6);
}
static double level(double x)
{
    (void)x;
    return 0.5;
}
static double rising(double x)
{
    return 0.9 - 0.6 * exp(-x / 20);
}

static const struct {
    const char *what;
    double (*curve)(double);
    double sd, kept; /* noise, of which each value keeps that share of the one before */
    double most; /* share that may lie within: where the error of forecasts, which isn't known to be
                  * none here, outweighs the noise, more do */
} curves[] = {
    {"exponential", exponential, 0.02, 0, 0.97},
    {"exponential with little noise", exponential, 0.002, 0, 1},
    {"exponential, neighbours correlate", exponential, 0.02, 0.5, 0.97},
    {"exponential that has hardly begun", slow_exponential, 0.02, 0, 1},
    {"power law", power_law, 0.01, 0, 1},
    {"power law, neighbours correlate", power_law, 0.01, 0.6, 0.97},
    {"level", level, 0.03, 0, 0.97},
};

static void make(double *y, size_t n, double (*curve)(double), double sd, double kept,
                 uint64_t *seed)
{
    double noise = random_normal(seed);
    for (size_t i = 0; i < n; i++) {
        y[i] = curve((double)(i + 1)) + sd * noise;
        noise = random_after(noise, kept, seed);
    }
}

/* Of N values ahead, how many lie within the interval, drawn straight between its points. */
static double covered(const lc_forecast *f, const double *ahead)
{
    size_t in = 0, k = 0;
    for (size_t i = 0; i < N; i++) {
        double x = (double)(N + i + 1);
        while (k + 1 < LC_FORECAST_POINTS && f->point[k].x < x)
            k++;
        in += ahead[i] >= f->point[k].low && ahead[i] <= f->point[k].high;
    }
    return (double)in / N;
}

START_TEST(nine_in_ten_values_lie_within)
{
    double y[2 * N], sum = 0;
    uint64_t seed = 20 + (uint64_t)_i;
    size_t made = 0;
    for (size_t k = 0; k < SEEDS; k++) {
        make(y, 2 * N, curves[_i].curve, curves[_i].sd, curves[_i].kept, &seed);
        lc_forecast f = ask_epochs(y, N, 2 * N);
        if (f.why_not)
            continue;
        check_orders(&f);
        made++;
        sum += covered(&f, y + N);
    }
    ck_assert_msg((double)made > 0.85 * SEEDS, "%s: %zu of %d made", curves[_i].what, made, SEEDS);
    double share = sum / (double)made;
    ck_assert_msg(share > 0.85 && share <= curves[_i].most, "%s: %.3f within", curves[_i].what,
                  share);
}
END_TEST

/* Far better than to say that a curve stays which goes on. */
START_TEST(comes_closer_than_the_last_value)
{
    double y[2 * N], ours = 0, last = 0;
    uint64_t seed = 5;
    for (size_t k = 0; k < SEEDS; k++) {
        make(y, N, slow_exponential, 0.01, 0, &seed);
        lc_forecast f = ask_epochs(y, N, 2 * N);
        if (f.why_not)
            continue;
        ours += fabs(end_of(&f)->value - slow_exponential(2 * N));
        last += fabs(y[N - 1] - slow_exponential(2 * N));
    }
    ck_assert_double_lt(ours, 0.4 * last);
}
END_TEST

START_TEST(finds_the_floor_without_noise)
{
    double y[N];
    for (size_t i = 0; i < N; i++)
        y[i] = exponential((double)(i + 1));
    lc_forecast f = ask_epochs(y, N, 2 * N);
    ck_assert_ptr_null(f.why_not);
    ck_assert_str_eq(f.form, "exponential");
    ck_assert_double_eq_tol(f.now, exponential(N), 1e-3);
    ck_assert_double_eq_tol(f.floor, 0.3, 2e-3);
    ck_assert_double_eq_tol(end_of(&f)->value, exponential(2 * N), 2e-3);
    ck_assert_double_eq(end_of(&f)->x, 2 * N);
}
END_TEST

/* A level that swings by 0.02 to either side, and then rests for a sixth of the run, or for a third. */
START_TEST(noise_is_that_of_the_last_third)
{
    for (size_t k = 0; k < 2; k++) {
        double y[N];
        size_t rests = k ? N / 3 : N / 6;
        for (size_t i = 0; i < N; i++)
            y[i] = 0.5 + (i + rests < N ? (i % 2 ? 0.02 : -0.02) : 0);
        lc_forecast f = ask_epochs(y, N, 2 * N);
        ck_assert_ptr_null(f.why_not);
        const lc_forecast_point *p = end_of(&f);
        double by_noise = p->high - p->low - (p->mean_high - p->mean_low);
        ck_assert_msg(k ? by_noise < 0.001 : by_noise > 0.01, "%zu: %g", rests, by_noise);
    }
}
END_TEST

/* A score: the same the other way round. */
START_TEST(rising_curve_goes_on_rising)
{
    double y[N];
    uint64_t seed = 3;
    make(y, N, rising, 0.005, 0, &seed);
    for (size_t i = 0; i < N; i++)
        y[i] = -y[i];
    lc_forecast falls = ask_epochs(y, N, 2 * N);
    for (size_t i = 0; i < N; i++)
        y[i] = -y[i];
    lc_curve c = LC_CURVE_INIT;
    double x[N];
    for (size_t i = 0; i < N; i++)
        x[i] = (double)(i + 1);
    ck_assert_int_eq(lc_curve_make(&c, x, y, N, NULL), LC_OK);
    lc_forecast_ask a = {
        .curve = &c, .x = x, .y = y, .n = N, .sign = -1, .until = 2 * N, .least = 0, .most = 1};
    lc_forecast f;
    ck_assert_int_eq(lc_forecast_make(&f, &a, NULL), LC_OK);
    ck_assert_double_eq_tol(end_of(&f)->value, rising(2 * N), 0.01);
    ck_assert_double_eq_tol(end_of(&f)->value, -end_of(&falls)->value, 0.01);
    lc_curve_free(&c);
}
END_TEST

START_TEST(x_may_be_uneven_and_values_missing)
{
    double x[N], y[N];
    uint64_t seed = 11;
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)(i + 1) + (double)(i % 5) / 8;
        y[i] = i % 7 == 3 ? NAN : slow_exponential(x[i]) + 0.005 * random_normal(&seed);
    }
    y[30] = INFINITY;
    lc_forecast f = ask(x, y, N, 120);
    ck_assert_ptr_null(f.why_not);
    check_orders(&f);
    ck_assert_double_eq_tol(end_of(&f)->value, slow_exponential(120), 0.05);
}
END_TEST

START_TEST(values_stay_where_they_can_be)
{
    double x[N], y[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)(i + 1);
        y[i] = 1 - 0.015 * x[i]; /* would be below 0 at 67 */
    }
    lc_curve c = LC_CURVE_INIT;
    ck_assert_int_eq(lc_curve_make(&c, x, y, N, NULL), LC_OK);
    lc_forecast_ask a = {.curve = &c,
                         .x = x,
                         .y = y,
                         .n = N,
                         .sign = 1,
                         .until = 2 * N,
                         .least = 0,
                         .most = INFINITY};
    lc_forecast f;
    ck_assert_int_eq(lc_forecast_make(&f, &a, NULL), LC_OK);
    for (size_t k = 0; k < LC_FORECAST_POINTS && !f.why_not; k++)
        ck_assert(f.point[k].low >= 0 && f.point[k].value >= 0);
    lc_curve_free(&c);
}
END_TEST

START_TEST(same_curve_has_the_same_forecast)
{
    double y[N];
    uint64_t seed = 9;
    make(y, N, power_law, 0.02, 0.3, &seed);
    lc_forecast a = ask_epochs(y, N, 100), b = ask_epochs(y, N, 100);
    for (size_t k = 0; k < LC_FORECAST_POINTS; k++)
        ck_assert(a.point[k].low == b.point[k].low && a.point[k].value == b.point[k].value &&
                  a.point[k].high == b.point[k].high);
}
END_TEST

/* Losses and x in other units: nothing but the units changes. */
START_TEST(units_do_not_matter)
{
    double x[N], y[N], y2[N], x2[N];
    uint64_t seed = 13;
    make(y, N, exponential, 0.01, 0, &seed);
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)(i + 1);
        x2[i] = 391 * x[i];
        y2[i] = 1e-6 * y[i];
    }
    lc_forecast a = ask(x, y, N, 2 * N), b = ask(x2, y2, N, 391 * 2 * N);
    ck_assert_double_eq_tol(end_of(&a)->value, 1e6 * end_of(&b)->value, 1e-3);
    ck_assert_double_eq_tol(end_of(&a)->high, 1e6 * end_of(&b)->high, 1e-3);
}
END_TEST

START_TEST(wider_the_farther_and_the_fewer)
{
    double y[N], few[10];
    uint64_t seed = 21;
    make(y, N, slow_exponential, 0.01, 0, &seed);
    for (size_t i = 0; i < 10; i++)
        few[i] = y[6 * i + 5];
    lc_forecast f = ask_epochs(y, N, 4 * N), g = ask_epochs(few, 10, 40);
    const lc_forecast_point *near = &f.point[3], *far = end_of(&f);
    ck_assert_double_gt(far->mean_high - far->mean_low, near->mean_high - near->mean_low);
    if (!g.why_not)
        ck_assert_double_gt(end_of(&g)->mean_high - end_of(&g)->mean_low,
                            far->mean_high - far->mean_low);
}
END_TEST

START_TEST(few_values_give_none_or_a_wide_one)
{
    double y[10] = {0};
    for (size_t n = 0; n <= 10; n++) {
        for (size_t i = 0; i < n; i++)
            y[i] = power_law((double)(i + 1));
        lc_forecast f = ask_epochs(y, n, 20);
        ck_assert_msg(n >= LC_FORECAST_MIN || f.why_not, "%zu values", n);
        if (f.why_not)
            continue;
        check_orders(&f);
        ck_assert_msg(end_of(&f)->low <= power_law(20) && power_law(20) <= end_of(&f)->high,
                      "%zu values", n);
    }
}
END_TEST

static double turns(double x)
{
    return x < 20 ? 1 - 0.03 * x : 0.4 + 0.01 * (x - 20);
}
static double spiky(double x)
{
    return x - 8 * floor(x / 8) < 1 ? 1e6 : 0.5;
}

/* What no model fits. */
static const struct {
    const char *what;
    double (*curve)(double);
    double sd, kept;
} refused[] = {
    {"does not change", level, 0, 0},
    {"turns", turns, 0.01, 0},
    {"wanders", level, 0.3, 0.98},
};

START_TEST(refuses)
{
    double y[N];
    size_t made = 0;
    uint64_t seed = 31;
    for (size_t k = 0; k < 20; k++) {
        make(y, N, refused[_i].curve, refused[_i].sd, refused[_i].kept, &seed);
        lc_forecast f = ask_epochs(y, N, 2 * N);
        made += f.why_not == NULL;
        if (f.why_not)
            ck_assert(isnan(f.floor) && isnan(end_of(&f)->value) && isnan(f.missed));
    }
    ck_assert_msg(made <= 12, "%s: %zu of 20 forecast", refused[_i].what, made);
}
END_TEST

START_TEST(takes_anything)
{
    double y[N];
    for (size_t k = 0; k < 5; k++) {
        for (size_t i = 0; i < N; i++)
            y[i] = k == 0   ? NAN
                   : k == 1 ? spiky((double)i)
                   : k == 2 ? (i % 2 ? 1e308 : -1e308)
                   : k == 3 ? 1e-310 * (double)(i + 1)
                            : exp(12 * (double)i);
        lc_forecast f = ask_epochs(y, N, 2 * N);
        if (!f.why_not)
            check_orders(&f);
    }
}
END_TEST

/* Trials that are asked for what no record tells. */
START_TEST(takes_a_gap)
{
    static const double x[] = {1, 2, 3, 4, 5, 6, 7, 8, 1000, 1001};
    double y[10];
    for (size_t i = 0; i < 10; i++)
        y[i] = power_law(x[i]);
    lc_forecast f = ask(x, y, 10, 2000);
    ck_assert_ptr_null(f.why_not);
    check_orders(&f);
    ck_assert(f.point[0].low <= power_law(1500) && power_law(1500) <= f.point[0].high);
}
END_TEST

Suite *suite_forecast(void)
{
    Suite *s = suite_create("forecast");
    TCase *t = tcase_create("forecast");
    tcase_add_loop_test(t, nine_in_ten_values_lie_within, 0, (int)(sizeof curves / sizeof *curves));
    tcase_add_test(t, comes_closer_than_the_last_value);
    tcase_add_test(t, finds_the_floor_without_noise);
    tcase_add_test(t, noise_is_that_of_the_last_third);
    tcase_add_test(t, rising_curve_goes_on_rising);
    tcase_add_test(t, x_may_be_uneven_and_values_missing);
    tcase_add_test(t, values_stay_where_they_can_be);
    tcase_add_test(t, same_curve_has_the_same_forecast);
    tcase_add_test(t, units_do_not_matter);
    tcase_add_test(t, wider_the_farther_and_the_fewer);
    tcase_add_test(t, few_values_give_none_or_a_wide_one);
    tcase_add_loop_test(t, refuses, 0, (int)(sizeof refused / sizeof *refused));
    tcase_add_test(t, takes_anything);
    tcase_add_test(t, takes_a_gap);
    suite_add_tcase(s, t);
    return s;
}
