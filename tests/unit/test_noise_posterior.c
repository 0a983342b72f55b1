/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random.h"
#include "stats/noise_posterior.h"

#include "stats/trend.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define LONGEST 200
#define RUNS 2000

Suite *suite_noise_posterior(void);

static const lc_noise_prior prior = {.05, 1};
static const size_t lengths[] = {3, 5, 8, 12, 30, 60, LONGEST};
#define LENGTHS ((int)(sizeof lengths / sizeof *lengths))

static lc_noise_posterior posterior_of(const double *y, const bool *cut, size_t n, double least)
{
    lc_noise_posterior p;
    ck_assert_int_eq(lc_noise_posterior_make(&p, y, cut, n, prior, least, NULL), LC_OK);
    return p;
}

/* Noise about a line that falls by so much, of an sd that the prior draws. */
static double simulate(double *y, size_t n, double fall, uint64_t *state)
{
    double sd = prior.median * exp(prior.spread * random_normal(state));
    for (size_t i = 0; i < n; i++)
        y[i] = -fall * (double)i / (double)n + sd * random_normal(state);
    return sd;
}

START_TEST(without_values_it_is_the_prior)
{
    lc_noise_posterior p = posterior_of(NULL, NULL, 0, 0);
    double sum = 0;
    for (size_t i = 0; i < LC_NOISE_STEPS; i++)
        sum += p.weight[i];
    ck_assert_double_eq_tol(sum, 1, 1e-12);
    ck_assert_double_eq_tol(log(p.sd / prior.median), 0, 0.01);
}
END_TEST

START_TEST(steps_are_equal_ones_of_the_logarithm)
{
    for (size_t i = 0; i < LC_NOISE_STEPS; i++)
        ck_assert_double_eq_tol(lc_noise_step(i) / (1e-5 * pow(2e5, (double)i / 60)), 1, 1e-14);
}
END_TEST

/* Two values and one of rounding's size say nothing against it either. */
START_TEST(rounding_rules_small_noise_out)
{
    const double same[] = {1, 1, 1, 1, 1, 1, 1, 1};
    lc_noise_posterior p = posterior_of(same, NULL, 8, 0.02);
    for (size_t i = 0; i < LC_NOISE_STEPS; i++)
        ck_assert(lc_noise_step(i) >= 0.02 || p.weight[i] == 0);
    ck_assert_double_lt(posterior_of(same, NULL, 8, 0).sd, 0.02);
}
END_TEST

/* The jump between stretches would be noise otherwise. */
START_TEST(takes_no_difference_across_a_cut)
{
    const double y[] = {1, 1.01, 0.99, 1, 5, 5.01, 4.99, 5};
    const bool cut[] = {false, false, false, false, true, false, false, false};
    ck_assert_double_lt(posterior_of(y, cut, 8, 0).sd, 0.03);
    ck_assert_double_gt(posterior_of(y, NULL, 8, 0).sd, 0.3);
}
END_TEST

/* Over series whose noise the prior draws, the sd is right on average, and nearer to it the longer
 * they are: within a factor of 2 for 3 values (the prior's own), 1.1 for 200. */
START_TEST(finds_the_noise_of_simulated_series)
{
    size_t n = lengths[_i];
    uint64_t state = (uint64_t)n;
    double y[LONGEST], off = 0, square = 0;
    for (int k = 0; k < RUNS; k++) {
        double sd = simulate(y, n, 1, &state);
        double error = log(posterior_of(y, NULL, n, 0).sd / sd);
        off += error / RUNS;
        square += error * error / RUNS;
    }
    ck_assert_double_lt(fabs(off), 0.25);
    ck_assert_double_lt(sqrt(square), n <= 8 ? 0.95 : n <= 12 ? 0.6 : 0.35);
}
END_TEST

