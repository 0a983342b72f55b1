/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random.h"
#include "stats/noise_posterior.h"

#include <check.h>
#include <stdlib.h>

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
    suite_add_tcase(s, t);
    return s;
}
