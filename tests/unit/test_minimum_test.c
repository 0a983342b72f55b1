/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_minimum_test.c - ends above the best level: by chance as often as is said, and for good. */
#include "stats/minimum_test.h"

#include "random.h"

#include <check.h>

Suite *suite_minimum_test(void);

#define N_MAX 1000
#define SEEDS 1000

/* First point of the end's level, the last twentieth. */
static size_t end_of(size_t n)
{
    size_t k = n / 20;
    return n - (k >= 3 ? k : n >= 9 ? 3 : 1);
}

static double chance_by(bool late, const double *y, size_t n, int sign)
{
    double x[N_MAX];
    lc_curve c;
    for (size_t i = 0; i < N_MAX; i++)
        x[i] = (double)i;
    ck_assert_int_eq(lc_curve_make(&c, x, y, n, NULL), LC_OK);
    double p = lc_minimum_test(&c, sign, end_of(n), 1), p_late, enough;
    ck_assert_int_eq(lc_minimum_test_late(&p_late, &c, sign, 1, NULL), LC_OK);
    ck_assert(lc_minimum_test(&c, sign, end_of(n), p) == p);
    ck_assert(p == 0 || lc_minimum_test(&c, sign, end_of(n), p / 2) > p / 2);
    ck_assert_int_eq(lc_minimum_test_late(&enough, &c, sign, p_late, NULL), LC_OK);
    ck_assert(enough == p_late);
    lc_curve_free(&c);
    ck_assert_msg(p >= 0 && p <= 1 && p_late >= 0, "%g, %g", p, p_late);
    return late ? fmin(p, p_late) : p;
}

static double chance_of(const double *y, size_t n, int sign)
{
    return chance_by(false, y, n, sign);
}

START_TEST(a_curve_without_noise_turns_or_not)
{
    static const double flat[20] = {0};
    double fall[20], up[20];
    for (size_t i = 0; i < 20; i++) {
        fall[i] = -0.5 * (double)i;
        up[i] = 0.5 * (double)i;
    }
    for (size_t n = 3; n <= 20; n++) {
        ck_assert(chance_of(flat, n, 1) == 1 && chance_of(flat, n, -1) == 1);
        ck_assert(chance_of(fall, n, 1) == 1 && chance_of(fall, n, -1) == 0);
        ck_assert(chance_of(up, n, 1) == 0 && chance_of(up, n, -1) == 1);
    }
}
END_TEST

START_TEST(scores_are_losses_upside_down)
{
    double y[60], z[60];
    uint64_t r = 3;
    for (size_t i = 0; i < 60; i++) {
        y[i] = exp(-(double)i / 8) + (double)i / 300 + 0.03 * random_normal(&r);
        z[i] = 7 - 1000 * y[i];
    }
    double p = chance_of(y, 60, 1);
    ck_assert(p > 0 && p < 0.05);
    ck_assert_double_eq_tol(chance_of(z, 60, -1), p, 1e-6 * p);
}
END_TEST

/* A rise of so many sds that its chance is not to be told from 0. */
START_TEST(a_huge_rise_has_a_chance)
{
    double y[200];
    uint64_t r = 5;
    for (size_t i = 0; i < 200; i++)
        y[i] = fabs((double)i - 100) + 1e-6 * random_normal(&r);
    ck_assert_double_lt(chance_of(y, 200, 1), 1e-6);
}
END_TEST

START_TEST(takes_ends_without_a_level_before)
{
    static double y[] = {3, 1, 2, 5};
    lc_curve c = {.n = 4, .despiked = y, .window = 3};
    ck_assert(lc_minimum_test(&c, 1, 4, 1) == 1 && lc_minimum_test(&c, 1, 9, 1) == 1);
    ck_assert(lc_minimum_test(&c, 1, 2, 1) == 1);
    ck_assert(lc_minimum_test(&c, 1, 3, 1) == 0); /* 5 after a mean of 2, and no noise is known */
}
END_TEST

START_TEST(one_spike_is_no_level)
{
    double y[60];
    uint64_t r = 4;
    for (size_t i = 0; i < 60; i++)
        y[i] = exp(-(double)i / 8) + 0.01 * random_normal(&r);
    double plain = chance_of(y, 60, 1);
    y[30] = -5;
    ck_assert_double_gt(chance_of(y, 60, 1), 0.25 * plain);
    y[58] = 5;
    ck_assert_double_gt(chance_of(y, 60, 1), 0.05);
}
END_TEST

/* The half and the quarter of a curve by themselves: of 40 points at least, and from before the best on. */
static double late_by_parts(const lc_curve *c, size_t best)
{
    double p = 1;
    for (size_t parts = 2; parts <= 4; parts *= 2) {
        size_t n = c->n / parts;
        lc_curve part;
        if (n < 40 || best < c->n - n)
            continue;
        ck_assert_int_eq(lc_curve_make(&part, c->x + c->n - n, c->y + c->n - n, n, NULL), LC_OK);
        p = fmin(p, (double)parts * lc_minimum_test(&part, 1, end_of(n), 1));
        lc_curve_free(&part);
    }
    return p;
}

