/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_curve_model.c - each form finds itself again, with outliers among its points too, and knows how far
 * off it may be. */
#include "stats/curve_model.h"

#include "random.h"

#include <check.h>
#include <math.h>
#include <stdint.h>

Suite *suite_curve_model(void);

static double exponential(double u)
{
    return 0.2 + 0.8 * exp(-3 * u);
}
static double stretched(double u)
{
    return 0.2 + 0.8 * exp(-sqrt(9 * u));
}
static double power_law(double u)
{
    return 0.2 + 0.05 * pow(u, -0.7);
}

static const struct {
    lc_curve_model form;
    double (*curve)(double);
    const char *name;
} cases[] = {
    {LC_CURVE_MODEL_EXPONENTIAL, exponential, "exponential"},
    {LC_CURVE_MODEL_STRETCHED, stretched, "stretched exponential"},
    {LC_CURVE_MODEL_POWER, power_law, "power law"},
};

#define N 40

static lc_curve_model_points points_of(double (*curve)(double))
{
    lc_curve_model_points p = {.n = N};
    for (size_t i = 0; i < N; i++) {
        p.u[i] = (double)(i + 1) / N;
        p.y[i] = curve(p.u[i]);
        p.weight[i] = 1;
    }
    return p;
}

static void check_fit(const lc_curve_model_fit *fit, double (*curve)(double), double tolerance)
{
    for (double u = 0.1; u <= 4; u += 0.3)
        ck_assert_double_eq_tol(lc_curve_model_at(fit, u), curve(u), tolerance);
    ck_assert_double_eq_tol(lc_curve_model_floor(fit), 0.2, tolerance);
}

START_TEST(finds_the_curve_it_was_made_by)
{
    lc_curve_model_points p = points_of(cases[_i].curve);
    lc_curve_model_fit fit;
    ck_assert_int_eq(lc_curve_model_fit_points(&fit, cases[_i].form, &p, NULL, NULL), LC_OK);
    check_fit(&fit, cases[_i].curve, 1e-4);
    ck_assert_str_eq(lc_curve_model_name(fit.model), cases[_i].name);
}
END_TEST

START_TEST(outliers_move_it_little)
{
    lc_curve_model_points p = points_of(cases[_i].curve);
    uint64_t seed = 7;
    for (size_t i = 0; i < N; i++)
        p.y[i] += 0.001 * random_normal(&seed);
    p.y[5] += 1;
    p.y[20] -= 1;
    p.y[33] += 1;
    lc_curve_model_fit fit;
    ck_assert_int_eq(lc_curve_model_fit_points(&fit, cases[_i].form, &p, NULL, NULL), LC_OK);
    for (double u = 0.1; u <= 1.5; u += 0.2)
        ck_assert_double_eq_tol(lc_curve_model_at(&fit, u), cases[_i].curve(u), 0.01);
    ck_assert_double_lt(fit.scale, 0.003);
}
END_TEST

/* A weight of 3 is the same point three times. */
START_TEST(weights_count_as_repeats)
{
    lc_curve_model_points p = {.n = 7}, q = {.n = 0};
    static const double y[] = {1, 0.52, 0.44, 0.3, 0.33, 0.24, 0.25};
    for (size_t i = 0; i < 7; i++) {
        p.u[i] = (double)(i + 1) / 7;
        p.y[i] = y[i];
        p.weight[i] = i == 3 ? 3 : 1;
        for (int k = 0; k < (i == 3 ? 3 : 1); k++, q.n++) {
            q.u[q.n] = p.u[i] + k * 1e-9;
            q.y[q.n] = y[i];
            q.weight[q.n] = 1;
        }
    }
    lc_curve_model_fit a = {0}, b = {0},
                       start = {.model = LC_CURVE_MODEL_EXPONENTIAL,
                                .from = p.u[0],
                                .to = 1,
                                .end = 0.2,
                                .drop = 0.8,
                                .log_rate = 1,
                                .scale = 1e9};
    ck_assert_int_eq(lc_curve_model_fit_points(&a, start.model, &p, &start, NULL), LC_OK);
    ck_assert_int_eq(lc_curve_model_fit_points(&b, start.model, &q, &start, NULL), LC_OK);
    ck_assert_double_eq_tol(lc_curve_model_at(&a, 2), lc_curve_model_at(&b, 2), 0.02);
}
END_TEST

/* A straight line is an exponential whose rate is nearly 0: no floor is near. */
START_TEST(line_goes_on_straight)
{
    lc_curve_model_points p = points_of(exponential);
    for (size_t i = 0; i < N; i++)
        p.y[i] = 1 - 0.5 * p.u[i];
    lc_curve_model_fit fit;
    ck_assert_int_eq(lc_curve_model_fit_points(&fit, LC_CURVE_MODEL_EXPONENTIAL, &p, NULL, NULL),
                     LC_OK);
    ck_assert_double_eq_tol(lc_curve_model_at(&fit, 1.5), 0.25, 0.01);
    ck_assert_double_lt(lc_curve_model_floor(&fit), -5);
}
END_TEST

