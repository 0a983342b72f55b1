/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_learning_rate_step.c - steps of the rate that the loss answers, and those it doesn't. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_learning_rate_step(void);

#define RULE "learning-rate-step"
#define N 60

static const struct {
    const char *what;
    double rate_after; /* from record 30 on, 0.1 before */
    double step;       /* of the loss there */
    double noise;
    size_t findings;
} cases[] = {
    {"a tenth of the rate, and the loss steps down", .01, -.2, .01, 1},
    {"the loss does not answer", .01, 0, .01, 0},
    {"the answer is lost in noise", .01, -.05, .2, 0},
    {"the rate falls by less than half", .06, -.2, .01, 0},
    {"the rate rises", 1, -.2, .01, 0},
};

START_TEST(sees_the_loss_answer_the_rate)
{
    double loss[N], rate[N];
    uint64_t seed = 31;
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        rate[i] = i < 29 ? .1 : cases[_i].rate_after;
        loss[i] = .5 + (i < 29 ? 0 : cases[_i].step) + cases[_i].noise * random_normal(&seed);
    }
    add(&run, "loss", loss);
    add(&run, "lr", rate);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].findings, "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        ck_assert(d.findings[0].from == 30 && d.findings[0].severity == LC_NOTE);
        check_evidence(&d.findings[0], "level_before", .5, .05);
        check_evidence(&d.findings[0], "level_after", .3, .05);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* A cosine never halves from one record to the next, but at its very end. */
START_TEST(takes_no_smooth_schedule_for_steps)
{
    double loss[N], rate[N];
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        rate[i] = .05 * (1 + cos(3.14159265 * (double)i / (N + 5)));
        loss[i] = .2 + rate[i];
    }
    add(&run, "loss", loss);
    add(&run, "lr", rate);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_learning_rate_step(void)
{
    Suite *s = suite_create("learning_rate_step");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, sees_the_loss_answer_the_rate, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, takes_no_smooth_schedule_for_steps);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
