/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_trend_line.c - the smooth line keeps to the values, at its ends too. */
#include "plot/trend_line.h"

#include "random.h"

#include <check.h>
#include <math.h>

Suite *suite_trend_line(void);

#define N 120
#define WINDOW 9

static void draw_line(double *line, double (*value)(double), double noise, uint64_t seed)
{
    double x[N], y[N], x_out[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = value(x[i]) + noise * random_normal(&seed);
    }
    ck_assert_int_eq(lc_trend_line(x_out, line, N, x, y, N, WINDOW, NULL), LC_OK);
}

static double straight(double x)
{
    return 5 - 0.03 * x;
}

static double level(double x)
{
    (void)x;
    return 1;
}

static double decay(double x)
{
    return 0.3 + 2 * exp(-x / 15);
}

/* Without noise a straight line stays as it is: it has no hook at an end. */
START_TEST(a_straight_line_stays)
{
    double line[N];
    draw_line(line, straight, 0, 1);
    for (size_t i = 0; i < N; i++)
        ck_assert_double_eq_tol(line[i], straight((double)i), 1e-9);
}
END_TEST

/* Nor does a bend without noise: the line starts and ends at what was recorded. */
START_TEST(without_noise_the_ends_are_the_values)
{
    double x[N], y[N], x_out[N], line[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = 1 / (x[i] + 1) + (i < 100 ? 0 : 0.01 * (x[i] - 100) * (x[i] - 100));
    }
    ck_assert_int_eq(lc_trend_line(x_out, line, N, x, y, N, WINDOW, NULL), LC_OK);
    ck_assert_double_eq_tol(line[0], y[0], 0.001 * y[0]);
    ck_assert_double_eq_tol(line[N - 1], y[N - 1], 0.001 * y[N - 1]);
}
END_TEST

/* A share that starts at 0 and rises has no line below 0, however steep it is. */
START_TEST(no_line_passes_what_was_recorded)
{
    double x[N], y[N], x_out[N], line[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = i < 6 ? 0 : fmin(1, 0.05 * (double)(i - 5));
    }
    ck_assert_int_eq(lc_trend_line(x_out, line, N, x, y, N, 31, NULL), LC_OK);
    for (size_t i = 0; i < N; i++)
        ck_assert_msg(line[i] >= 0 && line[i] <= 1, "%g at %zu", line[i], i);
}
END_TEST

/* A level that is left within three records is no noise: the line goes along. */
START_TEST(a_sudden_start_is_followed)
{
    double x[N], y[N], x_out[N], line[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = 0.97 - 0.47 * exp(-x[i] * x[i] / 8);
    }
    ck_assert_int_eq(lc_trend_line(x_out, line, N, x, y, N, WINDOW, NULL), LC_OK);
    for (size_t i = 0; i < N; i++)
        ck_assert_double_eq_tol(line[i], y[i], 0.06);
}
END_TEST

/* A divergence that gets faster and faster to the end is no row of outliers. */
START_TEST(a_divergence_is_followed_to_the_end)
{
    double x[N], y[N], x_out[N], line[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = 0.9 - exp((x[i] - 80) / 4);
    }
    ck_assert_int_eq(lc_trend_line(x_out, line, N, x, y, N, WINDOW, NULL), LC_OK);
    ck_assert_double_le(line[N - 1], 0.8 * y[N - 1]);
}
END_TEST

/* Between the ends and the rest the line does not jump: steps are about as large as those of the
 * middle, where a median is averaged over three values more. */
START_TEST(the_ends_join_the_rest)
{
    double line[N], middle = 0, joint = 0;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        draw_line(line, level, 1, seed);
        for (size_t i = 40; i < 80; i++)
            middle += fabs(line[i + 1] - line[i]) / 40;
        for (size_t i = 4; i < 8; i++) /* half a window and a quarter end there */
            joint += (fabs(line[i + 1] - line[i]) + fabs(line[N - 1 - i] - line[N - 2 - i])) / 8;
    }
    ck_assert_double_le(joint, 1.8 * middle);
}
END_TEST