/* Of series that rest no more are called risen than p says, within what 2,000 of them leave open. */
START_TEST(a_series_that_rests_seldom_rises)
{
    static const double levels[] = {0.2, 0.05, 0.01};
    size_t n = lengths[_i];
    uint64_t state = 100 + (uint64_t)n;
    double y[LONGEST];
    int below[3] = {0};
    for (int k = 0; k < RUNS; k++) {
        simulate(y, n, 0, &state);
        lc_noise_posterior p = posterior_of(y, NULL, n, 0);
        lc_rise r = lc_rise_test(y, n, 0, &p);
        for (int j = 0; j < 3; j++)
            below[j] += r.p < levels[j];
    }
    for (int j = 0; j < 3; j++) {
        double share = (double)below[j] / RUNS;
        ck_assert_msg(share < 1.5 * levels[j] + 0.01, "n %zu: %.3f below %g", n, share, levels[j]);
    }
}
END_TEST

START_TEST(a_rise_beyond_noise_is_sure)
{
    const double y[] = {-0.5, -1.0, -1.4, -1.1, -0.7, -0.3};
    lc_noise_posterior p = posterior_of(y, NULL, 6, 0);
    lc_rise r = lc_rise_test(y, 6, 1, &p);
    ck_assert_uint_eq(r.at, 2);
    ck_assert_double_eq_tol(r.size, 1.1, 1e-12);
    ck_assert_double_lt(r.p, 0.01);
    r = lc_rise_test(y, 3, 1, &p); /* falls only */
    ck_assert(r.size <= 0 && r.p == 1);
    r = lc_rise_test(y, 1, 0, &p);
    ck_assert(r.size == 0 && r.p == 1);
    for (size_t n = 0; n <= 3; n++) { /* of no more than one mean */
        r = lc_rise_test(y + 2, n, 3, &p);
        ck_assert(r.size == 0 && r.p == 1);
    }
}
END_TEST

/* 1.57, 0.278, 0.289, 0.302 as logarithms: steps of -1.731, 0.039, 0.044. As noise the first would hide
 * the others; in a fall of three nearly equal steps it is one of them. */
START_TEST(a_first_value_far_above_is_no_noise)
{
    const double learns[] = {0.451, -1.280, -1.241, -1.197}, falls[] = {0.451, -0.4, -1.1, -1.7};
    lc_noise_posterior p = posterior_of(learns, NULL, 4, 0),
                       rest = posterior_of(learns + 1, NULL, 3, 0);
    ck_assert_double_eq_tol(p.sd, rest.sd, 1e-12);
    lc_rise r = lc_rise_test(learns, 4, 1, &p);
    ck_assert_double_eq_tol(r.size, 0.083, 1e-12);
    ck_assert_double_lt(r.p, 0.3);
    p = posterior_of(falls, NULL, 4, 0);
    rest = posterior_of(falls + 1, NULL, 3, 0);
    ck_assert_double_gt(fabs(p.sd - rest.sd), 1e-6);
}
END_TEST

/* The cut moves with the values: it stands behind the first value of the second stretch. */
START_TEST(a_first_value_far_above_leaves_the_cuts_where_they_are)
{
    const double y[] = {3, 1, 1.01, 0.99, 1, 1.5, 1.51, 1.49, 1.5};
    const bool cut[] = {false, false, false, false, false, true, false, false, false};
    ck_assert_double_lt(posterior_of(y, cut, 9, 0).sd, 0.03);
}
END_TEST

/* ---- the plain way ------------------------------------------------------------------------------ */

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* What the values of one stretch say of the sd: each that has neighbours by the smallest of its second
 * difference and the third ones on either side, which is low by 1.16 of two, by 1.35 of three. */
static size_t estimates(double *e, const double *y, size_t n)
{
    size_t k = 0;
    for (size_t i = 1; i + 1 < n; i++) {
        double d = fabs(y[i - 1] - 2 * y[i] + y[i + 1]) / sqrt(6);
        bool left = i >= 2, right = i + 2 < n;
        if (left)
            d = fmin(d, fabs(y[i + 1] - 3 * y[i] + 3 * y[i - 1] - y[i - 2]) / sqrt(20));
        if (right)
            d = fmin(d, fabs(y[i + 2] - 3 * y[i + 1] + 3 * y[i] - y[i - 1]) / sqrt(20));
        e[k++] = d * (left && right ? 1.35 : left || right ? 1.16 : 1);
    }
    return k;
}

