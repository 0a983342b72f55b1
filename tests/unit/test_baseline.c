/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_baseline.c - what a network gets that never looks at its input. */
#include "diagnose/baseline.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_baseline(void);

#define R2                     \
    {                          \
        "r2",                  \
        {                      \
            .1, .4, .5, .6, .7 \
        }                      \
    }
static const struct {
    const char *what;
    lc_facts facts;
    made_series made[STUDIED_SERIES];
    double baseline; /* of the first series */
} cases[] = {
    {"ten classes", {.classes = 10}, {{"loss", {3, 2, 1, 1, 1}}}, 2.302585092994},
    {"an accuracy of them", {.classes = 10}, {{"accuracy", {.3, .4, .5, .6, .7}}}, .1},
    {"of a hundred", {.classes = 10}, {{"accuracy", {30, 40, 50, 60, 70}}}, 10},
    {"a single class", {.classes = 1}, {{"accuracy", {.3, .4, .5, .6, .7}}}, NAN},
    {"two classes", {.classes = 2}, {{"accuracy", {.3, .4, .5, .6, .7}}}, .5},
    {"unknown classes", {.classes = 0}, {{"loss", {3, 2, 1, 1, 1}}}, NAN},
    {"a loss of another kind", {.classes = 10}, {{"focal_loss", {3, 2, 1, 1, 1}}}, NAN},
    {"a score that is no accuracy", {.classes = 10}, {{"f1", {.3, .4, .5, .6, .7}}}, NAN},
    {"classes of unequal size", {.classes = 10, .class_entropy = 1.5}, {{"loss", {3, 2, 1}}}, 1.5},
    {"those of validation",
     {.classes = 10, .class_entropy = 1.5, .validation_class_entropy = 1.25},
     {{"val_loss", {3, 2, 1, 1, 1}}},
     1.25},
    {"of training beside them",
     {.classes = 10, .class_entropy = 1.5, .validation_class_entropy = 1.25},
     {{"loss", {3, 2, 1, 1, 1}}},
     1.5},
    {"weights", {.classes = 10, .weighted_class_entropy = 2}, {{"loss", {3, 2, 1, 1, 1}}}, 2},
    {"beside weights",
     {.classes = 10, .weighted_class_entropy = 2},
     {{"val_loss", {3, 2, 1, 1, 1}}},
     NAN},
    {"r2", {.classes = 0}, {R2}, 0},
    /* 2 / 0.9, 1.333 / 0.6, ...: 2.222 times what r2 leaves */
    {"a squared error beside r2",
     {.classes = 0},
     {{"loss", {2, 1.3333, 1.1111, .8889, .6667}}, R2},
     2.2222},
    {"another loss beside it", {.classes = 0}, {{"loss", {2, 1, 1.5, .5, .8}}, R2}, NAN},
    {"of two records", {.classes = 0}, {{"loss", {2, 1.3333, NAN, NAN, NAN}}, R2}, NAN},
    {"of three", {.classes = 0}, {{"loss", {2, 1.3333, 1.1111, NAN, NAN}}, R2}, 2.2222},
    {"r2 of another split",
     {.classes = 0},
     {{"val_loss", {2, 1.3333, 1.1111, .8889, .6667}}, R2},
     NAN},
    /* at 0.6 of two classes, equally sure of each answer, 0.673 */
    {"two classes by the loss",
     {.classes = 0},
     {{"accuracy", {.45, .6, .7, .8, .9}}, {"loss", {.8, .673, .6, .5, .4}}},
     .5},
    {"more of them by the loss",
     {.classes = 0},
     {{"accuracy", {.45, .6, .7, .8, .9}}, {"loss", {.8, 1.5, .6, .5, .4}}},
     NAN},
    {"a loss that is too small for them",
     {.classes = 0},
     {{"accuracy", {.45, .6, .7, .8, .9}}, {"loss", {.8, .2, .6, .5, .4}}},
     NAN},
    {"no record that is half right",
     {.classes = 0},
     {{"accuracy", {.2, .3, .3, .9, .95}}, {"loss", {.8, .673, .6, .5, .4}}},
     NAN},
    {"of a hundred",
     {.classes = 0},
     {{"accuracy", {45, 60, 70, 80, 90}}, {"loss", {.8, .673, .6, .5, .4}}},
     50},
    {"of validation alone",
     {.classes = 0},
     {{"val_accuracy", {.45, .6, .7, .8, .9}}, {"val_loss", {.8, .673, .6, .5, .4}}},
     NAN},
};

START_TEST(what_needs_no_input_is_known_by_the_log)
{
    studied s = {.run = run_over(5)};
    for (size_t i = 0; cases[_i].made[i].name; i++)
        add(&s.run, cases[_i].made[i].name, cases[_i].made[i].y);
    s.run.facts = cases[_i].facts;
    study(&s);
    double is = s.context.analyzed[0].baseline, want = cases[_i].baseline;
    ck_assert_msg(isnan(want) ? isnan(is) : fabs(is - want) <= 1e-3 * fabs(want), "%s: %g",
                  cases[_i].what, is);
    studied_free(&s);
}
END_TEST

START_TEST(two_classes_have_an_entropy)
{
    ck_assert_double_eq_tol(lc_baseline_entropy(.5), log(2), 1e-12);
    ck_assert_double_eq_tol(lc_baseline_entropy(.1), -.1 * log(.1) - .9 * log(.9), 1e-12);
    ck_assert(lc_baseline_entropy(0) == 0 && lc_baseline_entropy(1) == 0);
    ck_assert(lc_baseline_entropy(-1) == 0 && lc_baseline_entropy(2) == 0);
}
END_TEST

Suite *suite_baseline(void)
{
    Suite *s = suite_create("baseline");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, what_needs_no_input_is_known_by_the_log, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, two_classes_have_an_entropy);
    suite_add_tcase(s, t);
    return s;
}