START_TEST(level_points_stay_level)
{
    lc_curve_model_points p = points_of(exponential);
    for (size_t i = 0; i < N; i++)
        p.y[i] = 0.25;
    lc_curve_model_fit fit;
    ck_assert_int_eq(lc_curve_model_fit_points(&fit, cases[_i].form, &p, NULL, NULL), LC_OK);
    ck_assert_double_eq_tol(lc_curve_model_at(&fit, 3), 0.25, 1e-9);
    ck_assert_double_eq_tol(lc_curve_model_floor(&fit), 0.25, 1e-9);
}
END_TEST

/* Points of sd 0.02 up to u = 1: share of fits whose interval of 90 % covers the curve at 1.5. */
static double share_covered(lc_curve_model form, double (*curve)(double), double *farthest)
{
    enum { SEEDS = 300 };
    double covered = 0;
    uint64_t seed = 2;
    *farthest = 0;
    for (size_t k = 0; k < SEEDS; k++) {
        lc_curve_model_points p = points_of(curve);
        lc_curve_model_fit fit;
        for (size_t i = 0; i < N; i++) {
            p.weight[i] = i < N / 2 ? 1 : 4;
            p.y[i] += 0.02 * random_normal(&seed) / sqrt(p.weight[i]);
        }
        ck_assert_int_eq(lc_curve_model_fit_points(&fit, form, &p, NULL, NULL), LC_OK);
        double away = fabs(lc_curve_model_at(&fit, 1.5) - curve(1.5));
        covered += away <= 1.645 * lc_curve_model_error(&fit, &p, 1.5);
        *farthest = fmax(*farthest, away);
        ck_assert_double_eq_tol(lc_curve_model_spread(&fit, &p), 0.02, 0.01);
    }
    return covered / SEEDS;
}

START_TEST(error_covers_as_often_as_it_says)
{
    double farthest, share = share_covered(cases[_i].form, cases[_i].curve, &farthest);
    ck_assert_msg(share >= 0.80 && share <= 0.97, "%s: %.3f", cases[_i].name, share);
    ck_assert_double_lt(farthest, 0.2);
}
END_TEST

/* Weighted squares 1 4 0 0 4 over five points less three parameters. */
START_TEST(spread_is_that_of_a_point_of_weight_one)
{
    const lc_curve_model_points p = {
        .u = {0.2, 0.4, 0.6, 0.8, 1}, .y = {1, 2, 0, 0, 1}, .weight = {1, 1, 1, 1, 4}, .n = 5};
    const lc_curve_model_fit level = {.from = 0.2, .to = 1, .end = 0, .drop = 0};
    ck_assert_double_eq_tol(lc_curve_model_spread(&level, &p), sqrt(4.5), 1e-12);
}
END_TEST

/* y, one parameter of the fit moved by `by`. */
static double moved(lc_curve_model_fit fit, int parameter, double by, double u)
{
    *(parameter == 0 ? &fit.end : parameter == 1 ? &fit.drop : &fit.log_rate) += by;
    return lc_curve_model_at(&fit, u);
}

static void derivatives(double d[3], const lc_curve_model_fit *fit, double u)
{
    for (int k = 0; k < 3; k++)
        d[k] = (moved(*fit, k, 1e-5, u) - moved(*fit, k, -1e-5, u)) / 2e-5;
}

static double determinant(double m[3][3])
{
    double sum = 0;
    for (size_t i = 0; i < 3; i++)
        sum += m[0][i] *
               (m[1][(i + 1) % 3] * m[2][(i + 2) % 3] - m[1][(i + 2) % 3] * m[2][(i + 1) % 3]);
    return sum;
}

/* The spread times the root of d' (X' W X)^-1 d, solved by Cramer's rule. */
START_TEST(error_is_that_of_the_normal_equations)
{
    lc_curve_model_points p = points_of(cases[_i].curve);
    lc_curve_model_fit fit;
    uint64_t seed = 3;
    for (size_t i = 0; i < N; i++) {
        p.weight[i] = 1 + (double)(i % 3);
        p.y[i] += 0.01 * random_normal(&seed);
    }
    ck_assert_int_eq(lc_curve_model_fit_points(&fit, cases[_i].form, &p, NULL, NULL), LC_OK);
    for (double u = 0.5; u < 3; u += 1) {
        double all[3][3] = {{0}}, at[3], d[3], sum = 0;
        for (size_t i = 0; i < N; i++) {
            derivatives(d, &fit, p.u[i]);
            for (size_t a = 0; a < 3; a++)
                for (size_t b = 0; b < 3; b++)
                    all[a][b] += p.weight[i] * d[a] * d[b];
        }
        derivatives(at, &fit, u);
        for (size_t k = 0; k < 3; k++) {
            double replaced[3][3];
            for (size_t a = 0; a < 3; a++)
                for (size_t b = 0; b < 3; b++)
                    replaced[a][b] = b == k ? at[a] : all[a][b];
            sum += at[k] * determinant(replaced) / determinant(all);
        }
        double wanted = lc_curve_model_spread(&fit, &p) * sqrt(sum);
        ck_assert_double_eq_tol(lc_curve_model_error(&fit, &p, u), wanted, 1e-3 * wanted);
    }
}
END_TEST

