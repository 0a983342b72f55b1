/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_early_rate_fall.c - rates that fall while the loss does, and those that fall in time. */
#include "curves.h"
#include "random.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_early_rate_fall(void);

#define RULE "early-rate-fall"
#define N 60

/* Training goes on with the sum of the rates, 0.1 a record at first: the loss is
 * level + height exp(-sum / (0.1 scale)). */
typedef struct making {
    size_t fall;   /* record at which the rate falls ... */
    double factor; /* ... by so much */
    double scale;  /* records at the old rate */
    double noise;
} making;

static lc_run run_with(const making *m, double y_scale, double x_scale)
{
    double loss[N], rate[N], x[N], sum = 0;
    uint64_t seed = 5;
    for (size_t i = 0; i < N; i++) {
        x[i] = x_scale * (double)(i + 1);
        rate[i] = i < m->fall ? 0.1 : 0.1 / m->factor;
        sum += rate[i];
        loss[i] = y_scale * (0.1 + exp(-sum / (0.1 * m->scale)) + m->noise * random_normal(&seed));
    }
    lc_run run = run_at(x, N);
    add(&run, "loss", loss);
    add(&run, "lr", rate);
    return run;
}

static const struct {
    const char *what;
    making how;
    size_t warnings;
} cases[] = {
    {"a hundredth after three records", {3, 100, 20, 0.001}, 1},
    {"a fiftieth, and it creeps on", {3, 50, 20, 0.001}, 0},
    {"a hundredth after ten records", {10, 100, 20, 0.001}, 1},
    {"the same in twice the noise", {10, 100, 20, 0.002}, 1},
    {"noise hides whether it fell", {3, 50, 20, 0.1}, 0},
    {"a tenth when most is gained", {40, 10, 10, 0.001}, 0},
    {"a tenth in the midst, and it goes on", {20, 3, 20, 0.001}, 0},
    {"it falls at the end", {57, 50, 40, 0.001}, 0},
    {"it never falls", {N, 50, 20, 0.001}, 0},
    {"by less than half", {10, 1.8, 20, 0.001}, 0},
};

START_TEST(warns_where_progress_ends)
{
    lc_run run = run_with(&cases[_i].how, 1, 1);
    size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
    ck_assert_msg(n == cases[_i].warnings, "%s: %zu", cases[_i].what, n);
    lc_run_free(&run);
}
END_TEST

START_TEST(says_what_was_due_and_what_came)
{
    making m = {10, 100, 20, 0};
    lc_run run = run_with(&m, 1, 1);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_str_eq(d.verdict.name, "stalled");
    ck_assert(d.findings[0].from == 11 && d.findings[0].to == N && d.findings[0].series_n == 2);
    check_evidence(&d.findings[0], "rate_before", 0.1, 1e-9);
    check_evidence(&d.findings[0], "rate_after", 0.001, 1e-9);
    /* slope of exp(-e / 20) about epoch 7.5; that over 10 epochs, per e-fold, to 60: ln 6 */
    double pace = exp(-7.5 / 20) / 20;
    check_evidence(&d.findings[0], "pace_before", pace, 0.02);
    check_evidence(&d.findings[0], "promised", pace * 10 * log(6), 0.02);
    /* from the median of epochs 8 to 10 to that of 58 to 60 */
    check_evidence(&d.findings[0], "gained", exp(-9.0 / 20) - exp(-10.49 / 20), 0.02);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(follows_the_units_of_x_and_y)
{
    making m = {10, 100, 20, 0.001};
    lc_run plain = run_with(&m, 1, 1), scaled = run_with(&m, 1e-7, 1000);
    lc_diagnosis a = diagnose_by(&plain, RULE, NULL, 0), b = diagnose_by(&scaled, RULE, NULL, 0);
    ck_assert(a.n == 1 && b.n == 1);
    ck_assert(b.findings[0].from == 1000 * a.findings[0].from);
    double gained = evidence(&a.findings[0], "gained");
    check_evidence(&b.findings[0], "gained", 1e-7 * gained, 1e-6);
    lc_diagnosis_free(&a);
    lc_diagnosis_free(&b);
    lc_run_free(&plain);
    lc_run_free(&scaled);
}
END_TEST

/* A flat rest is a plateau, and little was learnt: this is why. */
START_TEST(explains_what_else_is_found)
{
    making m = {3, 100, 20, 0.001};
    lc_run run = run_with(&m, 1, 1);
    lc_diagnosis d = diagnose(&run);
    ck_assert_str_eq(d.verdict.name, "stalled");
    ck_assert_str_eq(d.findings[d.verdict.finding].rule, RULE);
    ck_assert_msg(!strstr(names_of(&d, LC_NOTE), " plateau"), "%s", names_of(&d, LC_NOTE));
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Warm restarts: the rate comes back, and progress with it. */
START_TEST(leaves_cycles_alone)
{
    double loss[N], rate[N], sum = 0;
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        rate[i] = i % 20 < 5 || i >= 40 ? 0.1 : 0.001;
        sum += rate[i];
        loss[i] = exp(-sum / 3);
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

Suite *suite_early_rate_fall(void)
{
    Suite *s = suite_create("early_rate_fall");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, warns_where_progress_ends, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, says_what_was_due_and_what_came);
    tcase_add_test(t, follows_the_units_of_x_and_y);
    tcase_add_test(t, explains_what_else_is_found);
    tcase_add_test(t, leaves_cycles_alone);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
