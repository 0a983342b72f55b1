/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_gradient_norm.c - gradient norms that explode or vanish, and those that only move. */
#include "curves.h"

#include <check.h>
#include <math.h>

Suite *suite_gradient_norm(void);

#define RULE "gradient-norm"

static const rule_case cases[] = {
    /* the seven before: 0.95 0.97 1.02 1.05 1.10 1.18 1.21, median 1.05 */
    {"explodes once",
     12,
     {{"loss", {2.31, 2.1, 1.94, 1.8, 1.71, 1.62, 1.55, 2.4, 1.91, 1.63, 1.5, 1.42}},
      {"grad_norm", {1.21, 1.05, 1.18, 0.97, 1.1, 1.02, 0.95, 38.7, 2.1, 1.15, 1.04, 0.98}}},
     LC_NOTE,
     {{"largest", 38.7}, {"largest_at", 8}, {"local_median", 1.05}, {"records_above", 1}}},
    /* 9.4 / 1.05 = 8.95, below times */
    {"nine times its median",
     12,
     {{"loss", {2.31, 2.1, 1.94, 1.8, 1.71, 1.62, 1.55, 2.4, 1.91, 1.63, 1.5, 1.42}},
      {"grad_norm", {1.21, 1.05, 1.18, 0.97, 1.1, 1.02, 0.95, 9.4, 2.1, 1.15, 1.04, 0.98}}},
     SILENT,
     {{0}}},
    /* the seven before: median 1, MAD 0.9, times 1.4826: 11 is 7.5 of them away */
    {"eleven times its median, in a series that scatters as much",
     10,
     {{"grad_norm", {0.1, 8, 1, 0.2, 9, 0.5, 5, 11, 1, 0.3}}},
     SILENT,
     {{0}}},
    /* fifths of two records: (1 + 0.8) / 2 and (2e-4 + 1e-4) / 2, a ratio of 1.7e-4 */
    {"vanishes",
     10,
     {{"loss", {2.31, 2.1, 1.94, 1.8, 1.71, 1.62, 1.55, 2.4, 1.91, 1.63}},
      {"grad_norm", {1.0, 0.8, 0.3, 0.1, 0.02, 0.004, 0.001, 0.0005, 0.0002, 0.0001}}},
     LC_NOTE,
     {{"first", 0.9}, {"last", 0.00015}}},
    {"shrinks as a loss converges",
     10,
     {{"loss", {2.31, 2.1, 1.94, 1.8, 1.71, 1.62, 1.55, 2.4, 1.91, 1.63}},
      {"grad_norm", {1.0, 0.8, 0.5, 0.3, 0.2, 0.1, 0.07, 0.05, 0.03, 0.02}}},
     SILENT,
     {{0}}},
    {"five records are too few", 5, {{"grad_norm", {1, 1, 1, 1, 100}}}, SILENT, {{0}}},
    {"the sixth explodes",
     6,
     {{"grad_norm", {1.1, .9, 1, 1.05, .95, 30}}},
     LC_NOTE,
     {{"largest_at", 6}, {"local_median", 1}}},
    {"one of the five before it is missing",
     6,
     {{"grad_norm", {1.1, .9, NAN, 1.05, .95, 30}}},
     SILENT,
     {{0}}},
    {"two explode",
     12,
     {{"grad_norm", {1.1, .9, 1, 1.05, .95, 40, 1, 1.1, 70, .9, 1, 1.1}}},
     LC_NOTE,
     {{"largest", 70}, {"largest_at", 9}, {"local_median", 1.025}, {"records_above", 2}}},
    {"the second explodes less",
     12,
     {{"grad_norm", {1.1, .9, 1, 1.05, .95, 70, 1, 1.1, 40, .9, 1, 1.1}}},
     LC_NOTE,
     {{"largest", 70}, {"largest_at", 6}, {"local_median", 1}, {"records_above", 2}}},
    {"it is infinite",
     8,
     {{"grad_norm", {1.1, .9, 1, 1.05, .95, INFINITY, 1, 1.1}}},
     SILENT,
     {{0}}},
    {"vanishes in seven records",
     7,
     {{"grad_norm", {1, .5, .1, .01, .001, 2e-4, 1e-4}}},
     LC_NOTE,
     {{"first", 1}, {"last", 1e-4}}},
    {"of which one is missing",
     7,
     {{"grad_norm", {1, .5, NAN, .01, .001, 2e-4, 1e-4}}},
     SILENT,
     {{0}}},
    {"it was nothing before", 7, {{"grad_norm", {0, 0, 0, 0, 0, 0, 0}}}, SILENT, {{0}}},
    {"the loss has a spike, the gradient none",
     12,
     {{"loss", {2.31, 2.1, 1.94, 1.8, 1.71, 1.62, 1.55, 90, 1.91, 1.63, 1.5, 1.42}},
      {"grad_norm", {1.21, 1.05, 1.18, 0.97, 1.1, 1.02, 0.95, 1.0, 2.1, 1.15, 1.04, 0.98}}},
     SILENT,
     {{0}}},
    {"the loss has it, and is no gradient",
     12,
     {{"loss", {1.21, 1.05, 1.18, 0.97, 1.1, 1.02, 0.95, 38.7, 2.1, 1.15, 1.04, 0.98}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(it_is_no_fault)
{
    lc_run run = run_of_case(&cases[0]);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_double_eq(d.findings[0].at, 8);
    ck_assert_str_eq(d.verdict.name, "healthy");
    lc_diagnosis_free(&d);
    ck_assert_uint_eq(count_by(&run, RULE, "times", 36, LC_NOTE), 1); /* 38.7 / 1.05 = 36.9 */
    ck_assert_uint_eq(count_by(&run, RULE, "times", 37, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_gradient_norm(void)
{
    Suite *s = suite_create("gradient_norm");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, it_is_no_fault);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
