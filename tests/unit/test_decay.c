/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_decay.c - where made-up curves go, and how often the interval says so. */
#include "stats/decay.h"

#include "random.h"

#include <check.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

Suite *suite_decay(void);

static lc_decay fit(const double *x, const double *y, size_t n, double x_next)
{
    lc_decay d;
    ck_assert_int_eq(lc_decay_fit(&d, x, y, n, x_next, NULL), LC_OK);
    if (d.fits)
        ck_assert_msg(isfinite(d.floor) && isfinite(d.at) && isfinite(d.error) && d.error >= 0 &&
                          isfinite(d.residual) && d.form != NULL,
                      "fits, with floor %g, at %g, error %g, residual %g", d.floor, d.at, d.error,
                      d.residual);
    else
        ck_assert(isnan(d.floor) && isnan(d.at) && isnan(d.error) && isnan(d.residual));
    return d;
}

static double exponential(double x)
{
    return 0.3 + 2 * exp(-x / 8);
}
static double power_law(double x)
{
    return 0.3 + 2 * pow(x, -0.8);
}

/* n points at 1, 2, ... n */
static void make_points(double *x, double *y, size_t n, double (*curve)(double), double sd,
                        uint64_t *r)
{
    for (size_t i = 0; i < n; i++) {
        x[i] = (double)i + 1;
        y[i] = curve(x[i]) + sd * random_normal(r);
    }
}

START_TEST(recovers_curves_without_noise)
{
    double x[40], y[40];
    uint64_t r = 1;
    make_points(x, y, 40, exponential, 0, &r);
    lc_decay d = fit(x, y, 40, 60);
    ck_assert(d.fits);
    ck_assert_str_eq(d.form, "exponential");
    ck_assert_double_eq_tol(d.floor, 0.3, 1e-4);
    ck_assert_double_eq_tol(d.at, exponential(60), 1e-4);
    ck_assert_double_lt(d.residual, 1e-4);
    /* 1 + (x - 1) / 1 = x: the power law of its docstring */
    make_points(x, y, 40, power_law, 0, &r);
    d = fit(x, y, 40, 60);
    ck_assert(d.fits);
    ck_assert_str_eq(d.form, "power law");
    ck_assert_double_eq_tol(d.floor, 0.3, 1e-3);
    ck_assert_double_eq_tol(d.at, power_law(60), 1e-3);
}
END_TEST

/* Fits to noise of sd 0.02 on 30 points: share whose interval of 90 % covers the curve at 40,
 * mean floor and largest distance. */
static double share_covered(double (*curve)(double), double *floor, double *farthest)
{
    enum { N = 30, SEEDS = 300 };
    double x[N], y[N], covered = 0, fits = 0;
    uint64_t r = 2;
    *floor = *farthest = 0;
    for (size_t k = 0; k < SEEDS; k++) {
        make_points(x, y, N, curve, 0.02, &r);
        lc_decay d = fit(x, y, N, 40);
        if (!d.fits)
            continue;
        double away = fabs(d.at - curve(40));
        fits++;
        covered += away <= 1.645 * d.error;
        *floor += d.floor;
        *farthest = fmax(*farthest, away);
    }
    ck_assert(fits >= 0.99 * SEEDS);
    *floor /= fits;
    return covered / fits;
}

START_TEST(covers_an_exponential_as_often_as_it_says)
{
    double floor, farthest, share = share_covered(exponential, &floor, &farthest);
    ck_assert_msg(share >= 0.80 && share <= 0.97, "%.3f", share);
    ck_assert_double_eq_tol(floor, 0.3, 0.03);
    ck_assert_double_lt(farthest, 0.1);
}
END_TEST

/* The floor of a power law lies far behind the data, and either form may be the closer one. */
START_TEST(stays_near_a_power_law)
{
    double floor, farthest, share = share_covered(power_law, &floor, &farthest);
    ck_assert_msg(share >= 0.70, "%.3f", share);
    ck_assert_double_eq_tol(floor, 0.3, 0.1);
    ck_assert_double_lt(farthest, 0.1);
}
END_TEST

