/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_throughput.c - runs that get slower, and those that only vary. */
#include "curves.h"

#include <check.h>

Suite *suite_throughput(void);

#define RULE "throughput"

static const rule_case cases[] = {
    /* the first six: 804 806 809 811 812 815, median 810; (205 + 198) / 2 */
    {"four times slower",
     10,
     {{"loss", {2.31, 2.1, 1.94, 1.8, 1.71, 1.62, 1.55, 2.4, 1.91, 1.63}},
      {"samples_per_second", {812, 806, 815, 809, 811, 804, 640, 310, 205, 198}}},
     LC_NOTE,
     {{"first", 810}, {"last", 201.5}}},
    /* 810 / 300 */
    {"2.7 times slower",
     10,
     {{"loss", {2.31, 2.1, 1.94, 1.8, 1.71, 1.62, 1.55, 2.4, 1.91, 1.63}},
      {"samples_per_second", {812, 806, 815, 809, 811, 804, 640, 310, 305, 295}}},
     SILENT,
     {{0}}},
    {"slow for a while",
     10,
     {{"samples_per_second", {812, 806, 815, 809, 811, 804, 200, 190, 780, 800}}},
     SILENT,
     {{0}}},
    {"faster",
     10,
     {{"samples_per_second", {198, 205, 310, 640, 804, 811, 809, 815, 806, 812}}},
     SILENT,
     {{0}}},
    {"nine records are too few",
     9,
     {{"samples_per_second", {806, 815, 809, 811, 804, 640, 310, 205, 198}}},
     SILENT,
     {{0}}},
    {"stands still",
     10,
     {{"samples_per_second", {812, 806, 815, 809, 811, 804, 640, 310, 0, 0}}},
     SILENT,
     {{0}}},
    {"a loss that falls by as much",
     10,
     {{"loss", {9, 8.9, 8.8, 8.7, 8.6, 8.5, 4, 2, 1, 1}}},
     SILENT,
     {{0}}},
    {"a loss whose name ends as a rate does",
     10,
     {{"loss/s", {9, 8.9, 8.8, 8.7, 8.6, 8.5, 4, 2, 1, 1}}},
     SILENT,
     {{0}}},
    {"a learning rate of one group of weights",
     10,
     {{"lr/stem", {.1, .1, .1, .1, .1, .1, .01, .01, .01, .01}}},
     SILENT,
     {{0}}},
    {"a gradient norm of one group of weights",
     10,
     {{"grad_norm/stem", {8, 8.1, 7.9, 8, 8.2, 8, 4, 2, 1, 1}}},
     SILENT,
     {{0}}},
    {"a time per step", 10, {{"time/step", {9, 9, 9, 9, 9, 9, 2, 2, 2, 2}}}, SILENT, {{0}}},
    {"a rate with another name",
     10,
     {{"speed (img/s)", {812, 806, 815, 809, 811, 804, 640, 310, 205, 198}}},
     LC_NOTE,
     {{"first", 810}}},
    {"a rate per second and device",
     10,
     {{"tokens_per_sec_per_gpu", {812, 806, 815, 809, 811, 804, 640, 310, 205, 198}}},
     LC_NOTE,
     {{"first", 810}}},
    {"a gradient norm that falls by as much",
     10,
     {{"grad_norm", {812, 806, 815, 809, 811, 804, 640, 310, 205, 198}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(slower_is_a_threshold)
{
    lc_run run = run_of_case(&cases[0]); /* 810 / 201.5 = 4.02 */
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_double_eq(d.findings[0].from, 9);
    ck_assert_double_eq(d.findings[0].to, 10);
    ck_assert_str_eq(d.verdict.name, "healthy");
    lc_diagnosis_free(&d);
    ck_assert_uint_eq(count_by(&run, RULE, "slower", 4, LC_NOTE), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "slower", 4.1, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_throughput(void)
{
    Suite *s = suite_create("throughput");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, slower_is_a_threshold);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