/* From 12 on the larger of their median and their mean square, cut at three times the median. */
static double plain_square(const double *e, size_t k)
{
    double sorted[LONGEST], sd = INFINITY, sum = 0;
    memcpy(sorted, e, k * sizeof *e);
    qsort(sorted, k, sizeof *sorted, ascending);
    if (k >= 12)
        sd = 1.39 * 1.4826022185056018 * (sorted[(k - 1) / 2] + sorted[k / 2]) / 2;
    for (size_t i = 0; i < k; i++)
        sum += pow(fmin(e[i], 3 * sd), 2);
    return k >= 12 ? fmax(sum / (double)k, sd * sd) : k ? sum / (double)k : 0;
}

/* The geometric mean of the sd by that square of so many differences, each 0.6 of one, and the prior. */
static double plain_sd(double square, size_t k)
{
    double df = 0.6 * (double)k, sum = 0, log_sd = 0;
    for (size_t i = 0; i < LC_NOISE_STEPS; i++) {
        double g = lc_noise_step(i), z = log(g / prior.median) / prior.spread;
        double weight = exp(-z * z / 2) * pow(g / 0.05, -df) * exp(-df * square / (2 * g * g));
        sum += weight;
        log_sd += weight * log(g);
    }
    return exp(log_sd / sum);
}

static const struct {
    size_t stretch[3]; /* how many values each has */
    double first;      /* by which the first value stands above the others */
    double spike;      /* a value in the middle of the first stretch */
} plain[] = {
    {{1}, 0, 0},       {{2}, 0, 0},         {{3}, 0, 0},    {{4}, 0, 0},    {{5}, 0, 0},
    {{6}, 0, 0},       {{13}, 0, 1},        {{14}, 0, 1},   {{20}, 0, 0},   {{40}, 0, 1},
    {{4, 4}, 0, 0},    {{1, 5}, 0, 0},      {{5, 1}, 0, 0}, {{2, 2}, 0, 0}, {{3, 2, 3}, 0, 0},
    {{6, 1, 4}, 0, 0}, {{20, 3, 17}, 0, 1}, {{9}, 9, 0},    {{4}, 9, 0},    {{3}, 9, 0},
    {{9, 4}, 9, 0},
};

START_TEST(agrees_with_the_plain_way)
{
    double y[LONGEST], e[LONGEST];
    bool cut[LONGEST] = {false};
    size_t n = 0, k = 0;
    uint64_t state = 900 + (uint64_t)_i;
    for (size_t s = 0; s < 3; s++) {
        size_t from = n;
        for (size_t i = 0; i < plain[_i].stretch[s]; i++)
            y[n++] = (double)s + 0.05 * random_normal(&state);
        cut[from] = s > 0;
        if (s == 0)
            y[plain[_i].stretch[0] / 2] += plain[_i].spike;
        y[0] += s == 0 ? plain[_i].first : 0;
        /* a first value that falls far is learning */
        size_t skip = s == 0 && plain[_i].first > 0 && n >= 4 ? 1 : 0;
        k += estimates(e + k, y + from + skip, n - from - skip);
    }
    double got = posterior_of(y, cut, n, 0).sd, wanted = plain_sd(plain_square(e, k), k);
    ck_assert_msg(fabs(got / wanted - 1) < 1e-9, "%g, not %g", got, wanted);
}
END_TEST

/* A fall by just three times the largest other step is none of learning; of three values none is. */
START_TEST(a_first_fall_is_learning_when_it_is_over_three_times_the_others)
{
    static const double just[] = {4, 1, 0, 1}, more[] = {4.1, 1, 0, 1}, few[] = {9, 1, 0};
    double e[4];
    size_t k = estimates(e, just, 4);
    ck_assert_double_eq_tol(posterior_of(just, NULL, 4, 0).sd, plain_sd(plain_square(e, k), k),
                            1e-9);
    k = estimates(e, more + 1, 3);
    ck_assert_double_eq_tol(posterior_of(more, NULL, 4, 0).sd, plain_sd(plain_square(e, k), k),
                            1e-9);
    k = estimates(e, few, 3);
    ck_assert_double_eq_tol(posterior_of(few, NULL, 3, 0).sd, plain_sd(plain_square(e, k), k),
                            1e-9);
}
END_TEST

