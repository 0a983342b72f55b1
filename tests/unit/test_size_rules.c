/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * test_size_rules.c - the rules for curves over training-set size: more-data-helps, high-variance
 * and high-bias, on curves of which each one, or none, is true.
 */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_size_rules(void);

#define N 8 /* sizes 50, 100, ... 6400 */

/* Errors of both splits: floor +- span n^-exponent, as Cortes et al. 1993 have them. */
typedef struct errors {
    double floor, span_train, span_validation, exponent;
    double noise;
} errors;

static double size_of(size_t i)
{
    return 50 * (double)(1u << i);
}

static lc_run run_of(const errors *e, const char *train, const char *validation, bool score)
{
    double x[N], a[N], b[N];
    uint64_t seed = 5;
    for (size_t i = 0; i < N; i++) {
        x[i] = size_of(i);
        double fall = pow(x[i] / 50, -e->exponent);
        a[i] = e->floor - e->span_train * fall + e->noise * random_normal(&seed);
        b[i] = e->floor + e->span_validation * fall + e->noise * random_normal(&seed);
        if (score) {
            a[i] = 1 - a[i];
            b[i] = 1 - b[i];
        }
    }
    lc_run run = LC_RUN_INIT;
    ck_assert_int_eq(lc_run_set_axis(&run, LC_TRAIN_SIZE, x, N, NULL), LC_OK);
    add(&run, train, a);
    add(&run, validation, b);
    return run;
}

static const struct {
    const char *what;
    errors errors;
    const char *rules; /* with a warning, as names_of() has them */
    const char *verdict;
} cases[] = {
    {"learnt by heart, and more data helps",
     {0.08, 0.08, 0.4, 0.35, 0.0003},
     "high-variance more-data-helps",
     "high-variance"},
    {"learnt by heart, and more data does nothing",
     {0.13, 0.125, 0.13, 0.02, 0.001},
     "high-variance",
     "high-variance"},
    {"met at a poor level", {0.3, 0.2, 0.2, 1, 0.001}, "high-bias", "high-bias"},
    {"met at a good level", {0.03, 0.02, 0.3, 1, 0.001}, "", "healthy"},
    {"met, but still falling", {0.1, 0, 0.6, 0.5, 0.0003}, "more-data-helps", "data-limited"},
    {"nearly a large gap", {0.2, 0.055, 0.055, 0.02, 0.001}, "", "healthy"},
    {"noise as large as the gains", {0.1, 0.05, 0.05, 0.2, 0.05}, "", "healthy"},
};
#define CASES (int)(sizeof cases / sizeof *cases)

static void check_case(const char *train, const char *validation, bool score, int k)
{
    lc_run run = run_of(&cases[k].errors, train, validation, score);
    lc_diagnose_options only = {.rules = "high-variance,high-bias,more-data-helps"};
    lc_diagnosis d = diagnose_with(&run, &only);
    ck_assert_msg(strcmp(names_of(&d, LC_WARNING), cases[k].rules) == 0, "%s: %s", cases[k].what,
                  names_of(&d, LC_WARNING));
    ck_assert_msg(strcmp(d.verdict.name, cases[k].verdict) == 0, "%s: %s", cases[k].what,
                  d.verdict.name);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}

START_TEST(finds_what_is_true_of_a_score)
{
    check_case("accuracy", "val_accuracy", true, _i);
}
END_TEST

START_TEST(finds_what_is_true_of_a_loss)
{
    if (strcmp(cases[_i].rules, "high-bias") !=
        0) /* of a loss that depends on where it came from */
        check_case("loss", "val_loss", false, _i);
}
END_TEST

/* A loss that keeps more than half of what the fewest samples left is as poor. */
START_TEST(loss_is_poor_against_its_beginning)
{
    const errors poor = {0.4, 0.2, 0.2, 1, 0.001}, good = {0.2, 0.1, 0.8, 1, 0.001};
    lc_run a = run_of(&poor, "loss", "val_loss", false),
           b = run_of(&good, "loss", "val_loss", false);
    ck_assert_uint_eq(count_by(&a, "high-bias", NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&b, "high-bias", NULL, 0, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&b, "high-bias", "left", 0.15, LC_WARNING), 1);
    lc_run_free(&a);
    lc_run_free(&b);
}
END_TEST

