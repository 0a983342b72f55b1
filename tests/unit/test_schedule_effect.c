/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_schedule_effect.c - warm restarts, and swings that no schedule explains. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_schedule_effect(void);

#define RULE "schedule-effect"
#define N 80
#define CYCLE 20 /* records; */
#define SHORT 4  /* ... so short that the loss seems to swing from record to record */

/* Cosine cycles of the rate; the loss has a part of `follows` times the rate. */
static lc_run run_with(size_t records, double follows, bool constant)
{
    double loss[N], rate[N];
    uint64_t seed = 37;
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        double cycle = .05 * (1.02 + cos(3.14159265 * (double)(i % records) / (double)records));
        rate[i] = constant ? .05 : cycle;
        loss[i] = .2 + .8 * exp(-(double)i / 12) + follows * cycle + .005 * random_normal(&seed);
    }
    add(&run, "loss", loss);
    add(&run, "lr", rate);
    return run;
}

START_TEST(sees_restarts_behind_the_swings)
{
    lc_run run = run_with(CYCLE, 3, false);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert(evidence(&d.findings[0], "restarts") == 3);
    ck_assert(evidence(&d.findings[0], "answered") == 3);
    ck_assert(evidence(&d.findings[0], "first_at") == CYCLE + 1);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(is_silent_where_the_loss_does_not_follow)
{
    lc_run run = run_with(CYCLE, 0, false);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(is_silent_where_the_rate_is_constant)
{
    lc_run run = run_with(CYCLE, 3, true);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* Two restarts are too few for the sign test; that the loss goes up by half each time is plain. */
START_TEST(two_restarts_are_enough_where_they_are_plain)
{
    static const double plain[] = {2.3, 1.4, 0.8, 0.5, 0.9, 0.6, 0.4, 0.3, 0.5, 0.35, 0.25, 0.2},
                        weak[] = {2.3, 1.4, 0.8, 0.5, 0.52, 0.45, 0.4, 0.3, 0.31, 0.3, 0.25, 0.2};
    for (size_t k = 0; k < 2; k++) {
        double rate[12];
        for (size_t i = 0; i < 12; i++)
            rate[i] = 0.1 / (double)(1 + i % 4);
        lc_run run = run_over(12);
        add(&run, "loss", k ? weak : plain);
        add(&run, "lr", rate);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), k == 0);
        lc_run_free(&run);
    }
}
END_TEST

/* With the rate logged, the swings are the schedule's and no warning stands. */
START_TEST(explains_what_would_be_called_unstable)
{
    lc_run restarts = run_with(SHORT, 5, false), alone = run_with(SHORT, 5, true);
    lc_diagnosis d = diagnose(&restarts), other = diagnose(&alone);
    ck_assert_str_eq(other.verdict.name, "unstable");
    ck_assert_str_ne(d.verdict.name, "unstable");
    ck_assert_ptr_nonnull(strstr(names_of(&d, LC_WARNING), "(oscillation)"));
    lc_diagnosis_free(&d);
    lc_diagnosis_free(&other);
    lc_run_free(&restarts);
    lc_run_free(&alone);
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_schedule_effect(void)
{
    Suite *s = suite_create("schedule_effect");
    TCase *t = tcase_create("all");
    tcase_add_test(t, sees_restarts_behind_the_swings);
    tcase_add_test(t, is_silent_where_the_loss_does_not_follow);
    tcase_add_test(t, is_silent_where_the_rate_is_constant);
    tcase_add_test(t, two_restarts_are_enough_where_they_are_plain);
    tcase_add_test(t, explains_what_would_be_called_unstable);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
