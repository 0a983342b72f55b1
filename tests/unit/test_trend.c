/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_trend.c - the trend against hand values and simulation. */
#include "stats/trend.h"

#include "base/mem.h"
#include "random.h"
#include "stats/ar1_noise.h"
#include "stats/smooth.h"

#include <check.h>
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

Suite *suite_trend(void);

#define N_MAX 1000
#define SEEDS 1000 /* simulated series; a share of 5 % then has a standard error of 0.7 points */

static lc_trend trend_of(const double *x, const double *y, size_t n)
{
    lc_trend t, alone;
    ck_assert_int_eq(lc_trend_slope(&t, x, y, n, NULL), LC_OK);
    ck_assert_int_eq(lc_trend_test(&alone, x, y, n, NULL), LC_OK);
    ck_assert(alone.p_rise == t.p_rise && alone.p_fall == t.p_fall && isnan(alone.slope));
    ck_assert(t.p_rise >= 0 && t.p_rise <= 1 && t.p_fall >= 0 && t.p_fall <= 1);
    ck_assert(n < 2 || (t.low <= t.slope && t.slope <= t.high));
    return t;
}

/* 0, 1, 2, ... */
static const double *count_up(void)
{
    static double x[N_MAX];
    for (size_t i = 0; i < N_MAX; i++)
        x[i] = (double)i;
    return x;
}

/* ---- by hand -------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    size_t n;
    double y[12];
    double slope, p_rise, p_fall; /* -1: not worked out */
} cases[] = {
    {"nothing", 0, {0}, NAN, 1, 1},
    {"one point", 1, {7}, NAN, 1, 1},
    {"two points: one order of two", 2, {1, 3}, 2, 0.5, 1},
    {"three rising", 3, {1, 2, 4}, 1.5, -1, -1},
    /* on a line order is all there is, and no correlation widens the spread of three: one of six */
    {"three on a line", 3, {1, 2, 3}, 1, 1.0 / 6, 1},
    /* slopes 0, 0, 3, 0, 1.5, 1 -> 0 0 0 1 1.5 3: the middle two give 0.5 */
    {"three equal of four", 4, {0, 0, 0, 3}, 0.5, -1, -1},
    /* slopes 1 0.5 0.667 0 0.5 1 -> 0 0.5 0.5 0.667 1 1 */
    {"two equal of four", 4, {1, 2, 2, 3}, 7.0 / 12, -1, -1},
    /* -1/2 1/4 5/6 1 3/2 2 */
    {"four with one exchange", 4, {1, 3, 4, 3.5}, 11.0 / 12, -1, -1},
    /* slopes i + j -> 1 2 3 3 4 4 5 5 6 7 */
    {"squares", 5, {0, 1, 4, 9, 16}, 4, -1, -1},
    {"constant", 6, {5, 5, 5, 5, 5, 5}, 0, 1, 1},
    {"a straight line", 9, {1, 3, 5, 7, 9, 11, 13, 15, 17}, 2, -1, -1},
};

static void check_near(double got, double wanted, const char *what, const char *field)
{
    bool same = isnan(wanted) ? isnan(got) : fabs(got - wanted) < 1e-6;
    ck_assert_msg(same, "%s: %s is %.9g, expected %.9g", what, field, got, wanted);
}

START_TEST(matches_what_was_worked_by_hand)
{
    const char *what = cases[_i].what;
    lc_trend t = trend_of(count_up(), cases[_i].y, cases[_i].n);
    check_near(t.slope, cases[_i].slope, what, "slope");
    if (cases[_i].p_rise >= 0) {
        check_near(t.p_rise, cases[_i].p_rise, what, "p_rise");
        check_near(t.p_fall, cases[_i].p_fall, what, "p_fall");
    }
}
END_TEST

/* y = slope i + noise of which each value keeps rho of the one before. */
static void make_series(double *y, size_t n, double slope, double rho, uint64_t *r)
{
    double before = random_normal(r);
    for (size_t i = 0; i < n; i++) {
        before = random_after(before, rho, r);
        y[i] = slope * (double)i + before;
    }
}

/* Of 1, 1, 2, 3 S is 5 of variance 26/3 - 1, so z = 4 / sqrt(23/3) = 1.44, p = 0.074; of four values without
 * ties that rise all the way p is 1/24 = 0.042. Least squares sees no difference: the p-values are as
 * sqrt(0.074 / 0.042) = 1.34, which the doubt about the correlation moves a little. */