START_TEST(a_mean_is_of_a_sixth)
{
    static const size_t widths[][2] = {{2, 1},  {5, 1},  {6, 2},  {9, 2}, {10, 3},
                                       {23, 3}, {24, 4}, {29, 4}, {30, 5}};
    double y[30];
    for (size_t i = 0; i < 30; i++)
        y[i] = (double)i;
    lc_noise_posterior p = posterior_of(y, NULL, 30, 0);
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++)
        ck_assert_msg(lc_rise_test(y, widths[i][0], 0, &p).m == widths[i][1], "%zu", widths[i][0]);
}
END_TEST

/* Means of 3 3, 3 2 and 2 0 come before the last one, of 0 5; that of 0 0 has a value of it. */
START_TEST(the_best_has_no_value_of_the_end)
{
    static const double y[] = {3, 3, 2, 0, 0, 5};
    lc_noise_posterior p = posterior_of(y, NULL, 6, 0);
    lc_rise r = lc_rise_test(y, 6, 2, &p);
    ck_assert(r.at == 2 && r.size == 1.5 && r.m == 2);
}
END_TEST

/* By the law that the header tells, of noise whose sd is known. */
START_TEST(a_rise_has_the_chance_that_the_law_gives)
{
    static const struct {
        size_t n, m;
        double mean; /* -1: the law's */
    } cases[] = {{2, 1, 0},   {6, 1, -1},  {40, 1, -1}, {4, 2, 0},    {12, 2, -1},
                 {40, 4, -1}, {60, 5, -1}, {60, 6, -1}, {60, 10, -1}, {9, 5, 0}};
    lc_noise_posterior p = {.sd = 1};
    double sd = lc_noise_step(50);
    p.weight[50] = 1;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t n = cases[i].n, m = cases[i].m;
        double y[60] = {0}, mm = (double)m, k = fmax(1, ((double)n - mm) / mm);
        for (size_t j = n - m; j < n; j++)
            y[j] = 2 * sd / sqrt(mm);
        double mean = m == 1 ? 0.8 * log(k) : fmin(0.9 * log(k) + 0.1, sqrt(2 * log(k)) - 0.2);
        mean = (cases[i].mean < 0 ? mean : cases[i].mean) + (m > 5 ? 0.11 * log(mm / 5) : 0);
        double chance = lc_normal_tail((2 - mean) / (1.13 + 0.29 / k));
        lc_rise r = lc_rise_test(y, n, m, &p);
        if (n >= 2 * m)
            ck_assert_double_eq_tol(r.size, 2 * sd / sqrt(mm), 1e-12);
        else /* the first five of nine have one of the last five among them */
            chance = lc_normal_tail((r.size * sqrt(mm) / sd - mean) / (1.13 + 0.29 / k));
        ck_assert_msg(fabs(r.p - chance) < 1e-9, "%zu of %zu: %g, not %g", m, n, r.p, chance);
    }
}
END_TEST

Suite *suite_noise_posterior(void)
{
    Suite *s = suite_create("noise_posterior");
    TCase *t = tcase_create("core");
    tcase_add_test(t, without_values_it_is_the_prior);
    tcase_add_test(t, steps_are_equal_ones_of_the_logarithm);
    tcase_add_test(t, rounding_rules_small_noise_out);
    tcase_add_test(t, takes_no_difference_across_a_cut);
    tcase_add_loop_test(t, finds_the_noise_of_simulated_series, 0, LENGTHS);
    tcase_add_loop_test(t, a_series_that_rests_seldom_rises, 0, LENGTHS);
    tcase_add_test(t, a_rise_beyond_noise_is_sure);
    tcase_add_test(t, a_first_value_far_above_is_no_noise);
    tcase_add_test(t, a_first_value_far_above_leaves_the_cuts_where_they_are);
    tcase_add_loop_test(t, agrees_with_the_plain_way, 0, (int)(sizeof plain / sizeof *plain));
    tcase_add_test(t, a_first_fall_is_learning_when_it_is_over_three_times_the_others);
    tcase_add_test(t, a_mean_is_of_a_sixth);
    tcase_add_test(t, the_best_has_no_value_of_the_end);
    tcase_add_test(t, a_rise_has_the_chance_that_the_law_gives);
    suite_add_tcase(s, t);
    return s;
}
