/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_replay.c - what was known when: never from the future, and early enough to stop by. */
#include "base/mem.h"
#include "curves.h"

#include <check.h>
#include <string.h>

Suite *suite_replay(void);

#define N 60

static const shape learns = {1, .05, 15, .005, 0, 0};

static const struct {
    const char *what;
    shape validation;
    bool stop;
} cases[] = {
    {"turns at 20", {1, .4, 5, .01, 20, .5}, true},
    {"settles", {1, .4, 5, .01, 0, 0}, false},
    {"still falls", {1, .1, 30, .01, 0, 0}, false},
    {"swings without a trend", {1, .4, 5, .08, 0, 0}, false},
};

static lc_run run_of(const shape *validation, size_t n)
{
    double y[N];
    uint64_t seed = 43;
    lc_run run = run_over(n);
    draw(y, N, &learns, &seed);
    add(&run, "loss", y);
    draw(y, N, validation, &seed);
    add(&run, "val_loss", y);
    return run;
}

static lc_diagnosis replay(const lc_run *run)
{
    const lc_diagnose_options options = {.online = true};
    lc_diagnosis d = diagnose_with(run, &options);
    ck_assert(d.online.replayed);
    return d;
}

START_TEST(stops_what_overfits_and_nothing_else)
{
    lc_run run = run_of(&cases[_i].validation, N);
    lc_diagnosis d = replay(&run);
    ck_assert_msg(d.online.stop == cases[_i].stop, "%s", cases[_i].what);
    if (d.online.stop) {
        ck_assert_str_eq(run.series[d.online.stop_series].metric.name, "val_loss");
        ck_assert_double_gt(d.online.stop_at, 20);
        ck_assert_double_lt(d.online.stop_at, 40);
        ck_assert_double_le(d.online.best_at, 25);
        ck_assert(d.online.best == d.online.run_best);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* What is known of the first n records can't depend on the later ones. */
START_TEST(knows_nothing_of_the_future)
{
    lc_run whole = run_of(&cases[0].validation, N);
    lc_diagnosis all = replay(&whole);
    for (size_t n = 1; n < N; n += 7) {
        lc_run part = run_of(&cases[0].validation, n);
        lc_diagnosis d = replay(&part);
        for (size_t i = 0; i < d.online.n; i++) {
            ck_assert_uint_lt(i, all.online.n);
            ck_assert_str_eq(d.online.known[i].rule, all.online.known[i].rule);
            ck_assert(d.online.known[i].at == all.online.known[i].at);
        }
        ck_assert(d.online.n == all.online.n || all.online.known[d.online.n].at > (double)n);
        ck_assert(d.online.stop == (all.online.stop && all.online.stop_at <= (double)n));
        lc_diagnosis_free(&d);
        lc_run_free(&part);
    }
    lc_diagnosis_free(&all);
    lc_run_free(&whole);
}
END_TEST

/* Percentages of 1, until larger ones come: by the first ten records alone they are shares of 1. */
START_TEST(a_prefix_is_measured_by_itself)
{
    double y[20], loss[20];
    for (size_t i = 0; i < 20; i++) {
        y[i] = i < 10 ? 1 : 5 * (double)i;
        loss[i] = i < 10 ? 2 : 2 - 0.1 * (double)i + 1e-4 * (double)(i * i % 7);
    }
    lc_run whole = run_over(20), part = run_over(10);
    add(&whole, "val_accuracy", y);
    add(&whole, "val_loss", loss);
    add(&part, "val_accuracy", y);
    add(&part, "val_loss", loss);
    lc_diagnosis all = replay(&whole), d = replay(&part);
    ck_assert_uint_gt(d.online.n, 0);
    for (size_t i = 0; i < d.online.n; i++) {
        ck_assert_uint_lt(i, all.online.n);
        ck_assert_str_eq(d.online.known[i].rule, all.online.known[i].rule);
        ck_assert(d.online.known[i].at == all.online.known[i].at);
    }
    ck_assert(d.online.n == all.online.n || all.online.known[d.online.n].at > 10);
    lc_diagnosis_free(&all);
    lc_diagnosis_free(&d);
    lc_run_free(&whole);
    lc_run_free(&part);
}
END_TEST

/* What stands at the end was known by then. */
START_TEST(knows_at_the_end_what_the_diagnosis_says)
{
    lc_run run = run_of(&cases[_i].validation, N);
    lc_diagnosis d = replay(&run);
    for (size_t i = 0; i < d.n; i++) {
        const lc_finding *f = &d.findings[i];
        bool known = f->severity == LC_NOTE || f->explained_by;
        for (size_t k = 0; k < d.online.n && !known; k++)
            known = strcmp(d.online.known[k].rule, f->rule) == 0 && d.online.known[k].stands;
        ck_assert_msg(known, "%s: %s", cases[_i].what, f->rule);
    }
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

START_TEST(survives_failed_allocations)
{
    const lc_diagnose_options options = {.online = true};
    lc_run run = run_of(&cases[0].validation, 6);
    for (size_t k = 1;; k++) {
        lc_diagnosis d = LC_DIAGNOSIS_INIT;
        lc_mem_fail_at(k);
        lc_status st = lc_diagnose(&d, &run, &options, NULL);
        lc_mem_fail_at(0);
        lc_diagnosis_free(&d);
        if (st == LC_OK)
            break;
        ck_assert_int_eq(st, LC_E_NOMEM);
    }
    lc_run_free(&run);
}
END_TEST

Suite *suite_replay(void)
{
    int n = (int)(sizeof cases / sizeof *cases);
    Suite *s = suite_create("replay");
    TCase *t = tcase_create("all");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, stops_what_overfits_and_nothing_else, 0, n);
    tcase_add_test(t, knows_nothing_of_the_future);
    tcase_add_test(t, a_prefix_is_measured_by_itself);
    tcase_add_loop_test(t, knows_at_the_end_what_the_diagnosis_says, 0, n);
    tcase_add_test(t, survives_failed_allocations);
    suite_add_tcase(s, t);
    return s;
}