START_TEST(ties_are_no_rise)
{
    const double tied[] = {1, 1, 2, 3}, rising[] = {1, 1 + 1e-9, 2, 3};
    lc_trend t = trend_of(count_up(), tied, 4), r = trend_of(count_up(), rising, 4);
    ck_assert_msg(t.p_rise > 1.15 * r.p_rise && t.p_rise < 1.5 * r.p_rise, "%g and %g", t.p_rise,
                  r.p_rise);
}
END_TEST

START_TEST(follows_the_units_and_the_direction)
{
    double x[60], y[60], z[60], u[60];
    uint64_t r = 7;
    for (size_t n = 3; n <= 60; n += 19) {
        make_series(y, n, 0.02, 0.3, &r);
        for (size_t i = 0; i < n; i++) {
            x[i] = 3 + 10 * (double)i;
            z[i] = 5 - 8 * y[i];
            u[n - 1 - i] = y[i];
        }
        lc_trend a = trend_of(count_up(), y, n), b = trend_of(x, z, n),
                 c = trend_of(count_up(), u, n);
        ck_assert_double_eq_tol(b.slope, -0.8 * a.slope, 1e-12);
        ck_assert_double_eq_tol(b.p_rise, a.p_fall, 1e-9);
        ck_assert_double_eq_tol(b.p_fall, a.p_rise, 1e-9);
        ck_assert_double_eq_tol(c.slope, -a.slope, 1e-12);
        ck_assert_double_eq_tol(c.p_fall, a.p_rise, n < 9 ? 1e-9 : 0.2 * a.p_rise);
    }
}
END_TEST

START_TEST(tells_a_gentle_slope_and_nothing_of_a_steep_one)
{
    double y[90];
    uint64_t r = 5;
    for (size_t n = 2; n <= 90; n += 11) {
        make_series(y, n, 0.05, 0.3, &r);
        lc_trend whole = trend_of(count_up(), y, n), t;
        double steep = fabs(whole.slope);
        ck_assert_int_eq(lc_trend_gentle(&t, count_up(), y, n, 1.01 * steep, true, NULL), LC_OK);
        ck_assert(t.slope == whole.slope && t.p_rise == whole.p_rise && t.p_fall == whole.p_fall);
        ck_assert(t.low == whole.low && t.high == whole.high);
        ck_assert_int_eq(lc_trend_gentle(&t, count_up(), y, n, 1.01 * steep, false, NULL), LC_OK);
        ck_assert(t.slope == whole.slope && t.p_rise == whole.p_rise && isinf(t.low));
        ck_assert_int_eq(lc_trend_gentle(&t, count_up(), y, n, steep / 1.5, true, NULL), LC_OK);
        ck_assert(isnan(t.slope) ? t.p_rise == 1 && t.p_fall == 1 : t.slope == whole.slope);
        ck_assert(n < 24 || isnan(t.slope));
    }
}
END_TEST

/* ---- the plain way -------------------------------------------------------------------------- */

/* Correlation of the means of runs of m neighbours that stand `apart` runs apart, by the sums of all
 * correlations of their points. */
static double correlation_of_runs(double rho, int m, int apart)
{
    double within = 0, between = 0;
    for (int i = 0; i < m; i++)
        for (int j = 0; j < m; j++) {
            within += pow(rho, abs(i - j));
            between += pow(rho, apart * m + j - i);
        }
    return m > 1 && rho <= 0 ? 0 : between / within;
}

/* S, its variance with ties and without correlation, and the slopes of all pairs in order. */
typedef struct plain_order {
    double s, variance, slope[LC_TREND_RUNS * LC_TREND_RUNS / 2];
    size_t pairs;
} plain_order;

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void count_pairs(plain_order *o, const double *x, const double *y, size_t n)
{
    double m = (double)n;
    *o = (plain_order){.variance = m * (m - 1) * (2 * m + 5) / 18};
    for (size_t i = 0; i < n; i++) {
        double equal = 1;
        for (size_t j = i + 1; j < n; j++) {
            o->s += (y[j] > y[i]) - (y[j] < y[i]);
            o->slope[o->pairs++] = (y[j] - y[i]) / (x[j] - x[i]);
        }
        for (size_t j = 0; j < i; j++)
            equal += y[j] == y[i];
        /* t (t - 1)(2t + 5) of a group, told as what each of its values adds */
        o->variance -=
            (equal * (equal - 1) * (2 * equal + 5) - (equal - 1) * (equal - 2) * (2 * equal + 3)) /
            18;
    }
    qsort(o->slope, o->pairs, sizeof *o->slope, by_size);
}