static const struct {
    size_t n, turns; /* where it begins to rise */
    bool below;      /* the chance is below 1 */
} lates[] = {{79, 60, false},  {80, 60, true},   {80, 30, false},
             {159, 139, true}, {160, 139, true}, {160, 100, true},
             {160, 70, false}, {400, 350, true}, {400, 250, true}};

START_TEST(the_last_half_and_quarter_speak_for_themselves)
{
    double x[N_MAX], y[N_MAX], p = -1;
    size_t n = lates[_i].n;
    uint64_t r = 15 + n;
    lc_curve c;
    for (size_t i = 0; i < n; i++) {
        x[i] = (double)i;
        y[i] = 0.02 * fabs(x[i] - (double)lates[_i].turns) + 0.1 * random_normal(&r);
    }
    ck_assert_int_eq(lc_curve_make(&c, x, y, n, NULL), LC_OK);
    ck_assert_int_eq(lc_minimum_test_late(&p, &c, 1, 1, NULL), LC_OK);
    ck_assert_double_eq_tol(p, late_by_parts(&c, lc_curve_best(&c, 1, 0, n)), 1e-12);
    ck_assert((p < 1) == lates[_i].below);
    lc_curve_free(&c);
}
END_TEST

/* ---- by simulation ---------------------------------------------------------------------------- */

/* Noise and its correlation known, the k-th of the grid, and a trend that rests: the law of the least
 * mean itself. */
static const struct {
    size_t n, window, k;
} laws[] = {
    {30, 3, 7},   {100, 5, 7},   {300, 15, 7},   {1000, 51, 7}, {100, 5, 14}, {300, 15, 14},
    {100, 5, 20}, {300, 15, 20}, {1000, 51, 20}, {100, 1, 20},  {30, 3, 20},
};

START_TEST(follows_the_law_of_the_least_mean)
{
    double y[N_MAX], alarms = 0;
    size_t n = laws[_i].n;
    lc_curve c = {.n = n, .despiked = y, .window = laws[_i].window};
    double rho = lc_ar1_rho(laws[_i].k);
    c.ar1 = (lc_ar1){.sd = 1, .df = 1e6};
    c.ar1.weight[laws[_i].k] = c.ar1.sd_at[laws[_i].k] = 1;
    uint64_t r = 77 + n;
    for (size_t s = 0; s < 2 * SEEDS; s++) {
        y[0] = random_normal(&r);
        for (size_t i = 1; i < n; i++)
            y[i] = random_after(y[i - 1], rho, &r);
        alarms += lc_minimum_test(&c, 1, end_of(n), 1) < 0.05;
    }
    alarms /= 2 * SEEDS;
    ck_assert_msg(fabs(alarms - 0.05) <= 0.02, "n %zu, window %zu, rho %.2f: %.4f", n, c.window,
                  rho, alarms);
}
END_TEST

/* Curves that rest or fall, with noise that is not known beforehand. */
static const struct {
    size_t n;
    double rho, height; /* of the decay [sds of the noise] */
    double least;       /* share of alarms at 0.05 that shows the bound to be close */
} nulls[] = {
    {5, 0, 0, 0},      {5, 0.8, 0, 0},      {10, 0, 0, 0},     {10, 0.8, 0, 0},  {30, 0, 0, 0},
    {30, 0.5, 0, 0},   {30, 0.8, 0, 0},     {100, 0, 0, 0.02}, {100, 0.5, 0, 0}, {100, 0.8, 0, 0},
    {300, 0, 0, 0.03}, {300, 0.5, 0, 0.02}, {300, 0.8, 0, 0},  {10, 0.8, 10, 0}, {30, 0.8, 10, 0},
    {100, 0.8, 30, 0}, {300, 0.8, 30, 0},   {30, 0, 100, 0},   {100, 0, 100, 0},
};

/* The chance of one curve that falls by that many sds of its noise and rests. */
static double chance_of_rest(bool late, size_t n, double rho, double height, uint64_t *r)
{
    double y[N_MAX], e = random_normal(r);
    for (size_t i = 0; i < n; i++) {
        e = random_after(e, rho, r);
        y[i] = height * exp(-8 * (double)i / (double)n) + e;
    }
    return chance_by(late, y, n, 1);
}

START_TEST(alarms_at_most_as_often_as_it_says)
{
    double alarms = 0, strong = 0, one = 0;
    size_t n = nulls[_i].n;
    uint64_t r = 7 + n;
    for (size_t s = 0; s < SEEDS; s++) {
        double p = chance_of_rest(false, n, nulls[_i].rho, nulls[_i].height, &r);
        alarms += p < 0.05;
        strong += p < 0.01;
        one += p < 0.02;
    }
    alarms /= SEEDS;
    strong /= SEEDS;
    one /= SEEDS;
    ck_assert_msg(alarms <= 0.065 && strong <= 0.02 && alarms >= nulls[_i].least,
                  "n %zu, rho %g: %.3f at 0.05, %.3f at 0.01", n, nulls[_i].rho, alarms, strong);
    /* 0.01, and two standard errors of 1000 seeds: what the rule on overfitting counts on */
    ck_assert_msg(n > 100 || one <= 0.0163, "n %zu, rho %g: %.3f at 0.02", n, nulls[_i].rho, one);
}
END_TEST

