/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_compare.c - groups of runs by one metric, their differences and a kept baseline. */
#include "base/mem.h"
#include "curves.h"
#include "model/params.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

Suite *suite_compare(void);

#define RUNS_MAX 8

static lc_run runs[RUNS_MAX];
static const lc_run *list[RUNS_MAX];

/* Runs of four records whose validation loss is 10, 9, BEST, 9.5. */
static void make_runs(const double *best, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        runs[i] = run_over(4);
        add(&runs[i], "val_loss", (const double[]){10, 9, best[i], 9.5});
        list[i] = &runs[i];
    }
}

static void free_runs(size_t n)
{
    for (size_t i = 0; i < n; i++)
        lc_run_free(&runs[i]);
}

/* Two-sided 95 % points of Student's t, from tables: 12.706 (1), 4.302653 (2), 2.776445 (4). */
static const struct {
    const char *what;
    double best[6];
    const char *group[6];
    size_t n;
    double difference, reach;
} cases[] = {
    /* both variances 1, n = 3: error sqrt(2/3) = 0.8164966, 4 degrees of freedom */
    {"equal spreads", {1, 2, 3, 5, 6, 7}, {"a", "a", "a", "b", "b", "b"}, 6, 4, 2.266960},
    /* variances 1 and 0: error sqrt(1/3), (1/3)^2 / ((1/3)^2 / 2) = 2 degrees */
    {"one without spread", {1, 2, 3, 6, 6, 6}, {"a", "a", "a", "b", "b", "b"}, 6, 4, 2.484138},
    /* one spread for both: squares 2 over 2 degrees, error sqrt(1 + 1/3) */
    {"one run against three", {1, 2, 3, 7}, {"a", "a", "a", "b"}, 4, 5, 4.968276},
    {"three runs against one", {1, 6, 7, 8}, {"b", "a", "a", "a"}, 4, 6, 4.968276},
};

START_TEST(differences_are_worked_by_hand)
{
    const size_t n = cases[_i].n;
    lc_comparison c = LC_COMPARISON_INIT;
    make_runs(cases[_i].best, n);
    ck_assert_int_eq(lc_compare(&c, list, cases[_i].group, n, NULL, NULL), LC_OK);
    ck_assert_uint_eq(c.n, 2);
    ck_assert_str_eq(c.metric, "val_loss");
    ck_assert(lc_is_absent(c.group[0].difference) && !c.group[0].basis);
    ck_assert_double_eq_tol(c.group[1].difference, cases[_i].difference, 1e-12);
    ck_assert_double_eq_tol(c.group[1].low, cases[_i].difference - cases[_i].reach, 1e-5);
    ck_assert_double_eq_tol(c.group[1].high, cases[_i].difference + cases[_i].reach, 1e-5);
    lc_comparison_free(&c);
    free_runs(n);
}
END_TEST

START_TEST(a_group_has_its_median_range_and_the_time_to_the_common_level)
{
    const char *const groups[] = {"slow", "fast", "fast", "fast"};
    lc_comparison c = LC_COMPARISON_INIT;
    make_runs((const double[]){9, 3, 1, 2}, 4);
    ck_assert_int_eq(lc_compare(&c, list, groups, 4, "val_loss", NULL), LC_OK);
    ck_assert_str_eq(c.group[0].name, "fast");
    ck_assert_uint_eq(c.group[0].runs, 3);
    ck_assert(c.group[0].best == 2 && c.group[0].best_low == 1 && c.group[0].best_high == 3);
    ck_assert(c.group[0].best_at == 3 && c.group[0].last == 9.5);
    ck_assert(c.level == 9 && c.group[0].reached == 2 && c.group[1].reached == 2);
    lc_comparison_free(&c);
    free_runs(4);
}
END_TEST

START_TEST(higher_is_better_for_scores_and_runs_without_the_metric_are_counted)
{
    const char *const groups[] = {"a", "b", "c"};
    lc_comparison c = LC_COMPARISON_INIT;
    for (size_t i = 0; i < 3; i++) {
        runs[i] = run_over(3);
        list[i] = &runs[i];
    }
    add(&runs[0], "accuracy", (const double[]){0.1, 0.5, 0.4});
    add(&runs[1], "accuracy", (const double[]){0.1, 0.7, NAN});
    add(&runs[2], "loss", (const double[]){3, 2, 1});
    ck_assert_int_eq(lc_compare(&c, list, groups, 3, "accuracy", NULL), LC_OK);
    ck_assert_uint_eq(c.n, 2);
    ck_assert_uint_eq(c.missing, 1);
    ck_assert_str_eq(c.group[0].name, "b");
    ck_assert_double_eq_tol(c.group[1].difference, 0.2, 1e-12);
    lc_error err = LC_ERROR_INIT;
    ck_assert_int_eq(lc_compare(&c, list, groups, 3, "f1", &err), LC_E_ARG);
    ck_assert_str_eq(err.msg, "no run has a value of the metric 'f1'; the first run has: accuracy");
    ck_assert_uint_eq(c.n, 2); /* as it was */
    lc_comparison_free(&c);
    free_runs(3);
}
END_TEST