/* How many times wider S strays, by Hamed and Rao, with runs of m points. */
static double widening(double rho, size_t n, int m)
{
    double sum = 0, all = (double)(n * (n - 1) * (n - 2));
    for (size_t k = 1; k < n; k++) {
        double left = (double)(n - k);
        sum += left * (left - 1) * (left - 2) * asin(correlation_of_runs(rho, m, (int)k) / 2);
    }
    return n < 4 ? 1 : sqrt(fmax(0.25, 1 + 12 / acos(-1) * sum / all));
}

/* P-values of z, and of a least-squares slope of `slope`, averaged over rho. */
static double by_order(const lc_ar1 *w, const double *wider, double z)
{
    double p = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        p += w->weight[k] * gsl_cdf_ugaussian_Q(z / wider[k]);
    return p;
}

static double by_least_squares(const lc_ar1 *w, int side, double slope)
{
    double p = 0;
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        p += w->weight[k] *
             gsl_cdf_tdist_Q(side * (w->slope_at[k] - slope) / w->slope_error_at[k], w->df);
    return p;
}

/* Where a tail that falls with `at` is a twentieth. */
static double passed(double (*tail)(const lc_ar1 *w, const double *wider, double at), double high,
                     const lc_ar1 *w, const double *wider)
{
    double low = 0;
    for (int i = 0; i < 60; i++) {
        double middle = (low + high) / 2;
        *(tail(w, wider, middle) > 0.05 ? &low : &high) = middle;
    }
    return high;
}

static const struct {
    size_t n;
    int length; /* of runs, in points: n / 128, rounded up */
    double slope, rho;
    bool rounded;
} made[] = {
    {5, 1, 0.3, 0, false},     {5, 1, 0.3, 0, true},        {9, 1, 0.1, 0.3, false},
    {9, 1, -0.3, 0, true},     {12, 1, 0, -0.4, false},     {20, 1, 0, 0.8, false},
    {33, 1, 0.03, 0.5, true},  {60, 1, 0.02, 0, false},     {128, 1, 0.01, 0.3, false},
    {128, 1, -0.01, 0, true},  {256, 2, 0.004, 0.6, false}, {300, 3, 0.001, 0.2, false},
    {384, 3, -0.002, 0, true},
};

/* All pairs, all distances, every rho, no shortcut. */
START_TEST(agrees_with_the_plain_way)
{
    static plain_order o;
    double y[N_MAX], x_run[LC_TREND_RUNS], y_run[LC_TREND_RUNS], wider[LC_AR1_STEPS];
    size_t n = made[_i].n, runs = n / (size_t)made[_i].length;
    uint64_t r = 77 + n;
    lc_ar1 w;
    make_series(y, n, made[_i].slope, made[_i].rho, &r);
    for (size_t i = 0; i < n && made[_i].rounded; i++)
        y[i] = floor(2 * y[i]) / 2;
    lc_trend t = trend_of(count_up(), y, n);
    ck_assert_int_eq(lc_ar1_fit(&w, count_up(), y, n, LC_AR1_STRAIGHT, NULL), LC_OK);
    ck_assert_int_eq(lc_reduce_median(x_run, y_run, runs, count_up(), y, n, NULL), LC_OK);
    count_pairs(&o, x_run, y_run, runs);
    for (size_t k = 0; k < LC_AR1_STEPS; k++)
        wider[k] = widening(lc_ar1_rho(k), runs, made[_i].length);
    for (int side = -1; side <= 1; side += 2) {
        double p = sqrt(by_order(&w, wider, (side * o.s - 1) / sqrt(o.variance)) *
                        by_least_squares(&w, side, 0));
        double got = side > 0 ? t.p_rise : t.p_fall;
        ck_assert_msg(fabs(got / p - 1) < 2e-3, "%zu values: %g, not %g", n, got, p);
    }
    double middle = ((double)o.pairs - 1) / 2;
    double off = sqrt(o.variance) * passed(by_order, 10, &w, wider) / 2;
    ck_assert_double_eq_tol(t.slope, (o.slope[o.pairs / 2] + o.slope[(o.pairs - 1) / 2]) / 2, 1e-9);
    if (middle < off) {
        ck_assert(n < 10); /* the interval is that of the least squares */
        ck_assert(t.low == t.slope || fabs(by_least_squares(&w, 1, t.low) - 0.05) < 1e-6);
        ck_assert(t.high == t.slope || fabs(by_least_squares(&w, -1, t.high) - 0.05) < 1e-6);
        return;
    }
    size_t low = (size_t)floor(middle - off), high = (size_t)ceil(middle + off);
    size_t last = o.pairs - 1; /* a rank more or less: reach is known to a thousandth */
    ck_assert(t.low >= o.slope[low ? low - 1 : 0] && t.low <= o.slope[low + 1]);
    ck_assert(t.high >= o.slope[high - 1] && t.high <= o.slope[high < last ? high + 1 : last]);
}
END_TEST

