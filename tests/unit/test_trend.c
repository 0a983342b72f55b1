/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_trend.c - the trend against hand values, enumeration and simulation. */
#include "stats/trend.h"

#include "base/mem.h"
#include "random.h"

#include <check.h>
#include <string.h>

Suite *suite_trend(void);

#define SEEDS 1000 /* simulated series; a share of 5 % then has a standard error of 0.7 points */

static lc_trend trend_of(const double *x, const double *y, size_t n)
{
    lc_trend t;
    ck_assert_int_eq(lc_trend_test(&t, x, y, n, NULL), LC_OK);
    return t;
}

/* 0, 1, 2, ... */
static const double *count_up(void)
{
    static double x[LC_TREND_MAX + 1];
    for (size_t i = 0; i < sizeof x / sizeof *x; i++)
        x[i] = (double)i;
    return x;
}

/* ---- the test's p-values ------------------------------------------------------------------ */

static long kendall(const double *y, size_t n)
{
    long s = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            s += (y[j] > y[i]) - (y[j] < y[i]);
    return s;
}

/* The next order of y[n] in lexicographic order; false after the last one. */
static bool next_order(double *y, size_t n)
{
    size_t i = n - 1, j = n - 1;
    while (i > 0 && y[i - 1] >= y[i])
        i--;
    if (i == 0)
        return false;
    while (y[j] <= y[i - 1])
        j--;
    double held = y[i - 1];
    y[i - 1] = y[j];
    y[j] = held;
    for (j = n - 1; i < j; i++, j--) {
        held = y[i];
        y[i] = y[j];
        y[j] = held;
    }
    return true;
}

/* Share of all orders of n values whose S is at least s. */
static double share_of_orders(long s, size_t n)
{
    double y[8], all = 0, above = 0;
    memcpy(y, count_up(), n * sizeof *y);
    do {
        all++;
        above += kendall(y, n) >= s;
    } while (next_order(y, n));
    return above / all;
}

START_TEST(agrees_with_the_enumeration_of_all_orders)
{
    static const double x[] = {0, 1, 3, 4, 10, 11};
    size_t n = (size_t)_i;
    double y[8];
    memcpy(y, count_up(), n * sizeof *y);
    do {
        lc_trend t = trend_of(x, y, n);
        ck_assert_double_eq_tol(t.p_rise, share_of_orders(kendall(y, n), n), 1e-12);
        ck_assert_double_eq_tol(t.p_fall, share_of_orders(-kendall(y, n), n), 1e-12);
    } while (next_order(y, n));
}
END_TEST

static const struct {
    const char *what;
    size_t n;
    double y[12];
    double slope, low, high, p_rise, p_fall;
} cases[] = {
    {"nothing", 0, {0}, NAN, -INFINITY, INFINITY, 1, 1},
    {"one point", 1, {7}, NAN, -INFINITY, INFINITY, 1, 1},
    {"two points: one order of two", 2, {1, 3}, 2, -INFINITY, INFINITY, 0.5, 1},
    {"three rising: one order of six", 3, {1, 2, 4}, 1.5, -INFINITY, INFINITY, 1.0 / 6, 1},
    /* slopes 0, 0, 3, 0, 1.5, 1 -> 0 0 0 1 1.5 3: the middle two give 0.5. S = 3; equal values: two
     * groups, one of 3: var = (4*3*13 - 3*2*11) / 18 = 5; p = Q((3 - 1) / sqrt 5) = Q(0.8944).
     * 1.6449 * sqrt 5 / 2 = 1.839 ranks off 2.5: the ranks floor 0.66 and ceil 4.34 */
    {"three equal of four", 4, {0, 0, 0, 3}, 0.5, 0, 3, 0.185547, 0.963181},
    /* var = (4*3*13 - 2*1*9) / 18 = 7.6667, S = 5: Q(4 / 2.76887), Q(-6 / 2.76887);
     * slopes 1 0.5 0.667 0 0.5 1 -> 0 0.5 0.5 0.667 1 1; 2.2772 ranks off 2.5: 0 and 5 */
    {"two equal of four", 4, {1, 2, 2, 3}, 7.0 / 12, 0, 1, 0.074281, 0.984880},
    /* inversion counts of 4: 1 3 5 6 5 3 1; S >= 4 are (1 + 3) / 24, S <= 4 are 23 / 24.
     * var = 26/3, 2.4212 ranks off 2.5: all of the slopes -1/2 1/4 5/6 1 3/2 2 */
    {"four with one exchange", 4, {1, 3, 4, 3.5}, 11.0 / 12, -0.5, 2, 1.0 / 6, 23.0 / 24},
    /* slopes i + j -> 1 2 3 3 4 4 5 5 6 7; var = 50/3, 3.3576 ranks off 4.5: ranks 1 and 8 */
    {"squares", 5, {0, 1, 4, 9, 16}, 4, 2, 6, 1.0 / 120, 1},
    {"falling squares", 5, {0, -1, -4, -9, -16}, -4, -6, -2, 1, 1.0 / 120},
    {"constant", 6, {5, 5, 5, 5, 5, 5}, 0, 0, 0, 1, 1},
    {"a straight line", 9, {1, 3, 5, 7, 9, 11, 13, 15, 17}, 2, 2, 2, 1 / 362880.0, 1},
};

