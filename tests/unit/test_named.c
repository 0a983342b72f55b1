/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_named.c - values under names on their way to the builder, and steps of which several lines tell. */
#include "read/engine/steps.h"

#include "read_help.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

Suite *suite_named(void);

static lc_builder *opened(void)
{
    lc_builder *b = NULL;
    ck_assert_int_eq(lc_builder_open(&b, NULL, NULL), LC_OK);
    return b;
}

static lc_runs finished(lc_builder *b)
{
    lc_runs runs = LC_RUNS_INIT;
    ck_assert_int_eq(lc_builder_finish(b, &runs, NULL, "test", NULL), LC_OK);
    lc_builder_close(b);
    return runs;
}

static lc_named_value of(const char *name, const char *text, double value)
{
    return (lc_named_value){lc_span_of(name), lc_span_of(text), value};
}

START_TEST(a_value_goes_under_prefix_and_name)
{
    lc_builder *b = opened();
    lc_named_value plain = of("loss", "0.5", .5), bad = of("loss", "NaN", NAN);
    ck_assert_int_eq(lc_builder_record(b), LC_OK);
    ck_assert_int_eq(lc_named_put(b, "", &plain), LC_OK);
    ck_assert_int_eq(lc_named_put(b, "val_", &bad), LC_OK);
    ck_assert_int_eq(lc_named_put_text(b, "test_loss", INFINITY, lc_span_of("inf")), LC_OK);
    ck_assert_int_eq(lc_named_put_number(b, "lr", .25), LC_OK);
    ck_assert_int_eq(lc_named_averaged(b, "lr", "mean of 20"), LC_OK);
    lc_runs runs = finished(b);
    const lc_run *run = &runs.run[0];
    ck_assert_uint_eq(run->series_n, 4);
    ck_assert(lc_run_find(run, "loss")->y[0] == .5 && !lc_run_find(run, "loss")->spelling);
    ck_assert_str_eq(lc_run_find(run, "val_loss")->spelling, "NaN");
    ck_assert_str_eq(lc_run_find(run, "test_loss")->spelling, "inf");
    ck_assert(lc_run_find(run, "lr")->y[0] == .25);
    ck_assert_str_eq(lc_run_find(run, "lr")->averaged, "mean of 20");
    ck_assert_ptr_null(lc_run_find(run, "loss")->averaged);
    lc_runs_free(&runs);
}
END_TEST