/* Slopes of all pairs of 0 0 0 3: 0 0 0 1 1.5 3, three of six above 0.5. Of 0 0 1 3: 0 0.5 1 1 1.5 2, two above
 * 1. As steep as the limit is not steeper. */
START_TEST(most_pairs_are_more_than_half_of_them)
{
    static const struct {
        double y[4], steepest;
        bool told;
    } cases_of[] = {
        {{0, 0, 0, 3}, 0.5, true},      {{0, 0, 1, 3}, 1, true},     {{0, 0, 1, 3}, 0.99, false},
        {{0, 2, 4, 6}, 2, true},        {{0, 2, 4, 6}, 1.99, false}, {{0, -2, -4, -6}, 2, true},
        {{0, -2, -4, -6}, 1.99, false},
    };
    for (size_t i = 0; i < sizeof cases_of / sizeof *cases_of; i++) {
        lc_trend t;
        ck_assert_int_eq(
            lc_trend_gentle(&t, count_up(), cases_of[i].y, 4, cases_of[i].steepest, true, NULL),
            LC_OK);
        ck_assert_msg(isnan(t.slope) == !cases_of[i].told, "%zu: slope %g", i, t.slope);
    }
}
END_TEST

START_TEST(says_when_memory_is_out)
{
    double y[300];
    uint64_t r = 8;
    make_series(y, 300, 0, 0, &r);
    for (size_t k = 1;; k++) {
        lc_trend t = {.slope = 42};
        lc_error err = LC_ERROR_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_trend_slope(&t, count_up(), y, 300, &err);
        lc_mem_fail_at(0);
        if (st == LC_OK)
            break;
        ck_assert_int_eq(st, LC_E_NOMEM);
        ck_assert(t.slope == 42); /* as it was */
    }
}
END_TEST

START_TEST(knows_the_normal_tail)
{
    ck_assert_double_eq_tol(lc_normal_tail(0), 0.5, 1e-12);
    ck_assert_double_eq_tol(lc_normal_tail(1.6448536269514722), 0.05, 1e-12);
    ck_assert_double_eq_tol(lc_normal_tail(-1.9599639845400545), 0.975, 1e-12);
}
END_TEST

/* ---- by simulation ------------------------------------------------------------------------- */

/* Noise that a test must not take for a trend. */
typedef struct noise {
    size_t n;
    double rho;
    enum { PLAIN, HEAVY, SPIKED, ROUNDED, UNEVEN, GAPPED } kind;
} noise;

static double draw_shock(const noise *m, uint64_t *r)
{
    double z = random_normal(r), squares = 0;
    for (int i = 0; i < 3 && m->kind == HEAVY; i++) {
        double q = random_normal(r);
        squares += q * q;
    }
    return m->kind == HEAVY ? z / sqrt(squares) : z; /* Student's t with 3 degrees, over its sd */
}

/* Returns how many values there are. */
static size_t make_noise(double *x, double *y, const noise *m, uint64_t *r)
{
    double before = draw_shock(m, r), at = 0;
    size_t k = 0;
    for (size_t i = 0; i < m->n; i++) {
        before = m->rho * before + sqrt(1 - m->rho * m->rho) * draw_shock(m, r);
        at += m->kind == UNEVEN ? 0.1 + 1.8 * random_uniform(r) : 1;
        if (m->kind == GAPPED && random_uniform(r) < 0.3)
            continue;
        x[k] = at;
        y[k] = m->kind == ROUNDED ? floor(before + 0.5) : before;
        y[k] += m->kind == SPIKED && random_uniform(r) < 0.05 ? 20 : 0;
        k++;
    }
    return k;
}

/* Shares of the series that are called rising at p < 0.05, and of the intervals that hold 0. */
static void simulate(double *alarms, double *covered, const noise *m)
{
    double x[N_MAX], y[N_MAX];
    uint64_t r = 2 + m->n;
    *alarms = *covered = 0;
    for (size_t k = 0; k < SEEDS; k++) {
        lc_trend t = trend_of(x, y, make_noise(x, y, m, &r));
        *alarms += (t.p_rise < 0.05) / (double)SEEDS;
        *covered += (t.low <= 0 && 0 <= t.high) / (double)SEEDS;
    }
}

