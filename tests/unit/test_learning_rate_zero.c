/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_learning_rate_zero.c - learning rates of 0, and those that only pass 0. */
#include "curves.h"

#include <check.h>

Suite *suite_learning_rate_zero(void);

#define RULE "learning-rate-zero"

static const rule_case cases[] = {
    {"0 in every record",
     5,
     {{"loss", {2.31, 2.3, 2.32, 2.31, 2.3}}, {"lr", {0, 0, 0, 0, 0}}},
     LC_CRITICAL,
     {{"records_at_zero", 5}}},
    {"four of five, which is the share",
     5,
     {{"loss", {2.31, 2.3, 2.32, 2.31, 2.3}}, {"lr", {0.001, 0, 0, 0, 0}}},
     LC_CRITICAL,
     {{"records_at_zero", 4}}},
    {"seven of ten",
     10,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1, 1.0, 0.92, 0.86, 0.81}},
      {"lr", {0.001, 0.001, 0.001, 0, 0, 0, 0, 0, 0, 0}}},
     SILENT,
     {{0}}},
    {"a warm-up from 0 and a schedule down to 0",
     8,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1, 1.0, 0.92}},
      {"lr", {0, 0.0005, 0.001, 0.0008, 0.0005, 0.0002, 0.0001, 0}}},
     SILENT,
     {{0}}},
    {"far too low, but not 0",
     5,
     {{"loss", {2.31, 2.3, 2.32, 2.31, 2.3}}, {"lr", {1e-09, 1e-09, 1e-09, 1e-09, 1e-09}}},
     SILENT,
     {{0}}},
    {"two records are too few", 2, {{"loss", {2.31, 2.3}}, {"lr", {0, 0}}}, SILENT, {{0}}},
    {"a rate of too few digits: the loss falls",
     10,
     {{"loss", {2.31, 2.1, 1.92, 1.75, 1.6, 1.46, 1.33, 1.21, 1.1, 1.0}},
      {"lr", {0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}},
     SILENT,
     {{0}}},
    {"the same of six losses, each lower than the one before",
     6,
     {{"loss", {2.31, 2.305, 2.302, 2.297, 2.296, 2.292}}, {"lr", {0, 0, 0, 0, 0, 0}}},
     SILENT,
     {{0}}},
    {"one of the six is not",
     6,
     {{"loss", {2.31, 2.305, 2.297, 2.302, 2.296, 2.292}}, {"lr", {0, 0, 0, 0, 0, 0}}},
     LC_CRITICAL,
     {{"records_at_zero", 6}}},
    {"five of them, as by chance in one run of 120",
     5,
     {{"loss", {2.31, 2.305, 2.302, 2.297, 2.296}}, {"lr", {0, 0, 0, 0, 0}}},
     LC_CRITICAL,
     {{"records_at_zero", 5}}},
    {"a loss that rests at a usual rate",
     5,
     {{"loss", {2.31, 2.3, 2.32, 2.31, 2.3}}, {"lr", {0.001, 0.001, 0.001, 0.001, 0.001}}},
     SILENT,
     {{0}}},
    {"a loss that runs away at a rate that is too high",
     6,
     {{"loss", {1, 2, 4, 8, 16, 32}}, {"lr", {1.0, 1.0, 1.0, 1.0, 1.0, 1.0}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(share_is_a_threshold)
{
    static const rule_case seven = {"seven of ten",
                                    10,
                                    {{"loss", {2.3, 2.2, 2.1, 2, 2, 2, 2, 2, 2, 2}},
                                     {"lr", {1e-3, 1e-3, 1e-3, 0, 0, 0, 0, 0, 0, 0}}},
                                    SILENT,
                                    {{0}}};
    lc_run run = run_of_case(&seven);
    ck_assert_uint_eq(count_by(&run, RULE, "share", 0.71, LC_NOTE), 0);
    ck_assert_uint_eq(count_by(&run, RULE, "share", 0.69, LC_CRITICAL), 1);
    lc_run_free(&run);
}
END_TEST

/* The end of a schedule, of which the log has nothing else. */
START_TEST(the_tail_of_a_run_may_have_none)
{
    static const double x[] = {9601, 9602, 9603, 9604, 9605}, loss[] = {3.3, 3.2, 3.3, 3.2, 3.3},
                        rate[] = {0, 0, 0, 0, 0};
    lc_run run = run_at(x, 5);
    run.axis = LC_STEP;
    add(&run, "loss", loss);
    add(&run, "lr", rate);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_learning_rate_zero(void)
{
    Suite *s = suite_create("learning_rate_zero");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, share_is_a_threshold);
    tcase_add_test(t, the_tail_of_a_run_may_have_none);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