START_TEST(single_runs_differ_by_their_noise)
{
    enum { N = 60 };
    double y[N];
    const char *const groups[] = {"a", "b"};
    lc_comparison c = LC_COMPARISON_INIT;
    uint64_t seed = 7;
    for (size_t i = 0; i < 2; i++) {
        draw(y, N, &(shape){.start = 2, .floor = i ? 0.52 : 0.5, .scale = 5, .noise = 0.05}, &seed);
        runs[i] = run_over(N);
        add(&runs[i], "loss", y);
        list[i] = &runs[i];
    }
    ck_assert_int_eq(lc_compare(&c, list, groups, 2, NULL, NULL), LC_OK);
    double reach = (c.group[1].high - c.group[1].low) / 2;
    ck_assert_double_eq_tol(reach, 1.96 * 0.05 * sqrt(2), 0.04);
    ck_assert(c.group[1].low < 0 && c.group[1].high > 0);
    ck_assert_str_eq(c.group[1].basis, "noise of the two curves alone");
    lc_comparison_free(&c);
    free_runs(2);
}
END_TEST

static void set(lc_run *run, const char *name, const char *value)
{
    ck_assert_int_eq(lc_params_set(&run->params, name, strlen(name), value, strlen(value), NULL),
                     LC_OK);
}

/* "lr: 0.1 | 0.2; ..." of all that differs; free() it. */
static char *differs_of(const char *const *groups, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    lc_comparison c = LC_COMPARISON_INIT;
    FILE *out = open_memstream(&text, &size);
    ck_assert_int_eq(lc_compare(&c, list, groups, n, NULL, NULL), LC_OK);
    for (size_t i = 0; i < c.differs_n; i++) {
        fprintf(out, "%s%s:", i ? "; " : "", c.differs[i].name);
        for (size_t k = 0; k < c.n; k++) {
            const lc_texts *values = &c.differs[i].values[k];
            fprintf(out, "%s%s", k ? " |" : "", values->n ? "" : " -");
            for (size_t j = 0; j < values->n; j++)
                fprintf(out, "%s %s", j ? "," : "", values->text[j]);
        }
    }
    lc_comparison_free(&c);
    fclose(out);
    return text;
}

START_TEST(says_what_runs_differ_in)
{
    const char *const groups[] = {"a", "b", "c"};
    make_runs((const double[]){1, 2, 3}, 3);
    set(&runs[0], "lr", "0.001");
    set(&runs[1], "lr", "1e-3"); /* the same number */
    set(&runs[0], "optimizer", "adam");
    set(&runs[1], "optimizer", "sgd");
    set(&runs[1], "momentum", "0.9"); /* run a tells others, run c nothing */
    runs[0].facts.batch_size = 32;
    runs[1].facts.batch_size = 64;
    runs[1].facts.class_entropy = 0.5; /* follows from the data */
    add(&runs[0], "dropout", (const double[]){0.1, 0.1, 0.1, 0.1});
    add(&runs[1], "dropout", (const double[]){0.1, 0.1, 0.2, 0.1});
    add(&runs[2], "dropout", (const double[]){0.1, 0.1, 0.1, 0.1});
    add(&runs[0], "loss", (const double[]){1, 1, 1, 1}); /* is measured */
    char *text = differs_of(groups, 3);
    ck_assert_str_eq(text, "dropout: 0.1 | varies | 0.1; batch_size: 32 | 64 | -; "
                           "optimizer: adam | sgd | -; momentum: - | 0.9 | -");
    free(text);
    free_runs(3);
}
END_TEST

/* Seeds differ within the groups in the same way; of many values some are shown. */
START_TEST(says_what_groups_differ_in)
{
    static const char *const seeds[] = {"1", "2", "3", "4", "5", "6"};
    const char *const groups[] = {"a", "a", "b", "b", "b", "b"};
    make_runs((const double[]){1, 2, 3, 4, 5, 6}, 6);
    for (size_t i = 0; i < 6; i++) {
        set(&runs[i], "seed", seeds[i % 2]);
        set(&runs[i], "width", i < 2 ? "16" : "32");
        set(&runs[i], "id", seeds[i]);
    }
    char *text = differs_of(groups, 6);
    ck_assert_str_eq(text, "width: 16 | 32; id: 1, 2 | 3, 4, 5, 6");
    free(text);
    free_runs(6);
}
END_TEST

