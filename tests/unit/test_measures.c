/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_measures.c - the numbers that a classifier sees of a run. */
#include "diagnose/measures.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_measures(void);

/* Of the made-up series, n records each. */
static lc_measures measures_of(size_t n, const made_series *made)
{
    studied s;
    lc_measures m;
    study_made(&s, n, NULL, made);
    ck_assert_int_eq(lc_measures_take(&m, &s.context, NULL), LC_OK);
    studied_free(&s);
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
    static const made_series made[STUDIED_SERIES] = {{"train_loss", {4, 2, 1, 1, 2, 1.5}}};
    static const double want[LC_M_N] = {
        [LC_M_VALUES] = 6,       [LC_M_FIRST] = 4,       [LC_M_LAST] = 1.5,
        [LC_M_BEST] = 1,         [LC_M_WORST] = 4,       [LC_M_GAIN] = 2.5 / 4,
        [LC_M_BEST_AT] = 2. / 5, [LC_M_LOST] = .5 / 3,   [LC_M_LOST_LEVEL] = .5,
        [LC_M_BETTER] = 3. / 5,  [LC_M_SAME] = 1. / 5,   [LC_M_ROUGH] = 1. / 3,
        [LC_M_JUMP] = 2. / 3,    [LC_M_STEP] = 1 / 1.75, [LC_M_LATE] = -.75 / 1.75,
    };
    lc_measures m = measures_of(6, made);
    for (size_t k = 0; k < LC_M_N; k++)
        check(&m, LC_TRAIN_LOSS * LC_M_N + k, want[k]);
    check(&m, LC_M_RECORDS, 6);
    check(&m, LC_HELD_OUT_LOSS * LC_M_N + LC_M_VALUES, NAN);
    check(&m, LC_M_LOSS_RATIO, NAN);
    ck_assert_ptr_null(m.of[LC_HELD_OUT_LOSS]);
}
END_TEST

/* Percentages as shares; better is greater. */
START_TEST(a_score_is_measured)
{
    static const made_series made[STUDIED_SERIES] = {{"val_acc", {20, 60, 80, 70}}};
    lc_measures m = measures_of(4, made);
    const size_t at = LC_HELD_OUT_SCORE * LC_M_N;
    check(&m, at + LC_M_FIRST, .2);
    check(&m, at + LC_M_LAST, .7);
    check(&m, at + LC_M_BEST, .8);
    check(&m, at + LC_M_WORST, .2);
    check(&m, at + LC_M_GAIN, .5 / .2);
    check(&m, at + LC_M_LOST, .1 / .6);
    check(&m, at + LC_M_BETTER, 2. / 3);
}
END_TEST

START_TEST(splits_and_metrics_are_compared)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {2, 1, .5, .25}},
                                                     {"val_loss", {2, 1, 1.5, 1}},
                                                     {"acc", {.25, .5, .75, 1}},
                                                     {"val_acc", {.25, .75, .5, .5}}};
    lc_measures m = measures_of(4, made);
    check(&m, LC_M_LOSS_RATIO, log(4));
    check(&m, LC_M_LOSS_RATIO_FIRST, 0);
    check(&m, LC_M_LOSS_RATIO_BEST, log(4));
    check(&m, LC_M_SCORE_GAP, .5);
    check(&m, LC_M_SCORE_GAP_FIRST, 0);
    check(&m, LC_M_SCORE_GAP_BEST, .25);
    check(&m, LC_M_TRAIN_SURPRISE, .25);
    check(&m, LC_M_SURPRISE, 1 - log(2));
}
END_TEST

START_TEST(the_first_of_several_is_measured)
{
    static const made_series made[STUDIED_SERIES] = {{"train_loss", {3, 2, 1}},
                                                     {"train_other_loss", {30, 20, 10}}};
    lc_measures m = measures_of(3, made);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_FIRST, 3);
}
END_TEST

START_TEST(few_values_have_no_bend_and_one_has_no_step)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {3, 2}}, {"val_loss", {3, NAN}}};
    lc_measures m = measures_of(2, made);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_BETTER, 1);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_ROUGH, NAN);
    check(&m, LC_TRAIN_LOSS * LC_M_N + LC_M_LATE, NAN);
    check(&m, LC_HELD_OUT_LOSS * LC_M_N + LC_M_VALUES, 1);
    check(&m, LC_HELD_OUT_LOSS * LC_M_N + LC_M_FIRST, NAN);
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