/* Whatever the points, no value is made up of nothing: all numbers are finite. */
START_TEST(nonsense_has_numbers_too)
{
    uint64_t r = 5;
    for (size_t k = 0; k < 1500; k++) {
        lc_curve_model_points p = {.n = LC_CURVE_MODEL_MIN +
                                        (size_t)(random_bits(&r) % (k % 10 ? 10 : 60))};
        double at = 0, ar1 = 0;
        for (size_t i = 0; i < p.n; i++) {
            p.u[i] = at += k % 3 ? exp(2 * random_normal(&r)) : 1;
            p.weight[i] = 1;
            ar1 += random_normal(&r);
            double shapes[] = {2 * random_uniform(&r) - 1,
                               i + 1 == p.n,
                               i == 0,
                               (double)(i % 2),
                               ar1 / 100,
                               exp(-(double)i) - 0.5,
                               (double)i / 1e3 + 1e-12 * ar1};
            p.y[i] = shapes[k % 7];
        }
        for (size_t i = 0; i < p.n; i++)
            p.u[i] /= at;
        lc_curve_model_fit fit;
        ck_assert_int_eq(
            lc_curve_model_fit_points(&fit, (lc_curve_model)(k % LC_CURVE_MODELS), &p, NULL, NULL),
            LC_OK);
        ck_assert(isfinite(lc_curve_model_at(&fit, 2)) &&
                  isfinite(lc_curve_model_spread(&fit, &p)));
        ck_assert(isfinite(lc_curve_model_error(&fit, &p, 2)) &&
                  lc_curve_model_error(&fit, &p, 2) >= 0);
    }
}
END_TEST

static const size_t lengths[] = {1, 2, LC_CURVE_MODEL_POINTS, LC_CURVE_MODEL_POINTS + 1, 1000};

/* y = 3 - x / 8 in means of any number of points: u = (x - origin) / span, and so is the rest. */
START_TEST(points_are_means_in_the_curves_units)
{
    enum { MOST = 1000 };
    static double x[MOST], y[MOST];
    size_t n = lengths[_i];
    double weight = 0;
    for (size_t i = 0; i < n; i++) {
        x[i] = 10 + (double)i;
        y[i] = 3 - x[i] / 8;
    }
    lc_curve c = LC_CURVE_INIT;
    lc_curve_model_points p;
    lc_curve_model_units units;
    ck_assert_int_eq(lc_curve_make(&c, x, y, n, NULL), LC_OK);
    lc_curve_model_take_points(&p, &units, &c, 9);
    ck_assert_uint_eq(p.n, n < LC_CURVE_MODEL_POINTS ? n : LC_CURVE_MODEL_POINTS);
    ck_assert_double_eq_tol(lc_curve_model_u(&units, 9), 0, 1e-12);
    ck_assert_double_eq_tol(lc_curve_model_u(&units, x[n - 1]), 1, 1e-12);
    for (size_t i = 0; i < p.n; i++) {
        double at = 9 + p.u[i] * (x[n - 1] - 9);
        ck_assert(p.u[i] > (i ? p.u[i - 1] : 0));
        if (n > 1)
            ck_assert_double_eq_tol(lc_curve_model_value(&units, p.y[i]), 3 - at / 8, 1e-9);
        weight += p.weight[i];
    }
    ck_assert_double_eq_tol(weight, (double)n, 1e-9);
    ck_assert(n > 1 ? p.y[0] == 1 && p.y[p.n - 1] == 0 : units.range == 0);
    lc_curve_free(&c);
}
END_TEST

Suite *suite_curve_model(void)
{
    Suite *s = suite_create("curve_model");
    TCase *t = tcase_create("form");
    int n = (int)(sizeof cases / sizeof *cases);
    tcase_add_loop_test(t, finds_the_curve_it_was_made_by, 0, n);
    tcase_add_loop_test(t, outliers_move_it_little, 0, n);
    tcase_add_test(t, weights_count_as_repeats);
    tcase_add_test(t, line_goes_on_straight);
    tcase_add_loop_test(t, level_points_stay_level, 0, n);
    tcase_add_loop_test(t, error_covers_as_often_as_it_says, 0, n);
    tcase_add_test(t, spread_is_that_of_a_point_of_weight_one);
    tcase_add_loop_test(t, error_is_that_of_the_normal_equations, 0, n);
    tcase_add_test(t, nonsense_has_numbers_too);
    tcase_add_loop_test(t, points_are_means_in_the_curves_units, 0,
                        (int)(sizeof lengths / sizeof *lengths));
    suite_add_tcase(s, t);
    return s;
}