/* Of a group the verdict that most of its runs have. */
START_TEST(groups_have_the_verdict_of_most_runs)
{
    static const double nan_ended[] = {1, 0.8, NAN, NAN, NAN, NAN, NAN, NAN};
    double falling[8];
    const char *const groups[] = {"a", "a", "a", "b"};
    lc_comparison c = LC_COMPARISON_INIT;
    for (size_t i = 0; i < 8; i++)
        falling[i] = 1.5 - 0.1 * (double)i;
    for (size_t i = 0; i < 4; i++) {
        runs[i] = run_over(8);
        add(&runs[i], "val_loss", i < 2 ? nan_ended : falling);
        list[i] = &runs[i];
    }
    ck_assert_int_eq(lc_compare(&c, list, groups, 4, NULL, NULL), LC_OK);
    for (size_t k = 0; k < 2; k++) {
        bool a = strcmp(c.group[k].name, "a") == 0;
        ck_assert_int_eq(strcmp(c.group[k].verdict, "non-finite") == 0, a);
        ck_assert_uint_eq(c.group[k].verdict_runs, a ? 2 : 1);
    }
    lc_comparison_free(&c);
    free_runs(4);
}
END_TEST

START_TEST(a_baseline_is_read_back_and_nothing_else_is_one)
{
    char path[] = "/tmp/lc-test-XXXXXX";
    int fd = mkstemp(path);
    ck_assert_int_ge(fd, 0);
    close(fd);
    const char *const groups[] = {"a", "a"};
    lc_comparison c = LC_COMPARISON_INIT, back = LC_COMPARISON_INIT;
    lc_error err = LC_ERROR_INIT;
    make_runs((const double[]){1.0 / 3, 0.1}, 2);
    ck_assert_int_eq(lc_compare(&c, list, groups, 2, NULL, NULL), LC_OK);
    ck_assert_int_eq(lc_comparison_save(path, &c, NULL), LC_OK);
    ck_assert_int_eq(lc_comparison_load(&back, path, NULL), LC_OK);
    ck_assert_str_eq(back.metric, "val_loss");
    ck_assert_str_eq(back.group[0].name, "a");
    ck_assert(back.better == LC_LOWER_IS_BETTER && back.group[0].runs == 2);
    ck_assert(back.group[0].best == c.group[0].best && back.group[0].last == 9.5);
    static const char *const others[] = {"", "{}", "[1", "{\"schema\": \"other\"}",
                                         "{\"schema\": \"learncurve/baseline/1\"}"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        FILE *f = fopen(path, "w");
        fputs(others[i], f);
        fclose(f);
        ck_assert_int_eq(lc_comparison_load(&back, path, &err), LC_E_FORMAT);
    }
    FILE *later = fopen(path, "w");
    fputs("{\"schema\": \"learncurve/baseline/2\"}", later);
    fclose(later);
    ck_assert_int_eq(lc_comparison_load(&back, path, &err), LC_E_LIMIT);
    unlink(path);
    ck_assert_int_eq(lc_comparison_load(&back, path, &err), LC_E_IO);
    lc_comparison_free(&back);
    lc_comparison_free(&c);
    free_runs(2);
}
END_TEST

START_TEST(memory_may_run_out)
{
    const char *const groups[] = {"a", "b", "a"};
    lc_comparison c = LC_COMPARISON_INIT;
    make_runs((const double[]){1, 2, 3}, 3);
    set(&runs[0], "lr", "0.1");
    set(&runs[1], "lr", "0.2");
    set(&runs[2], "lr", "0.3");
    lc_status st = LC_E_NOMEM;
    for (size_t k = 1; st != LC_OK; k++) {
        lc_mem_fail_at(k);
        st = lc_compare(&c, list, groups, 3, NULL, NULL);
        lc_mem_fail_at(0);
        ck_assert(st == LC_OK || st == LC_E_NOMEM);
        ck_assert_uint_lt(k, 10000);
    }
    lc_comparison_free(&c);
    free_runs(3);
}
END_TEST

Suite *suite_compare(void)
{
    Suite *s = suite_create("compare");
    TCase *t = tcase_create("compare");
    tcase_add_loop_test(t, differences_are_worked_by_hand, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, a_group_has_its_median_range_and_the_time_to_the_common_level);
    tcase_add_test(t, higher_is_better_for_scores_and_runs_without_the_metric_are_counted);
    tcase_add_test(t, single_runs_differ_by_their_noise);
    tcase_add_test(t, says_what_runs_differ_in);
    tcase_add_test(t, says_what_groups_differ_in);
    tcase_add_test(t, groups_have_the_verdict_of_most_runs);
    tcase_add_test(t, a_baseline_is_read_back_and_nothing_else_is_one);
    tcase_add_test(t, memory_may_run_out);
    suite_add_tcase(s, t);
    return s;
}