/* Put together it is cut off, and else it isn't. */
START_TEST(a_long_name_is_cut)
{
    static const struct {
        size_t name;
        const char *prefix;
        size_t length;
    } cases[] = {{LC_NAME_MAX - 4, "val_", LC_NAME_MAX},
                 {LC_NAME_MAX - 3, "val_", LC_NAME_MAX},
                 {2 * LC_NAME_MAX, "val_", LC_NAME_MAX},
                 {2 * LC_NAME_MAX, "", 2 * LC_NAME_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char name[2 * LC_NAME_MAX + 1] = "";
        memset(name, 'x', cases[i].name);
        name[0] = 'a';
        lc_named_value v = of(name, "1", 1);
        lc_builder *b = opened();
        ck_assert_int_eq(lc_builder_record(b), LC_OK);
        ck_assert_int_eq(lc_named_put(b, cases[i].prefix, &v), LC_OK);
        lc_runs runs = finished(b);
        const char *is = runs.run[0].series[0].metric.name;
        ck_assert_uint_eq(strlen(is), cases[i].length);
        ck_assert(strncmp(is, cases[i].prefix, strlen(cases[i].prefix)) == 0);
        ck_assert(strncmp(is + strlen(cases[i].prefix), "axx", 3) == 0);
        lc_runs_free(&runs);
    }
}
END_TEST

START_TEST(runs_but_the_first_have_a_number)
{
    lc_builder *b = opened();
    for (size_t n = 1; n <= 3; n++) {
        ck_assert_int_eq(lc_named_begin(b, "fit", n), LC_OK);
        ck_assert_int_eq(lc_builder_record(b), LC_OK);
        ck_assert_int_eq(lc_named_put_number(b, "loss", (double)n), LC_OK);
    }
    lc_runs runs = finished(b);
    ck_assert_uint_eq(runs.n, 3);
    ck_assert_ptr_null(runs.run[0].name);
    ck_assert_str_eq(runs.run[1].name, "fit 2");
    ck_assert_str_eq(runs.run[2].name, "fit 3");
    lc_runs_free(&runs);
}
END_TEST

START_TEST(a_file_may_be_called_as_its_metric)
{
    static const struct {
        const char *path, *name;
    } cases[] = {{"logs/train_loss.csv", "train_loss"},
                 {"val_accuracy.csv", "val_accuracy"},
                 {"loss", "loss"},
                 {"loss.tar.gz", "loss"},
                 {"loss/run.csv", ""},
                 {"run.csv", ""},
                 {"lr.csv", ""},
                 {"epoch.csv", ""},
                 {"", ""},
                 {NULL, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_span name = lc_named_by_file(cases[i].path);
        ck_assert_msg(lc_span_is(&name, cases[i].name), "%s", cases[i].path);
    }
}
END_TEST

/* ---- steps ------------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    struct {
        double step;
        const char *rest;
    } line[6]; /* NULL: no more */
    const char *told;
} logs[] = {
    {"a line a step",
     {{1, "loss: 3 acc: 0.5"}, {2, "loss: 2 acc: 0.6"}},
     "2 step 1..2: loss 3..2, acc 0.5..0.6\n"},
    {"two lines of each step",
     {{1, "loss: 3"}, {1, "val_loss: 4"}, {2, "loss: 2"}, {2, "val_loss: 3"}},
     "2 step 1..2: loss 3..2, val_loss 4..3\n"},
    {"times are told again, and shares are no times",
     {{1, "loss: 3 time: 5ms"}, {1, "acc: 50% time: 7ms"}, {2, "loss: 2 time: 6ms"}},
     "2 step 1..2: loss 3..2, time 5..6, acc 50..50\n"},
    {"a mean time over no steps",
     {{1, "loss: 3 step_avg: nanms"}, {2, "loss: 2 step_avg: 8ms"}},
     "2 step 1..2: loss 3..2, step_avg 8..8\n"},
    {"what has no name", {{1, "1/20 loss: 3"}, {2, "2/20 loss: 2"}}, "2 step 1..2: loss 3..2\n"},
    {"a training that starts over",
     {{1, "loss: 3"}, {2, "loss: 2"}, {1, "loss: 5"}, {2, "loss: 4"}},
     "2 step 1..2: loss 3..2\n[run 2] 2 step 1..2: loss 5..4\n"},
    {"a first step of 0", {{0, "loss: 3"}, {1, "loss: 2"}}, "2 step 0..1: loss 3..2\n"},
};

START_TEST(lines_of_one_step_are_its_record)
{
    lc_builder *b = opened();
    lc_run_boundary at = {0};
    double before = NAN;
    for (size_t i = 0; i < 6 && logs[_i].line[i].rest; i++) {
        bool same;
        size_t n;
        double step = logs[_i].line[i].step;
        ck_assert_int_eq(lc_steps_at(&at, b, "step", step, &same), LC_OK);
        ck_assert(same == (step == before));
        ck_assert_int_eq(lc_steps_put(b, lc_span_of(logs[_i].line[i].rest), same, &n), LC_OK);
        ck_assert_uint_ge(n, 1);
        before = step;
    }
    lc_runs runs = finished(b);
    char *told = describe_runs(&runs);
    ck_assert_msg(strcmp(told, logs[_i].told) == 0, "%s: %s", logs[_i].what, told);
    free(told);
    lc_runs_free(&runs);
}
END_TEST

START_TEST(pairs_that_are_put_are_counted)
{
    static const struct {
        const char *rest;
        bool same;
        size_t n;
    } cases[] = {{"loss: 3 acc: 0.5 time: 7ms", false, 3},
                 {"loss: 3 acc: 0.5 time: 7ms", true, 2},
                 {"3/25 loss: 3", false, 1},
                 {"words", false, 0},
                 {"time: nanms", false, 0},
                 {"acc: nan", false, 1},
                 {"acc: 12%", true, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        lc_builder *b = opened();
        size_t n = 7;
        ck_assert_int_eq(lc_builder_record(b), LC_OK);
        ck_assert_int_eq(lc_steps_put(b, lc_span_of(cases[i].rest), cases[i].same, &n), LC_OK);
        ck_assert_msg(n == cases[i].n, "%s: %zu", cases[i].rest, n);
        lc_builder_close(b);
    }
}
END_TEST

Suite *suite_named(void)
{
    Suite *s = suite_create("named");
    TCase *t = tcase_create("all");
    tcase_add_test(t, a_value_goes_under_prefix_and_name);
    tcase_add_test(t, a_long_name_is_cut);
    tcase_add_test(t, runs_but_the_first_have_a_number);
    tcase_add_test(t, a_file_may_be_called_as_its_metric);
    tcase_add_loop_test(t, lines_of_one_step_are_its_record, 0, (int)(sizeof logs / sizeof *logs));
    tcase_add_test(t, pairs_that_are_put_are_counted);
    suite_add_tcase(s, t);
    return s;
}