static const noise nominal[] = {
    {30, 0, PLAIN},     {100, 0, PLAIN},    {300, 0, PLAIN},    {1000, 0, PLAIN},
    {100, 0.2, PLAIN},  {300, 0.2, PLAIN},  {1000, 0.2, PLAIN}, {100, 0.5, PLAIN},
    {300, 0.5, PLAIN},  {1000, 0.5, PLAIN}, {100, 0.8, PLAIN},  {300, 0.8, PLAIN},
    {1000, 0.8, PLAIN}, {30, 0, HEAVY},     {100, 0.5, UNEVEN}, {300, 0.8, SPIKED},
    {300, 0.5, GAPPED},
};

START_TEST(alarms_and_covers_as_often_as_it_says)
{
    const noise *m = &nominal[_i];
    double alarms, covered;
    simulate(&alarms, &covered, m);
    ck_assert_msg(fabs(alarms - 0.05) <= 0.02, "n %zu, rho %g: %.3f alarms", m->n, m->rho, alarms);
    ck_assert_msg(fabs(covered - 0.9) <= 0.0201, "n %zu, rho %g: %.3f covered", m->n, m->rho,
                  covered);
}
END_TEST

/* Too few values to tell how far they correlate, or too coarse ones: no more alarms than it says. */
static const noise careful[] = {
    {3, 0, PLAIN},     {3, 0.8, PLAIN},   {4, 0.8, PLAIN},  {5, 0, PLAIN},     {5, 0.8, PLAIN},
    {7, 0.5, PLAIN},   {10, 0, PLAIN},    {10, 0.2, PLAIN}, {10, 0.5, PLAIN},  {10, 0.8, PLAIN},
    {15, 0.8, PLAIN},  {20, 0, PLAIN},    {20, 0.8, PLAIN}, {30, 0.2, PLAIN},  {30, 0.5, PLAIN},
    {30, 0.8, PLAIN},  {60, 0.8, PLAIN},  {30, 0.8, HEAVY}, {30, 0.8, SPIKED}, {10, 0.8, ROUNDED},
    {100, 0, ROUNDED}, {30, 0.8, UNEVEN},
};

START_TEST(is_careful_where_little_is_known)
{
    const noise *m = &careful[_i];
    double alarms, covered;
    simulate(&alarms, &covered, m);
    ck_assert_msg(alarms <= 0.07, "n %zu, rho %g: %.3f alarms", m->n, m->rho, alarms);
    ck_assert_msg(covered >= 0.85, "n %zu, rho %g: %.3f covered", m->n, m->rho, covered);
}
END_TEST

/* Trends that any look at the picture tells, in 100 series each. */
static const struct {
    size_t n;
    double rho, rise; /* from first to last [sds of the noise] */
} plain[] = {{5, 0, 40},    {10, 0, 10}, {10, 0.5, 20},  {30, 0, 4},
             {30, 0.5, 10}, {100, 0, 2}, {100, 0.8, 12}, {1000, 0.8, 4}};

START_TEST(finds_plain_trends)
{
    double y[N_MAX];
    size_t n = plain[_i].n, found = 0;
    uint64_t r = 50 + n;
    for (size_t k = 0; k < 100; k++) {
        make_series(y, n, plain[_i].rise / (double)n, plain[_i].rho, &r);
        found += trend_of(count_up(), y, n).p_rise < 0.05;
    }
    ck_assert_msg(found >= 95, "n %zu, rho %g, rise %g: %zu", n, plain[_i].rho, plain[_i].rise,
                  found);
}
END_TEST

Suite *suite_trend(void)
{
    Suite *s = suite_create("trend");
    TCase *t = tcase_create("test");
    tcase_add_loop_test(t, matches_what_was_worked_by_hand, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, ties_are_no_rise);
    tcase_add_test(t, follows_the_units_and_the_direction);
    tcase_add_test(t, tells_a_gentle_slope_and_nothing_of_a_steep_one);
    tcase_add_loop_test(t, agrees_with_the_plain_way, 0, (int)(sizeof made / sizeof *made));
    tcase_add_test(t, most_pairs_are_more_than_half_of_them);
    tcase_add_test(t, says_when_memory_is_out);
    tcase_add_test(t, knows_the_normal_tail);
    suite_add_tcase(s, t);
    t = tcase_create("simulation");
    tcase_set_tags(t, "slow");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, alarms_and_covers_as_often_as_it_says, 0,
                        (int)(sizeof nominal / sizeof *nominal));
    tcase_add_loop_test(t, is_careful_where_little_is_known, 0,
                        (int)(sizeof careful / sizeof *careful));
    tcase_add_loop_test(t, finds_plain_trends, 0, (int)(sizeof plain / sizeof *plain));
    suite_add_tcase(s, t);
    return s;
}