/* Also when the last half and quarter may say it: of such curves one in fifty is below 0.02. */
START_TEST(ends_alarm_hardly_more_often)
{
    double alarms = 0, strong = 0;
    size_t n = nulls[_i].n;
    uint64_t r = 8 + n;
    for (size_t s = 0; s < SEEDS; s++) {
        double p = chance_of_rest(true, n, nulls[_i].rho, nulls[_i].height, &r);
        alarms += p < 0.05;
        strong += p < 0.02;
    }
    alarms /= SEEDS;
    strong /= SEEDS;
    ck_assert_msg(alarms <= 0.065 && strong <= 0.029, "n %zu, rho %g: %.3f at 0.05, %.3f at 0.02",
                  n, nulls[_i].rho, alarms, strong);
}
END_TEST

/* Few records that fall first: the bound is wide, and what the rule on overfitting takes for 0.4 is a
 * third at most. */
static const struct {
    size_t n;
    double rho;
} few[] = {{8, 0},    {8, 0.4}, {10, 0},   {10, 0.4}, {15, 0},
           {15, 0.4}, {20, 0},  {20, 0.4}, {30, 0},   {30, 0.4}};

START_TEST(is_wide_for_few_records_that_fall_first)
{
    double alarms = 0;
    uint64_t r = 11 + few[_i].n;
    for (size_t s = 0; s < SEEDS; s++)
        alarms += chance_of_rest(false, few[_i].n, few[_i].rho, 10, &r) < 0.4;
    ck_assert_msg(alarms <= SEEDS / 3., "n %zu, rho %g: %g", few[_i].n, few[_i].rho, alarms);
}
END_TEST

/* A decay and a straight rise from 0.4 of the curve on, 100 curves each. */
static const struct {
    size_t n;
    double rho, height, rise; /* [sds of the noise] */
    double alpha;
    size_t least; /* of 100 */
} turns[] = {
    {10, 0, 10, 10, 0.25, 90},   {30, 0, 30, 8, 0.05, 90},     {100, 0, 30, 5, 0.01, 95},
    {100, 0.5, 30, 6, 0.05, 95}, {100, 0.8, 30, 10, 0.05, 90}, {300, 0.8, 30, 6, 0.05, 95},
    {300, 0, 1000, 5, 0.01, 95},
};

START_TEST(turns_are_found)
{
    double y[N_MAX];
    size_t n = turns[_i].n, found = 0;
    uint64_t r = 9 + n;
    for (size_t s = 0; s < 100; s++) {
        double e = random_normal(&r);
        for (size_t i = 0; i < n; i++) {
            double u = (double)i / (double)n;
            e = random_after(e, turns[_i].rho, &r);
            y[i] = turns[_i].height * exp(-u / 0.08) + turns[_i].rise * fmax(0, u - 0.4) / 0.6 + e;
        }
        found += chance_of(y, n, 1) < turns[_i].alpha;
    }
    ck_assert_msg(found >= turns[_i].least, "n %zu, rho %g: %zu", n, turns[_i].rho, found);
}
END_TEST

Suite *suite_minimum_test(void)
{
    Suite *s = suite_create("minimum_test");
    TCase *t = tcase_create("core");
    tcase_add_test(t, a_curve_without_noise_turns_or_not);
    tcase_add_test(t, scores_are_losses_upside_down);
    tcase_add_test(t, a_huge_rise_has_a_chance);
    tcase_add_test(t, takes_ends_without_a_level_before);
    tcase_add_test(t, one_spike_is_no_level);
    tcase_add_loop_test(t, the_last_half_and_quarter_speak_for_themselves, 0,
                        (int)(sizeof lates / sizeof *lates));
    suite_add_tcase(s, t);
    t = tcase_create("simulation");
    tcase_set_tags(t, "slow");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, follows_the_law_of_the_least_mean, 0, (int)(sizeof laws / sizeof *laws));
    tcase_add_loop_test(t, alarms_at_most_as_often_as_it_says, 0,
                        (int)(sizeof nulls / sizeof *nulls));
    tcase_add_loop_test(t, ends_alarm_hardly_more_often, 0, (int)(sizeof nulls / sizeof *nulls));
    tcase_add_loop_test(t, is_wide_for_few_records_that_fall_first, 0,
                        (int)(sizeof few / sizeof *few));
    tcase_add_loop_test(t, turns_are_found, 0, (int)(sizeof turns / sizeof *turns));
    suite_add_tcase(s, t);
    return s;
}
