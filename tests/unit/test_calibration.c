/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_calibration.c - how often a verdict is right, by its probability and by what it was seen in. */
#include "diagnose/weigh.h"

#include "diagnose/context.h"

#include <check.h>
#include <math.h>

Suite *suite_calibration(void);

static double of_records(size_t records, double probability, bool healthy)
{
    const lc_context context = {.records = records, .pairs_n = 1};
    return lc_confidence_of(&context, probability, healthy);
}

static double logit(double p)
{
    return log(p / (1 - p));
}

START_TEST(the_likelier_a_verdict_is_the_surer)
{
    static const double p[] = {.01, .05, .2, .5, .8, .95, .99, .999};
    for (size_t i = 1; i < sizeof p / sizeof *p; i++) {
        ck_assert_double_gt(of_records(5, p[i], false), of_records(5, p[i - 1], false));
        ck_assert_double_gt(of_records(5, p[i], true), of_records(5, p[i - 1], true));
    }
}
END_TEST

/* Logistic regression: log odds rise evenly with those of the weights, and more slowly, since a few faults and
 * symptoms are not all that there is. */
START_TEST(log_odds_rise_evenly_and_slowly)
{
    for (int healthy = 0; healthy < 2; healthy++) {
        double low = logit(of_records(5, .1, healthy)), even = logit(of_records(5, .5, healthy)),
               high = logit(of_records(5, .9, healthy));
        ck_assert_double_eq_tol(high - even, even - low, 1e-9);
        ck_assert_double_gt(high - even, .1 * logit(.9));
        ck_assert_double_lt(high - even, .5 * logit(.9));
        ck_assert_double_eq_tol(logit(of_records(5, .01, healthy)) - even, 2 * (low - even),
                                logit(.9) * .2);
    }
}
END_TEST

/* What is certain by the weights is so by no run of a few records. */
START_TEST(certain_faults_in_short_runs_are_not_certain)
{
    static const double p[] = {.99, .999, 1};
    for (size_t i = 0; i < sizeof p / sizeof *p; i++) {
        ck_assert_double_lt(of_records(5, p[i], false), p[i] - .005);
        ck_assert_double_lt(of_records(5, p[i], true), p[i] - .05);
    }
}
END_TEST

START_TEST(many_records_are_surer_than_few)
{
    static const size_t rising[] = {12, 13, 20, 36, 48, 59, 60};
    for (int healthy = 0; healthy < 2; healthy++) {
        ck_assert(of_records(2, .05, healthy) == of_records(12, .05, healthy));
        ck_assert(of_records(60, .05, healthy) == of_records(100000, .05, healthy));
    }
    for (size_t i = 1; i < sizeof rising / sizeof *rising; i++)
        ck_assert_double_gt(of_records(rising[i], .5, false), of_records(rising[i - 1], .5, false));
    double few = logit(of_records(12, .5, false)), many = logit(of_records(60, .5, false));
    ck_assert_double_eq_tol(logit(of_records(36, .5, false)), (few + many) / 2, 1e-9);
    ck_assert_double_eq_tol(logit(of_records(24, .5, false)), .75 * few + .25 * many, 1e-9);
    few = logit(of_records(12, .01, true));
    double some = logit(of_records(16, .01, true)), more = logit(of_records(20, .01, true));
    ck_assert_double_eq_tol(more - some, some - few, 1e-9);
}
END_TEST

/* Long ones of one split say as little as short ones of two. */
START_TEST(one_split_alone_is_little)
{
    const lc_context alone = {.records = 500};
    for (int healthy = 0; healthy < 2; healthy++) {
        ck_assert(lc_confidence_of(&alone, .7, healthy) == of_records(5, .7, healthy));
        ck_assert(lc_confidence_of(&alone, .7, healthy) < of_records(500, .7, healthy));
    }
}
END_TEST

/* As tests/bench/diagnosis/calibrate found it on runs whose fault is known: of verdicts that are as likely as not
 * three of four in short runs, nine of ten in long ones; sound runs are told by many records alone. */
START_TEST(half_likely_verdicts_are_right_more_often)
{
    static const struct {
        size_t records;
        bool healthy;
        double right;
    } cases[] = {
        {5, false, .75}, {60, false, .92}, {5, true, .64}, {24, true, .88}, {60, true, .99}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        ck_assert_double_eq_tol(of_records(cases[i].records, .5, cases[i].healthy), cases[i].right,
                                .02);
}
END_TEST

/* Beyond one in ten thousand nothing is told apart. */
START_TEST(no_verdict_is_certain_or_hopeless)
{
    static const double p[] = {0, 1e-300, 1e-9, .5, 1 - 1e-9, 1};
    for (size_t i = 0; i < sizeof p / sizeof *p; i++)
        for (size_t records = 0; records < 200; records += 10)
            for (int healthy = 0; healthy < 2; healthy++) {
                double c = of_records(records, p[i], healthy);
                ck_assert_msg(c > .2 && c < .995, "%g: %g", p[i], c);
            }
    ck_assert(of_records(5, 0, false) == of_records(5, 1e-9, false));
    ck_assert(of_records(5, 1, true) == of_records(5, 1 - 1e-9, true));
    ck_assert(of_records(5, 0, true) < of_records(5, .01, true));
    ck_assert(of_records(5, .9999, false) == of_records(5, 1, false));
    ck_assert(of_records(5, .9998, false) < of_records(5, .9999, false));
}
END_TEST

Suite *suite_calibration(void)
{
    Suite *s = suite_create("calibration");
    TCase *t = tcase_create("all");
    tcase_add_test(t, the_likelier_a_verdict_is_the_surer);
    tcase_add_test(t, log_odds_rise_evenly_and_slowly);
    tcase_add_test(t, certain_faults_in_short_runs_are_not_certain);
    tcase_add_test(t, many_records_are_surer_than_few);
    tcase_add_test(t, one_split_alone_is_little);
    tcase_add_test(t, half_likely_verdicts_are_right_more_often);
    tcase_add_test(t, no_verdict_is_certain_or_hopeless);
    suite_add_tcase(s, t);
    return s;
}
