/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_schedule.c - learning rates by their formulas, and waiting for a loss to fall. */
#include "train/schedule.h"

#include <check.h>
#include <math.h>

Suite *suite_schedule(void);

/* 10 epochs of 10 steps, rate 0.8 */
static const struct {
    const char *what;
    lc_schedule schedule;
    size_t epoch, step;
    double expected;
} cases[] = {
    {"constant", {LC_RATE_CONSTANT, .rate = 0.8}, 7, 77, 0.8},
    {"two steps by half", {LC_RATE_STEP, .rate = 0.8, .factor = 0.5, .every = 3}, 6, 60, 0.2},
    {"before a step", {LC_RATE_STEP, .rate = 0.8, .factor = 0.5, .every = 3}, 2, 29, 0.8},
    {"cosine begins", {LC_RATE_COSINE, .rate = 0.8}, 0, 9, 0.8},
    {"cosine at half", {LC_RATE_COSINE, .rate = 0.8, .least = 0.2}, 5, 50, 0.5},
    /* cos(0.9 pi) = -0.951056516 */
    {"cosine ends", {LC_RATE_COSINE, .rate = 0.8}, 9, 90, 0.0195773935},
    {"a cycle begins", {LC_RATE_ONE_CYCLE, .rate = 0.8}, 0, 0, 0.032},
    {"a cycle on top", {LC_RATE_ONE_CYCLE, .rate = 0.8}, 2, 29, 0.8},
    /* halfway between steps 29 and 99 */
    {"a cycle halfway down", {LC_RATE_ONE_CYCLE, .rate = 0.8}, 6, 64, 0.4000016},
    {"a range begins", {LC_RATE_RANGE, .rate = 10, .least = 0.001}, 0, 0, 0.001},
    /* 0.001 10^(4 49 / 99) */
    {"a range at half", {LC_RATE_RANGE, .rate = 10, .least = 0.001}, 4, 49, 0.0954548456662},
    {"a range ends", {LC_RATE_RANGE, .rate = 10, .least = 0.001}, 9, 99, 10},
    {"a cycle ends", {LC_RATE_ONE_CYCLE, .rate = 0.8}, 9, 99, 0.0000032},
};

START_TEST(rates_are_those_of_the_formulas)
{
    double got = lc_schedule_rate(&cases[_i].schedule, 1, cases[_i].epoch, 10, cases[_i].step, 100);
    ck_assert_msg(fabs(got - cases[_i].expected) < 1e-9, "%s: %.12g", cases[_i].what, got);
}
END_TEST

START_TEST(short_cycles_have_finite_rates)
{
    lc_schedule s = {LC_RATE_ONE_CYCLE, .rate = 1};
    for (uint64_t steps = 1; steps < 12; steps++)
        for (uint64_t step = 0; step < steps; step++) {
            double rate = lc_schedule_rate(&s, 1, 0, 1, step, steps);
            ck_assert(rate > 0 && rate <= 1);
        }
}
END_TEST

/* patience 2, a fall counts above 0.1: 5 is best, 4.95 and 5 wait, so after the third the rate
 * halves; 3 is best; NaN and 4 wait */
START_TEST(plateaus_reduce_the_rate)
{
    static const double losses[] = {5, 4.95, 5, 3, (double)NAN, 4, 3};
    static const double factors[] = {1, 1, 0.5, 0.5, 0.5, 0.25, 0.25};
    lc_schedule s = {LC_RATE_PLATEAU, .rate = 1,        .factor = 0.5,
                     .patience = 2,   .min_delta = 0.1, .least = 0.3};
    lc_patience wait;
    double factor = 1;
    lc_patience_init(&wait);
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        lc_schedule_end_epoch(&s, &wait, &factor, losses[i], (double)i + 1);
        ck_assert_double_eq(factor, factors[i]);
    }
    ck_assert_double_eq(wait.best_epoch, 4);
    ck_assert_double_eq(lc_schedule_rate(&s, factor, 9, 10, 0, 1), 0.3);
}
END_TEST

START_TEST(nan_and_infinity_are_no_best)
{
    lc_patience wait;
    lc_patience_init(&wait);
    ck_assert(!lc_patience_update(&wait, (double)NAN, 1, 0));
    ck_assert(!lc_patience_update(&wait, (double)INFINITY, 2, 0));
    ck_assert(lc_patience_update(&wait, 1e30, 3, 0));
    ck_assert(!lc_patience_update(&wait, 1e30, 4, 0));
    ck_assert_double_eq(wait.best_epoch, 3);
    ck_assert_double_eq(wait.since, 1);
}
END_TEST

START_TEST(settings_out_of_range_are_refused)
{
    lc_schedule s = LC_SCHEDULE_INIT;
    ck_assert_int_eq(lc_schedule_check(&s, NULL), LC_OK);
    s.rate = 1e9; /* as high as one likes */
    ck_assert_int_eq(lc_schedule_check(&s, NULL), LC_OK);
    s.rate = 0;
    ck_assert_int_eq(lc_schedule_check(&s, NULL), LC_E_ARG);
    s = (lc_schedule)LC_SCHEDULE_INIT;
    s.kind = LC_RATE_STEP, s.every = 0;
    ck_assert_int_eq(lc_schedule_check(&s, NULL), LC_E_ARG);
    s = (lc_schedule)LC_SCHEDULE_INIT;
    s.kind = LC_RATE_PLATEAU, s.factor = 2;
    ck_assert_int_eq(lc_schedule_check(&s, NULL), LC_E_ARG);
    s = (lc_schedule)LC_SCHEDULE_INIT;
    s.least = 1;
    ck_assert_int_eq(lc_schedule_check(&s, NULL), LC_E_ARG);
}
END_TEST

Suite *suite_schedule(void)
{
    Suite *s = suite_create("schedule");
    TCase *t = tcase_create("schedule");
    tcase_add_loop_test(t, rates_are_those_of_the_formulas, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, short_cycles_have_finite_rates);
    tcase_add_test(t, plateaus_reduce_the_rate);
    tcase_add_test(t, nan_and_infinity_are_no_best);
    tcase_add_test(t, settings_out_of_range_are_refused);
    suite_add_tcase(s, t);
    return s;
}