static void check_near(double got, double wanted, const char *what, const char *field)
{
    bool same = isfinite(wanted) ? fabs(got - wanted) < 1e-6
                                 : isnan(wanted) ? isnan(got) : got == wanted;
    ck_assert_msg(same, "%s: %s is %.9g, expected %.9g", what, field, got, wanted);
}

START_TEST(matches_what_was_worked_by_hand)
{
    const char *what = cases[_i].what;
    lc_trend t = trend_of(count_up(), cases[_i].y, cases[_i].n);
    check_near(t.slope, cases[_i].slope, what, "slope");
    check_near(t.low, cases[_i].low, what, "low");
    check_near(t.high, cases[_i].high, what, "high");
    check_near(t.p_rise, cases[_i].p_rise, what, "p_rise");
    check_near(t.p_fall, cases[_i].p_fall, what, "p_fall");
}
END_TEST

START_TEST(takes_no_more_points_than_it_says)
{
    static double y[LC_TREND_MAX + 1];
    lc_error err = LC_ERROR_INIT;
    lc_trend t = {.slope = 42};
    memcpy(y, count_up(), sizeof y);
    ck_assert_int_eq(lc_trend_test(&t, count_up(), y, LC_TREND_MAX + 1, &err), LC_E_ARG);
    ck_assert_int_eq(err.code, LC_E_ARG);
    lc_mem_fail_at(1);
    ck_assert_int_eq(lc_trend_test(&t, count_up(), y, 5, &err), LC_E_NOMEM);
    lc_mem_fail_at(0);
    ck_assert(t.slope == 42); /* as it was */
    t = trend_of(count_up(), y, LC_TREND_MAX);
    ck_assert(t.slope == 1 && t.p_rise < 1e-100);
}
END_TEST

/* ---- by simulation ------------------------------------------------------------------------ */

/* y = slope x + noise of which each value keeps rho of the one before. */
static void make_series(double *y, size_t n, double slope, double rho, uint64_t *r)
{
    double before = random_normal(r);
    for (size_t i = 0; i < n; i++) {
        before = random_after(before, rho, r);
        y[i] = slope * (double)i + before;
    }
}

/* Share of noise without trend that is called rising at p < 0.05. */
static double false_alarms(size_t n, double rho)
{
    uint64_t r = 1000 + n;
    double y[LC_TREND_MAX], alarms = 0;
    for (size_t k = 0; k < SEEDS; k++) {
        make_series(y, n, 0, rho, &r);
        alarms += trend_of(count_up(), y, n).p_rise < 0.05;
    }
    return alarms / SEEDS;
}

START_TEST(gives_false_alarms_at_the_rate_it_says)
{
    static const size_t counts[] = {5, 10, 30, 100};
    double share = false_alarms(counts[_i], 0);
    ck_assert_msg(share <= 0.07, "n %zu: %.3f", counts[_i], share);
    /* the exact test of few points is discrete: of 120 orders of 5, S >= 8 has 5, S >= 6 has 14 */
    ck_assert_msg(share >= (counts[_i] == 5 ? 0.02 : 0.03), "n %zu: %.3f", counts[_i], share);
}
END_TEST

START_TEST(is_not_fooled_by_noise_that_wanders)
{
    double share = false_alarms(100, 0.5);
    ck_assert_msg(share <= 0.08, "%.3f", share);
}
END_TEST

START_TEST(covers_the_slope_as_often_as_it_says)
{
    static const size_t counts[] = {12, 30, 100};
    size_t n = counts[_i];
    uint64_t r = 2000 + n;
    double y[LC_TREND_MAX], covered = 0;
    for (size_t k = 0; k < SEEDS; k++) {
        make_series(y, n, -0.1, 0, &r);
        lc_trend t = trend_of(count_up(), y, n);
        ck_assert(t.low <= t.slope && t.slope <= t.high);
        covered += t.low <= -0.1 && -0.1 <= t.high;
    }
    ck_assert_msg(fabs(covered / SEEDS - 0.9) <= 0.03, "n %zu: %.3f", n, covered / SEEDS);
}
END_TEST

START_TEST(knows_the_normal_tail)
{
    ck_assert_double_eq_tol(lc_normal_tail(0), 0.5, 1e-12);
    ck_assert_double_eq_tol(lc_normal_tail(1.6448536269514722), 0.05, 1e-12);
    ck_assert_double_eq_tol(lc_normal_tail(-1.9599639845400545), 0.975, 1e-12);
}
END_TEST

Suite *suite_trend(void)
{
    Suite *s = suite_create("trend");
    TCase *t = tcase_create("test");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, agrees_with_the_enumeration_of_all_orders, 2, 7);
    tcase_add_loop_test(t, matches_what_was_worked_by_hand, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, takes_no_more_points_than_it_says);
    tcase_add_loop_test(t, gives_false_alarms_at_the_rate_it_says, 0, 4);
    tcase_add_test(t, is_not_fooled_by_noise_that_wanders);
    tcase_add_loop_test(t, covers_the_slope_as_often_as_it_says, 0, 3);
    tcase_add_test(t, knows_the_normal_tail);
    suite_add_tcase(s, t);
    return s;
}
