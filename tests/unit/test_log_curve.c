/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_log_curve.c - series on the scale on which few records can be judged. */
#include "diagnose/log_curve.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_log_curve(void);

static const lc_log_curve *log_of(studied *s, size_t n, const double *x, const char *name,
                                  const double *y)
{
    *s = (studied){.run = x ? run_at(x, n) : run_over(n)};
    add(&s->run, name, y);
    study(s);
    return &s->context.analyzed[0].log;
}

START_TEST(losses_become_logarithms_and_shares_those_of_their_misses)
{
    static const struct {
        const char *name;
        double y[4], log[4]; /* of these */
        bool shifted;
    } cases[] = {
        {"loss", {8, 4, 2, 1}, {8, 4, 2, 1}, false},
        {"accuracy", {.2, .5, .8, .9}, {.8, .5, .2, .1}, false},
        {"accuracy", {20, 50, 80, 90}, {.8, .5, .2, .1}, false},
        {"r2", {.2, .5, .8, .9}, {.8, .5, .2, .1}, false},
        /* the digits are thousandths: 0.002 is the least share of misses that counts */
        {"accuracy", {.2, .5, .999, 1}, {.8, .5, .002, .002}, false},
        /* the range is 1 to 2 */
        {"loss", {4, 2, 0, -1}, {2, 1.6, 1.2, 1}, true},
        {"bleu", {10, 20, 30, 50}, {2, 1.75, 1.5, 1}, true},
        {"loss", {0, 0, 0, 0}, {1, 1, 1, 1}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        const lc_log_curve *l = log_of(&s, 4, NULL, cases[i].name, cases[i].y);
        ck_assert_uint_eq(l->n, 4);
        ck_assert_msg(l->shifted == cases[i].shifted, "%zu", i);
        for (size_t k = 0; k < 4; k++)
            ck_assert_msg(fabs(l->y[k] - log(cases[i].log[k])) < 1e-9, "%zu: %g", i, exp(l->y[k]));
        studied_free(&s);
    }
}
END_TEST

/* Of four records the end is the last, of twelve the mean of three. */
START_TEST(levels_are_those_of_the_first_the_best_and_the_last)
{
    static const double few[] = {8, 1, 4, 2}, many[] = {16, 8, 8, 8, 8, 8, 1, 1, 8, 8, 4, 4};
    studied s;
    const lc_log_curve *l = log_of(&s, 4, NULL, "loss", few);
    ck_assert_double_eq_tol(l->start, log(8), 1e-9);
    ck_assert_double_eq_tol(l->end, log(2), 1e-9);
    ck_assert_double_eq_tol(l->gain, log(8), 1e-9);
    ck_assert_double_eq_tol(l->drop, log(4), 1e-9);
    ck_assert_double_eq_tol(l->rise.size, log(2), 1e-9);
    studied_free(&s);
    l = log_of(&s, 12, NULL, "loss", many);
    double end = (log(8) + 2 * log(4)) / 3;
    ck_assert_double_eq_tol(l->end, end, 1e-9);
    ck_assert_double_eq_tol(l->gain, log(16) - log(8) / 3, 1e-9);
    ck_assert_double_eq_tol(l->drop, log(16) - end, 1e-9);
    studied_free(&s);
}
END_TEST

/* An axis of steps of 1 that jumps by 6: by five it does not. */
START_TEST(an_axis_that_jumps_parts_stretches)
{
    static const double x[] = {1, 2, 3, 9, 10, 15, 16, 17}, y[] = {9, 8, 7, 6, 5, 4, 3, 2};
    studied s;
    const lc_log_curve *l = log_of(&s, 8, x, "loss", y);
    for (size_t i = 0; i < 8; i++)
        ck_assert_msg(l->cut[i] == (i == 3), "%zu", i);
    studied_free(&s);
}
END_TEST

/* A jump of few records hides in the noise that it makes; other runs' noise shows it. */
START_TEST(a_jump_of_few_is_held_against_other_runs)
{
    static const double five[] = {1, 1.01, .99, 1, 3}, six[] = {1, 1.01, .99, 1, 1.01, 3};
    studied s;
    const lc_log_curve *l = log_of(&s, 5, NULL, "loss", five);
    ck_assert_double_lt(l->jump.p, l->rise.p);
    studied_free(&s);
    l = log_of(&s, 6, NULL, "loss", six);
    ck_assert_double_eq(l->jump.p, l->rise.p);
    studied_free(&s);
}
END_TEST

START_TEST(nothing_has_no_points)
{
    static const double none[] = {NAN, NAN, NAN}, one[] = {NAN, 2, NAN};
    studied s;
    const lc_log_curve *l = log_of(&s, 3, NULL, "loss", none);
    ck_assert(l->n == 0 && !l->y && !l->cut);
    studied_free(&s);
    l = log_of(&s, 3, NULL, "loss", one);
    ck_assert(l->n == 1 && l->start == l->end && l->gain == 0 && !l->cut[0]);
    studied_free(&s);
}
END_TEST

START_TEST(surprise_and_bounds)
{
    ck_assert(lc_clamp(3, 1, 2) == 2 && lc_clamp(0, 1, 2) == 1 && lc_clamp(1.5, 1, 2) == 1.5);
    ck_assert_double_eq_tol(lc_surprise(.1, 8), log(10), 1e-12);
    ck_assert(lc_surprise(1e-9, 8) == 8 && lc_surprise(0, 100) < 100 && lc_surprise(1, 8) == 0);
}
END_TEST

Suite *suite_log_curve(void)
{
    Suite *s = suite_create("log_curve");
    TCase *t = tcase_create("all");
    tcase_add_test(t, losses_become_logarithms_and_shares_those_of_their_misses);
    tcase_add_test(t, levels_are_those_of_the_first_the_best_and_the_last);
    tcase_add_test(t, an_axis_that_jumps_parts_stretches);
    tcase_add_test(t, a_jump_of_few_is_held_against_other_runs);
    tcase_add_test(t, nothing_has_no_points);
    tcase_add_test(t, surprise_and_bounds);
    suite_add_tcase(s, t);
    return s;
}
