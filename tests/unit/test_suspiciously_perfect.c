/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_suspiciously_perfect.c - too good at once, good in the end, good for a moment. */
#include "curves.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_suspiciously_perfect(void);

#define RULE "suspiciously-perfect"
#define N 30

static const struct {
    const char *what;
    double first, later; /* of val_accuracy; the change is after `after` records */
    size_t after;
    const char *name;
    bool fires;
} cases[] = {
    {"from the first record on", 1, 1, N, "val_accuracy", true},
    {"from the third on", .9, .999, 2, "val_accuracy", true},
    {"from the fourth on is past the tenth of thirty", .9, .999, 3, "val_accuracy", false},
    {"as good as the limit says", .998, .998, N, "val_accuracy", true},
    {"nearly", .9975, .9975, N, "val_accuracy", false},
    {"for a few records only", 1, .9, 5, "val_accuracy", false},
    {"training may be perfect", 1, 1, N, "accuracy", false},
    {"an AUC", 1, 1, N, "val_auc", true},
    {"a loss is no score", 1, 1, N, "val_loss", false},
    {"an r2 in the first half", .9, .999, 14, "val_r2", true},
    {"an r2 in the second", .9, .999, 15, "val_r2", false},
};

START_TEST(asks_for_another_explanation)
{
    double y[N];
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++)
        y[i] = i < cases[_i].after ? cases[_i].first : cases[_i].later;
    add(&run, cases[_i].name, y);
    size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
    ck_assert_msg(n == cases[_i].fires, "%s: %zu", cases[_i].what, n);
    lc_run_free(&run);
}
END_TEST

/* Of 59 samples that are all right, 95 % being right is as much as one can tell. */
START_TEST(few_samples_tell_nothing)
{
    double y[N];
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++)
        y[i] = 1;
    add(&run, "val_accuracy", y);
    run.facts.validation_samples = 59;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    run.facts.validation_samples = 60;
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), 1);
    lc_run_free(&run);
}
END_TEST

/* Perfect from record 10 of 30 on, past the first tenth: with a cross-entropy that leaves no doubt, a
 * thousandth of ln 2 = 0.000693, or of ln 10 = 0.0023 where ten classes are told, it is early enough. */
static const struct {
    double loss;
    size_t classes, after;
    bool fires;
} sure[] = {
    {0.0006, 0, 10, true},   {0.0008, 0, 10, false}, {0.0022, 10, 10, true},
    {0.0024, 10, 10, false}, {0.0006, 0, 15, false},
};

START_TEST(a_loss_without_doubt_gives_it_more_time)
{
    double score[N], loss[N];
    lc_run run = run_over(N);
    for (size_t i = 0; i < N; i++) {
        score[i] = i < sure[_i].after ? .9 : 1;
        loss[i] = sure[_i].loss;
    }
    add(&run, "val_accuracy", score);
    add(&run, "val_loss", loss);
    run.facts.classes = sure[_i].classes;
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, sure[_i].fires);
    if (d.n)
        check_evidence(&d.findings[0], "loss_over_guess",
                       sure[_i].loss / (sure[_i].classes ? log(10) : log(2)), 1e-9);
    lc_diagnosis_free(&d);
    lc_run_free(&run);
}
END_TEST

/* Nearly all samples are of one class: the accuracy is perfect, and the area under the curve far from it. */
START_TEST(another_score_that_is_not_perfect_explains_it)
{
    static const struct {
        const char *name;
        double value;
        size_t findings;
    } beside[] = {{"val_auc", 0.87, 0},
                  {"val_auc", 0.999, 2},
                  {"auc", 0.87, 1},
                  {"val_loss", 0.87, 1},
                  {"val_bleu", 0.87, 1}};
    for (size_t k = 0; k < sizeof beside / sizeof *beside; k++) {
        double right[N], other[N];
        lc_run run = run_over(N);
        for (size_t i = 0; i < N; i++) {
            right[i] = 0.999;
            other[i] = beside[k].value;
        }
        add(&run, "val_accuracy", right);
        add(&run, beside[k].name, other);
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == beside[k].findings, "%s %g: %zu", beside[k].name, beside[k].value, n);
        lc_run_free(&run);
    }
}
END_TEST

/* A tenth of eight records is one; from the third on is early as well where nothing is wrong any more. */
static const rule_case third[] = {
    {"all right from the third record on",
     8,
     {{"accuracy", {.85, .93, .97, .985, .99, .992, .995, .995}},
      {"val_accuracy", {.93, .98, 1, 1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"first_at", 3}, {"perfect_records", 6}}},
    {"the same without training's",
     8,
     {{"val_accuracy", {.93, .98, 1, 1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"first_at", 3}}},
    {"all right but once",
     8,
     {{"accuracy", {.85, .93, .97, .985, .99, .992, .995, .995}},
      {"val_accuracy", {.93, .98, 1, 1, .999, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"some of training's stay wrong",
     8,
     {{"accuracy", {.85, .93, .95, .96, .97, .97, .975, .975}},
      {"val_accuracy", {.93, .98, 1, 1, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"from the fourth on",
     8,
     {{"accuracy", {.85, .93, .97, .985, .99, .992, .995, .995}},
      {"val_accuracy", {.93, .96, .98, 1, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
};

START_TEST(all_right_to_the_end_may_begin_a_little_later)
{
    check_rule_case(RULE, &third[_i]);
}
END_TEST

/* What came before may have been long enough, unless nothing is left that is wrong. */
/* Four records are enough where no sample is wrong in any of them, and training gets there. */
START_TEST(four_records_may_be_all_right)
{
    static const double right[] = {1, 1, 1, 1}, late[] = {0.98, 1, 1, 1},
                        train[2][4] = {{0.96, 1, 1, 1}, {0.7, 0.8, 0.85, 0.9}};
    for (size_t k = 0; k < 3; k++) {
        lc_run run = run_over(4);
        add(&run, "accuracy", train[k == 1]);
        add(&run, "val_accuracy", k == 2 ? late : right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k == 0);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(a_piece_of_a_run_may_begin_nearly_perfect)
{
    double x[N], y[N];
    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < N; i++) {
            x[i] = (double)i + (k ? 101 : 1);
            y[i] = k == 1 && i == 2 ? 0.9995 : 1;
        }
        lc_run run = run_at(x, N);
        add(&run, "val_accuracy", y);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k != 1);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_degenerate_curves)
{
    check_degenerate(RULE, "");
    check_descriptor(RULE);
}
END_TEST

Suite *suite_suspiciously_perfect(void)
{
    Suite *s = suite_create("suspiciously_perfect");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, asks_for_another_explanation, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, few_samples_tell_nothing);
    tcase_add_loop_test(t, a_loss_without_doubt_gives_it_more_time, 0,
                        (int)(sizeof sure / sizeof *sure));
    tcase_add_test(t, another_score_that_is_not_perfect_explains_it);
    tcase_add_loop_test(t, all_right_to_the_end_may_begin_a_little_later, 0,
                        (int)(sizeof third / sizeof *third));
    tcase_add_test(t, four_records_may_be_all_right);
    tcase_add_test(t, a_piece_of_a_run_may_begin_nearly_perfect);
    tcase_add_test(t, survives_degenerate_curves);
    suite_add_tcase(s, t);
    return s;
}