START_TEST(refuses_what_says_nothing)
{
    double x[LC_DECAY_MAX + 1], y[LC_DECAY_MAX + 1];
    lc_decay d = {.at = 42};
    lc_error err = LC_ERROR_INIT;
    uint64_t r = 3;
    make_points(x, y, LC_DECAY_MAX + 1, exponential, 0.01, &r);
    for (size_t n = 0; n < LC_DECAY_MIN; n++)
        ck_assert(!fit(x, y, n, 500).fits);
    ck_assert(fit(x, y, LC_DECAY_MAX, 500).fits);
    ck_assert_int_eq(lc_decay_fit(&d, x, y, LC_DECAY_MAX + 1, 500, &err), LC_E_ARG);
    ck_assert(d.at == 42); /* as it was */
    for (size_t i = 0; i < 20; i++)
        y[i] = -3;
    ck_assert(!fit(x, y, 20, 30).fits);
}
END_TEST

/* c y + d goes to c floor + d, with |c| times the error; so does x in another unit. */
START_TEST(follows_the_units)
{
    static const double factors[] = {3, -2, 1e6, -1e-6};
    double x[30], y[30], u[30], z[30];
    uint64_t r = 4;
    make_points(x, y, 30, exponential, 0.02, &r);
    lc_decay a = fit(x, y, 30, 45);
    for (size_t k = 0; k < sizeof factors / sizeof *factors; k++) {
        double f = factors[k], c = fabs(f);
        for (size_t i = 0; i < 30; i++) {
            u[i] = 1000 * x[i] - 500;
            z[i] = f * y[i] + 5 * f;
        }
        lc_decay b = fit(u, z, 30, 1000 * 45 - 500);
        ck_assert_int_eq(b.fits, a.fits);
        ck_assert_str_eq(b.form, a.form);
        ck_assert_double_eq_tol(b.floor, f * (a.floor + 5), 1e-4 * c);
        ck_assert_double_eq_tol(b.at, f * (a.at + 5), 1e-4 * c);
        ck_assert_double_eq_tol(b.error, c * a.error, 1e-4 * c);
        ck_assert_double_eq_tol(b.residual, c * a.residual, 1e-5 * c);
    }
}
END_TEST

/* Nothing but the checks in fit(): whatever the data, there is no NaN in a fit. */
START_TEST(never_calls_nonsense_a_fit)
{
    static const double y_scales[] = {1, 1e-300, 1e150, 1e300, 1.7e308};
    uint64_t r = 5;
    double x[LC_DECAY_MAX], y[LC_DECAY_MAX];
    for (size_t k = 0; k < 1500; k++) {
        size_t n = LC_DECAY_MIN + (size_t)(random_bits(&r) % (k % 10 ? 10 : 120));
        double scale = y_scales[k % 5], at = 100 * random_normal(&r), wander = 0;
        for (size_t i = 0; i < n; i++) {
            x[i] = at += k % 3 ? exp(10 * random_normal(&r)) : 1;
            wander += random_normal(&r);
            double shapes[] = {2 * random_uniform(&r) - 1, i + 1 == n, i == 0, (double)(i % 2),
                               wander / 100, exp(-(double)i) - 0.5,
                               (double)i / 1e3 + 1e-12 * wander};
            y[i] = scale * shapes[k % 7];
        }
        fit(x, y, n, x[n - 1] + (k % 4 ? 1 : 1e9) * (x[n - 1] - x[0]));
    }
}
END_TEST

Suite *suite_decay(void)
{
    Suite *s = suite_create("decay");
    TCase *t = tcase_create("fit");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, recovers_curves_without_noise);
    tcase_add_test(t, covers_an_exponential_as_often_as_it_says);
    tcase_add_test(t, stays_near_a_power_law);
    tcase_add_test(t, refuses_what_says_nothing);
    tcase_add_test(t, follows_the_units);
    tcase_add_test(t, never_calls_nonsense_a_fit);
    suite_add_tcase(s, t);
    return s;
}
