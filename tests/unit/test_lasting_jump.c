/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_lasting_jump.c - losses that jump and stay there, and jumps that don't stay. */
#include "curves.h"

#include <check.h>
#include <math.h>

Suite *suite_lasting_jump(void);

#define RULE "lasting-jump"

static const rule_case cases[] = {
    {"jumps and stays",
     16,
     {{"loss",
       {2.1, 1.2, 0.8, 0.6, 0.5, 0.44, 0.4, 0.37, 0.35, 0.335, 1.18, 1.09, 1.12, 1.1, 1.13, 1.09}}},
     LC_CRITICAL,
     {{"best", 0.335}, {"best_at", 10}, {"jump_at", 11}, {"end", 1.09}}},
    {"a spike that recovers",
     16,
     {{"loss",
       {2.1, 1.2, 0.8, 0.6, 0.5, 0.44, 0.4, 0.37, 0.35, 0.335, 1.18, 0.36, 0.33, 0.32, 0.315,
        0.31}}},
     SILENT,
     {{0}}},
    {"a step into the last record",
     11,
     {{"loss", {2.1, 1.2, 0.8, 0.6, 0.5, 0.44, 0.4, 0.37, 0.35, 0.335, 1.18}}},
     SILENT,
     {{0}}},
    {"a step into the last record on both splits",
     9,
     {{"loss", {1.4, 1.2, 1, 0.77, 0.6, 0.44, 0.3, 0.25, 2.3}},
      {"val_loss", {1.3, 1.2, 0.9, 0.8, 0.6, 0.45, 0.41, 0.3, 1.5}}},
     LC_CRITICAL,
     {{"best", 0.25}, {"best_at", 8}, {"end", 2.3}}},
    {"a step into the last record, in the score as well",
     9,
     {{"loss", {1.4, 1.2, 1, 0.77, 0.6, 0.44, 0.3, 0.25, 2.3}},
      {"accuracy", {0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.91, 0.3}}},
     LC_CRITICAL,
     {{"end", 2.3}}},
    {"a step into the last record of training alone",
     9,
     {{"loss", {1.4, 1.2, 1, 0.77, 0.6, 0.44, 0.3, 0.25, 2.3}},
      {"val_loss", {1.3, 1.2, 0.9, 0.8, 0.6, 0.45, 0.41, 0.3, 0.3}}},
     SILENT,
     {{0}}},
    {"a step that loses all, into the last record",
     7,
     {{"loss", {1, .8, .65, .55, .5, .47, 79}}},
     LC_CRITICAL,
     {{"end", 79}}},
    /* ln (0.351 / 0.335) = 0.047, below min_rise */
    {"a step of 5 %",
     16,
     {{"loss",
       {2.1, 1.2, 0.8, 0.6, 0.5, 0.44, 0.4, 0.37, 0.35, 0.335, 0.352, 0.35, 0.351, 0.35, 0.352,
        0.351}}},
     SILENT,
     {{0}}},
    {"comes back half-way",
     16,
     {{"loss", {2.1, 1.2, .8, .6, .5, .44, .4, .37, .35, .335, 1.18, .9, .7, .55, .45, .42}}},
     SILENT,
     {{0}}},
    {"a step into the last of seven records",
     7,
     {{"loss", {1, .8, .65, .55, .5, .47, 1.2}}},
     SILENT,
     {{0}}},
    {"gets worse record by record",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}}},
     SILENT,
     {{0}}},
    {"rises from the start",
     8,
     {{"loss", {0.5, 0.55, 0.62, 0.7, 0.78, 0.85, 0.93, 1.0}}},
     SILENT,
     {{0}}},
    {"a guess, about which it moves",
     10,
     {{"loss", {0.7, 0.69, 0.695, 0.69, 0.7, 0.69, 0.8, 0.7, 0.71, 0.7}},
      {"accuracy", {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}}},
     SILENT,
     {{0}}},
    {"only the held-out loss gets worse",
     8,
     {{"loss", {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.2}},
      {"val_loss", {1.0, 0.85, 0.75, 0.7, 0.75, 0.85, 1.0, 1.2}}},
     SILENT,
     {{0}}},

    /* Beside such noise the rise is none; but no value is as good as that of the untrained network. */
    {"swings far above its first value",
     8,
     {{"loss", {7.49, 53.7, 18.3, 31.9, 9.6, 19.9, 25.1, 14.2}}},
     LC_WARNING,
     {{"best", 7.49}, {"best_at", 1}}},
    /* ln 1.5 = 0.41 in the mean, less than ln 2 */
    {"swings by less than twice above its first value",
     8,
     {{"loss", {7.49, 21.7, 8.3, 15.9, 7.6, 9.9, 13.1, 8.2}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(finds_where_it_jumps)
{
    lc_run run = run_of_case(&cases[0]);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_double_eq(d.findings[0].from, 11);
    ck_assert_double_eq(d.findings[0].to, 16);
    ck_assert_str_eq(d.verdict.name, "diverged");
    lc_diagnosis_free(&d);
    /* ln (1.13 / 0.335) = 1.2 at most */
    ck_assert_uint_eq(count_by(&run, RULE, "min_rise", 1, LC_CRITICAL), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "min_rise", 1.3, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* A loss that climbs at the end while the learning rate is at its highest: surer than without. */
START_TEST(a_rate_that_rises_is_the_reason)
{
    static const double loss[] = {2.4,  1.5,  1.3,  0.95, 0.85, 0.73, 0.64, 0.52, 0.56,
                                  0.62, 0.51, 0.56, 0.53, 0.64, 0.58, 0.86, 0.83, 1.13};
    double rate[18], said[2];
    for (size_t i = 0; i < 18; i++)
        rate[i] = fmin(0.4, 0.0014 * pow(1.45, (double)i));
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(18);
        add(&run, "loss", loss);
        if (k)
            add(&run, "lr", rate);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        said[k] = f ? f->log_lr : -1;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_ge(said[0], 0);
    ck_assert_double_eq_tol(said[1], said[0] + 1.5, 1e-9);
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_lasting_jump(void)
{
    Suite *s = suite_create("lasting_jump");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, finds_where_it_jumps);
    tcase_add_test(t, a_rate_that_rises_is_the_reason);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
