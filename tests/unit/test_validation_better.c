/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_validation_better.c - validation ahead of train, behind it, and about the same. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <string.h>

Suite *suite_validation_better(void);

#define RULE "validation-better"
#define N 30

static const struct {
    const char *what;
    shape train, validation;
    bool fires;
} cases[] = {
    {"dropout in training", {1, .5, 8, .01, 0, 0}, {.9, .4, 8, .01, 0, 0}, true},
    {"behind", {1, .4, 8, .01, 0, 0}, {1, .5, 8, .01, 0, 0}, false},
    {"the same within noise", {1, .4, 8, .05, 0, 0}, {1, .4, 8, .05, 0, 0}, false},
    {"ahead at first only", {1.4, .4, 4, .01, 0, 0}, {1, .5, 8, .01, 0, 0}, false},
};

START_TEST(notes_a_lead_of_validation)
{
    double y[N];
    uint64_t seed = 17;
    lc_run run = run_over(N);
    draw(y, N, &cases[_i].train, &seed);
    add(&run, "loss", y);
    draw(y, N, &cases[_i].validation, &seed);
    add(&run, "val_loss", y);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].fires, "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        ck_assert_int_eq(d.findings[0].severity, LC_NOTE);
        check_evidence(&d.findings[0], "median_distance", .1, .1);
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

Suite *suite_validation_better(void)
{
    Suite *s = suite_create("validation_better");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, notes_a_lead_of_validation, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
