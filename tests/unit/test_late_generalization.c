/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_late_generalization.c - a second descent, and curves that have one only. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_late_generalization(void);

#define RULE "late-generalization"
#define N 200

static const shape train = {1, 0, 20, .002, 0, 0};

/* 1 falling to 0.5 within 20 epochs, a hump of `hump` about epoch 90, and `second` lower from 150 on. */
static lc_run run_with(double hump, double second, double noise)
{
    double y[N];
    uint64_t seed = 29;
    lc_run run = run_over(N);
    draw(y, N, &train, &seed);
    add(&run, "loss", y);
    for (size_t i = 0; i < N; i++) {
        double e = (double)i + 1, u = (e - 90) / 25;
        y[i] = .5 + .5 * exp(-(e - 1) / 6) + hump * exp(-u * u) -
               second / (1 + exp(-(e - 140) / 6)) + noise * random_normal(&seed);
    }
    add(&run, "val_loss", y);
    return run;
}

static const struct {
    const char *what;
    double hump, second, noise;
    bool fires;
} cases[] = {
    {"double descent", .3, .2, .005, true},
    {"it comes back, but not below", .3, 0, .005, false},
    {"it goes on falling, without a turn", 0, .2, .005, false},
    {"the turn is lost in noise", .05, .2, .1, false},
};

START_TEST(sees_a_second_descent)
{
    lc_run run = run_with(cases[_i].hump, cases[_i].second, cases[_i].noise);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        ck_assert_int_eq(d.findings[0].severity, LC_NOTE);
        check_evidence(&d.findings[0], "first_best", .51, .05);
        check_evidence(&d.findings[0], "second_best", .3, .05);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_late_generalization(void)
{
    Suite *s = suite_create("late_generalization");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, sees_a_second_descent, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