/* 0.08 + 0.4 (n / 50)^-0.35 at 3200, 6400 and 12800: the gain of the last doubling and the next. */
START_TEST(gain_and_forecast_are_those_of_the_power_law)
{
    errors e = cases[0].errors;
    e.noise = 0;
    lc_run run = run_of(&e, "accuracy", "val_accuracy", true);
    lc_diagnosis d = diagnose(&run);
    const lc_finding *f = found(&run, &d, "more-data-helps", "val_accuracy");
    ck_assert_ptr_nonnull(f);
    double before = 0.4 * pow(64, -0.35), now = 0.4 * pow(128, -0.35), next = 0.4 * pow(256, -0.35);
    check_evidence(f, "gain_of_last_doubling", before - now, 1e-9);
    check_evidence(f, "error_left", 0.08 + now, 1e-9);
    ck_assert_double_eq_tol(evidence(f, "expected_at_double"), 1 - 0.08 - next, 0.003);
    ck_assert_double_lt(evidence(f, "expected_low"), 1 - 0.08 - next);
    ck_assert_double_gt(evidence(f, "expected_high"), 1 - 0.08 - next);
    const lc_finding *gap = found(&run, &d, "generalization-gap", NULL);
    ck_assert(gap && gap->explained_by && strcmp(gap->explained_by, "high-variance") == 0);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* The folds' scatter counts: the same curve, and too wide a scatter to say anything. */
START_TEST(scatter_of_folds_is_heard)
{
    double wide[N];
    for (size_t i = 0; i < N; i++)
        wide[i] = 0.2;
    lc_run run = run_of(&cases[0].errors, "train_scores_mean", "validation_scores_mean", true);
    ck_assert_uint_eq(count_by(&run, "high-variance", NULL, 0, LC_WARNING), 1);
    ck_assert_uint_eq(count_by(&run, "more-data-helps", NULL, 0, LC_WARNING), 1);
    add(&run, "validation_scores_std", wide);
    ck_assert_uint_eq(count_by(&run, "high-variance", NULL, 0, LC_WARNING), 0);
    ck_assert_uint_eq(count_by(&run, "more-data-helps", NULL, 0, LC_WARNING), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(thresholds_can_be_moved)
{
    lc_run run = run_of(&cases[5].errors, "accuracy", "val_accuracy", true);
    ck_assert_uint_eq(count_by(&run, "high-variance", "share", 0.3, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* They mean nothing along epochs. */
START_TEST(silent_along_epochs)
{
    static const char *const rules[] = {"high-variance", "high-bias", "more-data-helps"};
    lc_run run = run_of(&cases[0].errors, "accuracy", "val_accuracy", true);
    run.axis = LC_EPOCH;
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(count_by(&run, rules[i], NULL, 0, LC_NOTE), 0);
        check_degenerate(rules[i], NULL);
        check_descriptor(rules[i]);
    }
    lc_run_free(&run);
}
END_TEST

/* Two sizes, none of them positive, NaN, no training curve: nothing is said, and nothing breaks. */
START_TEST(takes_anything)
{
    static const double odd[][4] = {{NAN, NAN, NAN, NAN},
                                    {0, 0, 0, 0},
                                    {1, NAN, INFINITY, 2},
                                    {-1, -2, -3, 4},
                                    {1e308, 1e300, 1e-300, 0}};
    static const double sizes[][4] = {{-5, 0, 5, 10}, {1, 2, 3, 4}, {1e-300, 1, 2, 1e300}};
    for (size_t s = 0; s < 3; s++)
        for (size_t a = 0; a < 5; a++)
            for (size_t b = 0; b < 5; b++) {
                lc_run run = LC_RUN_INIT;
                ck_assert_int_eq(lc_run_set_axis(&run, LC_TRAIN_SIZE, sizes[s], 4, NULL), LC_OK);
                add(&run, "loss", odd[a]);
                add(&run, "val_loss", odd[b]);
                add(&run, "val_accuracy", odd[a]);
                const lc_diagnose_options options = {.forecast = true};
                lc_diagnosis d = diagnose_with(&run, &options);
                lc_diagnosis_free(&d);
                lc_run_free(&run);
            }
}
END_TEST

Suite *suite_size_rules(void)
{
    Suite *s = suite_create("size_rules");
    TCase *t = tcase_create("size_rules");
    tcase_add_loop_test(t, finds_what_is_true_of_a_score, 0, CASES);
    tcase_add_loop_test(t, finds_what_is_true_of_a_loss, 0, CASES);
    tcase_add_test(t, loss_is_poor_against_its_beginning);
    tcase_add_test(t, gain_and_forecast_are_those_of_the_power_law);
    tcase_add_test(t, scatter_of_folds_is_heard);
    tcase_add_test(t, thresholds_can_be_moved);
    tcase_add_test(t, silent_along_epochs);
    tcase_add_test(t, takes_anything);
    suite_add_tcase(s, t);
    return s;
}
