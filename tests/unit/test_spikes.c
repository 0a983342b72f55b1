/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_spikes.c - jumps that the run recovers from, and what is none. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <string.h>

Suite *suite_spikes(void);

#define RULE "spikes"
#define N 100

static const shape calm = {1, .2, 15, .01, 0, 0};

/* The calm curve, `height` higher at records from, from + step, ... for `length` records each. */
static lc_run run_with(size_t from, size_t step, size_t length, double height)
{
    double y[N];
    uint64_t seed = 23;
    lc_run run = run_over(N);
    draw(y, N, &calm, &seed);
    for (size_t i = from; step && i < N; i += step)
        for (size_t k = i; k < i + length && k < N; k++)
            y[k] += height;
    add(&run, "loss", y);
    return run;
}

static const struct {
    const char *what;
    size_t from, step, length;
    double height;
    int severity; /* -1: silent */
    size_t jumps;
} cases[] = {
    {"none", 0, 0, 0, 0, -1, 0},
    {"one small one", 60, N, 1, .2, LC_NOTE, 1},
    /* gained until then: 0.8 of 1; 0.5 is more than half of it, but once is a bad batch */
    {"one that takes back half", 60, N, 1, .5, LC_NOTE, 1},
    {"three that take back half", 30, 25, 1, .5, LC_WARNING, 3},
    {"three", 30, 25, 1, .2, LC_WARNING, 3},
    {"three records long", 60, N, 3, .2, LC_NOTE, 1},
    {"it stays there: no jump", 60, N, N, .3, -1, 0},
    {"within a tenth of what was gained", 60, N, 1, .075, -1, 0},
};

START_TEST(counts_jumps_from_which_the_run_recovers)
{
    lc_run run = run_with(cases[_i].from, cases[_i].step, cases[_i].length, cases[_i].height);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == (cases[_i].severity >= 0), "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        ck_assert_msg((int)d.findings[0].severity == cases[_i].severity, "%s", cases[_i].what);
        ck_assert(evidence(&d.findings[0], "jumps") == (double)cases[_i].jumps);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(says_where_the_tallest_is)
{
    lc_run run = run_with(60, N, 1, .5);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert(evidence(&d.findings[0], "tallest_at") == 61);
    ck_assert(d.findings[0].at == 61 && d.findings[0].mark == LC_MARK_POINT);
    check_evidence(&d.findings[0], "tallest", .5, .1);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A steep beginning lies above its own running median. */
START_TEST(takes_no_steep_descent_for_jumps)
{
    static const shape steep = {50, .2, 1, .001, 0, 0};
    double y[N];
    uint64_t seed = 23;
    lc_run run = run_over(N);
    draw(y, N, &steep, &seed);
    add(&run, "loss", y);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* Eighteen records of which eight belong to spikes: these are most of the noise. */
START_TEST(few_records_may_be_mostly_spikes)
{
    double y[] = {4.02, 3.61, 3.4,  6.81, 3.91, 3.29, 3.2,  5.12, 3.4,
                  3.13, 3.09, 7.21, 4.01, 3.1,  3.02, 5.63, 3.31, 2.99};
    for (size_t k = 0; k < 3; k++) {
        lc_run run = run_over(18);
        if (k == 1) /* two of them */
            y[3] = 3.38, y[4] = 3.35, y[7] = 3.25, y[8] = 3.2;
        add(&run, k == 2 ? "val_loss" : "train_loss", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k == 0);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "near the smallest double");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_spikes(void)
{
    Suite *s = suite_create("spikes");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, counts_jumps_from_which_the_run_recovers, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, says_where_the_tallest_is);
    tcase_add_test(t, takes_no_steep_descent_for_jumps);
    tcase_add_test(t, few_records_may_be_mostly_spikes);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
