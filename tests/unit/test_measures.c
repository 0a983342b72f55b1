/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_measures.c - the numbers that a classifier sees of a run. */
#include "diagnose/measures.h"

#include "curves.h"
#include "diagnose/prepare.h"

#include <check.h>
#include <math.h>

Suite *suite_measures(void);

static lc_measures measures_of(const lc_run *run)
{
    lc_diagnose_options options = LC_DIAGNOSE_OPTIONS_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_context context;
    lc_measures m;
    ck_assert_int_eq(lc_context_open(&context, run, &d, &options, NULL), LC_OK);
    lc_context_prepare(&context);
    ck_assert_int_eq(lc_measures_take(&m, &context, NULL), LC_OK);
    lc_context_close(&context);
    return m;
}

static void check(const lc_measures *m, size_t measure, double want)
{
    double v = m->m[measure];
    ck_assert_msg(isnan(want) ? isnan(v) : fabs(v - want) < 1e-6, "measure %zu: %g, not %g",
                  measure, v, want);
}

START_TEST(a_loss_is_measured)
{
    static const double loss[] = {4, 2, 1, 1, 2, 1.5};
    static const double want[LC_M_N] = {
        [LC_M_VALUES] = 6,       [LC_M_FIRST] = 4,       [LC_M_LAST] = 1.5,
        [LC_M_BEST] = 1,         [LC_M_WORST] = 4,       [LC_M_GAIN] = 2.5 / 4,
        [LC_M_BEST_AT] = 2. / 5, [LC_M_LOST] = .5 / 3,   [LC_M_LOST_LEVEL] = .5,
        [LC_M_BETTER] = 3. / 5,  [LC_M_SAME] = 1. / 5,   [LC_M_ROUGH] = 1. / 3,
        [LC_M_JUMP] = 2. / 3,    [LC_M_STEP] = 1 / 1.75, [LC_M_LATE] = -.75 / 1.75,
    };
    lc_run run = run_over(6);
    add(&run, "train_loss", loss);
    lc_measures m = measures_of(&run);
    for (size_t k = 0; k < LC_M_N; k++)
        check(&m, LC_TRAIN_LOSS * LC_M_N + k, want[k]);
    check(&m, LC_M_RECORDS, 6);
    check(&m, LC_HELD_OUT_LOSS * LC_M_N + LC_M_VALUES, NAN);
    check(&m, LC_M_LOSS_RATIO, NAN);
    ck_assert_ptr_null(m.of[LC_HELD_OUT_LOSS]);
    lc_run_free(&run);
}
END_TEST

/* Percentages as shares; better is greater. */
START_TEST(a_score_is_measured)
{
    static const double share[] = {20, 60, 80, 70};
    lc_run run = run_over(4);
    add(&run, "val_acc", share);
    lc_measures m = measures_of(&run);
    const size_t at = LC_HELD_OUT_SCORE * LC_M_N;
    check(&m, at + LC_M_FIRST, .2);
    check(&m, at + LC_M_LAST, .7);
    check(&m, at + LC_M_BEST, .8);
    check(&m, at + LC_M_WORST, .2);
    check(&m, at + LC_M_GAIN, .5 / .2);
    check(&m, at + LC_M_LOST, .1 / .6);
    check(&m, at + LC_M_BETTER, 2. / 3);
    lc_run_free(&run);
}
END_TEST

START_TEST(splits_and_metrics_are_compared)
{
    static const double loss[] = {2, 1, .5, .25}, val_loss[] = {2, 1, 1.5, 1};
    static const double acc[] = {.25, .5, .75, 1}, val_acc[] = {.25, .75, .5, .5};
    lc_run run = run_over(4);
    add(&run, "loss", loss);
    add(&run, "val_loss", val_loss);
    add(&run, "acc", acc);
    add(&run, "val_acc", val_acc);
    lc_measures m = measures_of(&run);
    check(&m, LC_M_LOSS_RATIO, log(4));
    check(&m, LC_M_LOSS_RATIO_FIRST, 0);
    check(&m, LC_M_LOSS_RATIO_BEST, log(4));
    check(&m, LC_M_SCORE_GAP, .5);
    check(&m, LC_M_SCORE_GAP_FIRST, 0);
    check(&m, LC_M_SCORE_GAP_BEST, .25);
    check(&m, LC_M_TRAIN_SURPRISE, .25);
    check(&m, LC_M_SURPRISE, 1 - log(2));
    lc_run_free(&run);
}
END_TEST

START_TEST(the_first_of_several_is_measured)
{
    static const double one[] = {3, 2, 1}, two[] = {30, 20, 10};
    lc_run run = run_over(3);
    add(&run, "train_loss", one);
    add(&run, "train_other_loss", two);
    lc_measures m = measures_of(&run);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_FIRST, 3);
    lc_run_free(&run);
}
END_TEST

START_TEST(few_values_have_no_bend_and_one_has_no_step)
{
    static const double loss[] = {3, 2}, val_loss[] = {3, NAN};
    lc_run run = run_over(2);
    add(&run, "loss", loss);
    add(&run, "val_loss", val_loss);
    lc_measures m = measures_of(&run);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_BETTER, 1);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_ROUGH, NAN);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_LATE, NAN);
    check(&m, LC_HELD_OUT_LOSS * LC_M_N + LC_M_VALUES, 1);
    check(&m, LC_HELD_OUT_LOSS * LC_M_N + LC_M_FIRST, NAN);
    lc_run_free(&run);
}
END_TEST

Suite *suite_measures(void)
{
    Suite *s = suite_create("measures");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_loss_is_measured);
    tcase_add_test(t, a_score_is_measured);
    tcase_add_test(t, splits_and_metrics_are_compared);
    tcase_add_test(t, the_first_of_several_is_measured);
    tcase_add_test(t, few_values_have_no_bend_and_one_has_no_step);
    suite_add_tcase(s, t);
    return s;
}
