/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_train_eval_mode.c - gaps that are there at once and stay, and gaps that grow. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <string.h>

Suite *suite_train_eval_mode(void);

#define RULE "train-eval-mode"
#define N 30

static const struct {
    const char *what;
    shape train, validation;
    bool fires;
} cases[] = {
    {"apart from the first record on", {.8, .95, 3, .005, 0, 0}, {.4, .41, 3, .01, 0, 0}, true},
    {"the gap grows from nothing: fitting",
     {.4, .95, 12, .005, 0, 0},
     {.4, .45, 3, .01, 0, 0},
     false},
    {"validation learns as well", {.7, .95, 3, .005, 0, 0}, {.4, .6, 12, .01, 0, 0}, false},
    {"validation comes up in its first records",
     {.75, .99, 1, .005, 0, 0},
     {.4, .72, 1, .005, 0, 0},
     false},
    {"a gap of less than a fifth", {.8, .9, 3, .005, 0, 0}, {.7, .72, 3, .005, 0, 0}, false},
    {"validation is the better one", {.4, .45, 3, .005, 0, 0}, {.8, .85, 3, .005, 0, 0}, false},
};

START_TEST(tells_gaps_that_do_not_come_from_fitting)
{
    double y[N];
    uint64_t seed = 5;
    lc_run run = run_over(N);
    draw(y, N, &cases[_i].train, &seed);
    add(&run, "accuracy", y);
    draw(y, N, &cases[_i].validation, &seed);
    add(&run, "val_accuracy", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Percentages say the same as fractions. */
START_TEST(reads_percentages)
{
    double y[N];
    uint64_t seed = 5;
    lc_run run = run_over(N);
    draw(y, N, &cases[0].train, &seed);
    for (size_t i = 0; i < N; i++)
        y[i] *= 100;
    add(&run, "accuracy", y);
    draw(y, N, &cases[0].validation, &seed);
    for (size_t i = 0; i < N; i++)
        y[i] *= 100;
    add(&run, "val_accuracy", y);
    for (size_t k = 0; k < run.series_n; k++)
        run.series[k].percent = true;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_train_eval_mode(void)
{
    Suite *s = suite_create("train_eval_mode");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, tells_gaps_that_do_not_come_from_fitting, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, reads_percentages);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