/* A steep start is neither cut off nor overshot: 0.13 is a record's fall there. */
START_TEST(a_steep_start_is_kept)
{
    double line[N];
    draw_line(line, decay, 0, 1);
    ck_assert_double_eq_tol(line[0], decay(0), 0.13);
    for (size_t i = 1; i < N; i++)
        ck_assert_msg(line[i] < line[i - 1], "rises at %zu", i);
}
END_TEST

/* Over 200 draws of noise 1 the line's ends scatter by less than 0.75: a line through 18 values by
 * weights that favour the nearest does so by about 0.55, one value by 1. */
START_TEST(the_ends_are_as_calm_as_the_rest)
{
    double square[2] = {0};
    for (uint64_t seed = 1; seed <= 200; seed++) {
        double line[N];
        draw_line(line, level, 1, seed);
        square[0] += (line[0] - 1) * (line[0] - 1) / 200;
        square[1] += (line[N - 1] - 1) * (line[N - 1] - 1) / 200;
    }
    ck_assert_double_le(sqrt(square[0]), 0.75);
    ck_assert_double_le(sqrt(square[1]), 0.75);
}
END_TEST

/* Unless it is the first: training starts far off. */
START_TEST(one_wild_value_moves_nothing)
{
    static const size_t places[] = {1, 60, N - 2, N - 1};
    double x[N], y[N], x_out[N], line[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = straight(x[i]) + (i % 2 ? 0.01 : -0.01);
    }
    y[places[_i]] = 500;
    ck_assert_int_eq(lc_trend_line(x_out, line, N, x, y, N, WINDOW, NULL), LC_OK);
    for (size_t i = 0; i < N; i++)
        ck_assert_double_eq_tol(line[i], straight(x[i]), 0.05);
}
END_TEST

/* Each stretch between values that are not finite has ends of its own; the line ends with them. */
START_TEST(gaps_part_the_line)
{
    double x[N], y[N], x_out[N], line[N];
    for (size_t i = 0; i < N; i++) {
        x[i] = (double)i;
        y[i] = i >= 40 && i < 50 ? NAN : i < 40 ? straight(x[i]) : 10 + straight(x[i]);
    }
    y[N - 1] = INFINITY;
    ck_assert_int_eq(lc_trend_line(x_out, line, N, x, y, N, WINDOW, NULL), LC_OK);
    for (size_t i = 0; i < N; i++) {
        ck_assert(isfinite(y[i]) == isfinite(line[i]));
        if (isfinite(y[i]))
            ck_assert_double_eq_tol(line[i], y[i], 1e-9);
    }
}
END_TEST

/* A window as wide as the run, values fewer than a stretch, equal x: nothing is divided by 0. */
START_TEST(survives_degenerate_curves)
{
    double x[N], y[N], x_out[N], line[N];
    for (size_t n = 1; n <= N; n += n < 12 ? 1 : 27) {
        for (size_t i = 0; i < n; i++) {
            x[i] = _i == 1 ? 7 : (double)i;
            y[i] = _i == 2 ? 1e300 * (double)(i % 3) : 1e-300;
        }
        for (size_t window = 1; window <= n; window += window < 12 ? 1 : 27) {
            ck_assert_int_eq(lc_trend_line(x_out, line, n, x, y, n, window, NULL), LC_OK);
            for (size_t i = 0; i < n; i++)
                ck_assert(isfinite(line[i]));
        }
    }
}
END_TEST

Suite *suite_trend_line(void)
{
    Suite *s = suite_create("trend_line");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_straight_line_stays);
    tcase_add_test(t, without_noise_the_ends_are_the_values);
    tcase_add_test(t, no_line_passes_what_was_recorded);
    tcase_add_test(t, a_sudden_start_is_followed);
    tcase_add_test(t, a_divergence_is_followed_to_the_end);
    tcase_add_test(t, the_ends_join_the_rest);
    tcase_add_test(t, a_steep_start_is_kept);
    tcase_add_test(t, the_ends_are_as_calm_as_the_rest);
    tcase_add_loop_test(t, one_wild_value_moves_nothing, 0, 4);
    tcase_add_test(t, gaps_part_the_line);
    tcase_add_loop_test(t, survives_degenerate_curves, 0, 3);
    suite_add_tcase(s, t);
    return s;
}
