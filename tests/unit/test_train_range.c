/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_train_range.c - what is read from a learning-rate range test whose loss is a known curve. */
#include "cli/train_range.h"

#include "random.h"

#include <check.h>
#include <math.h>

Suite *suite_train_range(void);

enum { STEPS = 700 };

/* From 1e-6 to 10: flat at 2, a fall to 1 that is fastest at `middle`, a rise from `end` on. */
static range_result judge(double middle, double end, double noise, uint64_t seed)
{
    static double rate[STEPS], loss[STEPS], smooth[STEPS];
    for (size_t i = 0; i < STEPS; i++) {
        double decade = -6 + 7 * (double)i / (STEPS - 1);
        rate[i] = pow(10, decade);
        loss[i] = 1 + 1 / (1 + exp(4 * (decade - middle))) + noise * random_normal(&seed);
        if (decade > end)
            loss[i] *= pow(10, 20 * (decade - end));
    }
    return range_judge(smooth, rate, loss, STEPS);
}

static const struct {
    double middle, end;
} curves[] = {{-2, 0}, {-3, -0.5}, {-1, 0.5}};

START_TEST(finds_the_fall_and_the_rise)
{
    for (uint64_t seed = 1; seed < 20; seed++) {
        double middle = curves[_i].middle, end = curves[_i].end;
        range_result r = judge(middle, end, 0.1, seed);
        /* the mean looks back over some 50 steps, half a decade */
        ck_assert_double_eq_tol(log10(r.steepest), middle + 0.25, 0.5);
        ck_assert_double_gt(r.lowest, r.steepest);
        ck_assert_double_lt(r.lowest, pow(10, end + 0.1));
        ck_assert_double_eq_tol(log10(r.diverges), end + 0.15, 0.15);
        ck_assert_double_eq_tol(r.suggestion, sqrt(r.steepest * r.lowest / 10), 1e-12);
        ck_assert_uint_lt(r.steps, STEPS);
    }
}
END_TEST

START_TEST(a_loss_that_never_falls_has_no_rate)
{
    size_t found = 0;
    for (uint64_t seed = 1; seed <= 200; seed++) {
        range_result r = judge(100, 0, 0.1, seed);
        found += !isnan(r.steepest) || !isnan(r.suggestion);
        ck_assert_double_eq_tol(log10(r.diverges), 0.15, 0.15);
    }
    ck_assert_uint_le(found, 2);
}
END_TEST

START_TEST(losses_that_are_not_finite_end_the_test)
{
    static double rate[STEPS], loss[STEPS], smooth[STEPS];
    for (size_t i = 0; i < STEPS; i++)
        rate[i] = pow(10, -6 + 7 * (double)i / (STEPS - 1)), loss[i] = NAN;
    range_result r = range_judge(smooth, rate, loss, STEPS);
    ck_assert(isnan(r.steepest) && isnan(r.lowest));
    ck_assert_uint_eq(r.steps, 0);
    ck_assert_double_eq(r.diverges, rate[0]);
    for (size_t i = 0; i < 400; i++)
        loss[i] = 1;
    ck_assert_uint_eq(range_judge(smooth, rate, loss, STEPS).steps, 400);
}
END_TEST

START_TEST(no_step_is_no_result)
{
    range_result r = range_judge(NULL, NULL, NULL, 0);
    ck_assert(isnan(r.steepest) && isnan(r.lowest) && isnan(r.diverges));
}
END_TEST

Suite *suite_train_range(void)
{
    Suite *s = suite_create("train_range");
    TCase *t = tcase_create("range test");
    tcase_add_loop_test(t, finds_the_fall_and_the_rise, 0, sizeof curves / sizeof *curves);
    tcase_add_test(t, a_loss_that_never_falls_has_no_rate);
    tcase_add_test(t, losses_that_are_not_finite_end_the_test);
    tcase_add_test(t, no_step_is_no_result);
    suite_add_tcase(s, t);
    return s;
}
