/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_level_step.c - losses that step down in one record, and those that fall in other ways. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_level_step(void);

#define RULE "level-step"
#define N 60
#define STEP 30 /* first record after the step */

/* Decays with noise of 0.01, and steps. */
typedef struct making {
    double step, validation_step; /* 0: none */
    double noise;
    size_t lasts; /* records; 0: to the end */
    bool rate;    /* is logged */
} making;

static lc_run run_with(const making *m, double y_scale, double x_scale)
{
    double loss[N], held_out[N], rate[N], x[N];
    shape s = {.start = 2, .floor = 0.6, .scale = 8, .noise = m->noise};
    uint64_t seed = 11;
    draw(loss, N, &s, &seed);
    draw(held_out, N, &s, &seed);
    for (size_t i = 0; i < N; i++) {
        bool in = i >= STEP && (m->lasts == 0 || i < STEP + m->lasts);
        x[i] = x_scale * (double)(i + 1);
        rate[i] = i < STEP ? 0.1 : 0.01;
        loss[i] = y_scale * (loss[i] + (in ? m->step : 0));
        held_out[i] = y_scale * (held_out[i] + (in ? m->validation_step : 0));
    }
    lc_run run = run_at(x, N);
    add(&run, "loss", loss);
    add(&run, "val_loss", held_out);
    if (m->rate)
        add(&run, "lr", rate);
    return run;
}

static const struct {
    const char *what;
    making how;
    size_t notes, series;
} cases[] = {
    {"both step down", {-0.2, -0.2, 0.01, 0, false}, 1, 2},
    {"training alone steps down", {-0.2, 0, 0.01, 0, false}, 1, 1},
    {"in twice the noise", {-0.2, -0.2, 0.02, 0, false}, 1, 2},
    {"lost in noise", {-0.05, -0.05, 0.05, 0, false}, 0, 0},
    {"a smooth decay", {0, 0, 0.01, 0, false}, 0, 0},
    {"without noise", {0, 0, 0, 0, false}, 0, 0},
    {"validation alone", {0, -0.2, 0.01, 0, false}, 0, 0},
    {"they step up", {0.2, 0.2, 0.01, 0, false}, 0, 0},
    {"a dip of two records", {-0.2, -0.2, 0.01, 2, false}, 0, 0},
    {"the rate is logged", {-0.2, -0.2, 0.01, 0, true}, 0, 0},
};

START_TEST(notes_steps_that_no_rate_explains)
{
    lc_run run = run_with(&cases[_i].how, 1, 1);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_msg(d.n == cases[_i].notes, "%s: %zu", cases[_i].what, d.n);
    if (d.n) {
        const lc_finding *f = &d.findings[0];
        ck_assert(f->severity == LC_NOTE && f->series_n == cases[_i].series);
        ck_assert(f->from <= STEP + 1 && f->to >= STEP + 1 && f->to - f->from <= 2);
        check_evidence(f, "step", -0.2, 0.3);
        ck_assert(evidence(f, "step_low") < -0.2 && evidence(f, "step_high") > -0.2);
        ck_assert_str_eq(d.verdict.name, "healthy");
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(follows_the_units_of_x_and_y)
{
    lc_run plain = run_with(&cases[0].how, 1, 1), scaled = run_with(&cases[0].how, 1e-7, 1000);
    lc_diagnosis a = diagnose_by(&plain, RULE, NULL, 0), b = diagnose_by(&scaled, RULE, NULL, 0);
    ck_assert(a.n == 1 && b.n == 1 && b.findings[0].from == 1000 * a.findings[0].from);
    check_evidence(&b.findings[0], "step", 1e-7 * evidence(&a.findings[0], "step"), 1e-6);
    lc_diagnosis_free(&a);
    lc_diagnosis_free(&b);
    lc_run_free(&plain);
    lc_run_free(&scaled);
}
END_TEST

/* A scheduler's step is often seen in two records: the epoch's mean holds some of the old rate. */
START_TEST(takes_a_step_over_two_records_for_one)
{
    double loss[N];
    shape s = {.start = 2, .floor = 0.6, .scale = 8, .noise = 0.01};
    uint64_t seed = 3;
    lc_run run = run_over(N);
    draw(loss, N, &s, &seed);
    for (size_t i = STEP; i < N; i++)
        loss[i] -= i == STEP ? 0.2 : 0.4;
    add(&run, "loss", loss);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    check_evidence(&d.findings[0], "step", -0.4, 0.2);
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

Suite *suite_level_step(void)
{
    Suite *s = suite_create("level_step");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, notes_steps_that_no_rate_explains, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, follows_the_units_of_x_and_y);
    tcase_add_test(t, takes_a_step_over_two_records_for_one);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
