/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_size_curve.c - errors, noise and the last doubling of a curve over training-set size. */
#include "diagnose/size_curve.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_size_curve(void);

static const double sizes[] = {100, 200, 400, 800};

/* Read the curve of these series over sizes of n training sets. */
static bool read(lc_size_curve *c, studied *s, size_t n, const made_series *made)
{
    *s = (studied){.run = LC_RUN_INIT};
    ck_assert_int_eq(lc_run_set_axis(&s->run, LC_TRAIN_SIZE, sizes, n, NULL), LC_OK);
    for (size_t i = 0; i < STUDIED_SERIES && made[i].name; i++)
        add(&s->run, made[i].name, made[i].y);
    study(s);
    return lc_size_curve_read(c, &s->context);
}

static const struct {
    const char *what;
    size_t n;
    made_series made[STUDIED_SERIES];
    double train, validation, first, gain, whole; /* train < 0: there is no curve */
} cases[] = {
    {"a score",
     4,
     {{"train_score", {1, .98, .96, .95}}, {"val_score", {.6, .7, .78, .84}}},
     .05,
     .16,
     .4,
     .06,
     1},
    {"of a hundred",
     4,
     {{"train_accuracy", {100, 98, 96, 95}}, {"val_accuracy", {60, 70, 78, 84}}},
     5,
     16,
     40,
     6,
     100},
    {"a loss", 4, {{"loss", {.1, .2, .3, .35}}, {"val_loss", {2, 1.5, 1.2, 1}}}, .35, 1, 2, .2, 0},
    {"a negative error",
     4,
     {{"train_score", {-.1, -.2, -.3, -.35}}, {"val_score", {-2, -1.5, -1.2, -1}}},
     .35,
     1,
     2,
     .2,
     0},
    {"the score before the loss",
     4,
     {{"loss", {.1, .2, .3, .35}},
      {"val_loss", {2, 1.5, 1.2, 1}},
      {"train_score", {1, .98, .96, .95}},
      {"val_score", {.6, .7, .78, .84}}},
     .05,
     .16,
     .4,
     .06,
     1},
    {"three sizes",
     3,
     {{"train_score", {1, .98, .96}}, {"val_score", {.6, .7, .78}}},
     .04,
     .22,
     .4,
     .08,
     1},
    {"two of them", 2, {{"train_score", {1, .98}}, {"val_score", {.6, .7}}}, -1, 0, 0, 0, 0},
    {"no validation", 4, {{"train_score", {1, .98, .96, .95}}}, -1, 0, 0, 0, 0},
    {"a loss below 0",
     4,
     {{"loss", {.1, .2, .3, .35}}, {"val_loss", {2, 1, 0, -1}}},
     -1,
     0,
     0,
     0,
     0},
    {"nothing wrong",
     4,
     {{"train_score", {1, 1, 1, 1}}, {"val_score", {.6, .8, .9, 1}}},
     -1,
     0,
     0,
     0,
     0},
};

START_TEST(errors_are_what_is_left_to_the_best_value)
{
    lc_size_curve c;
    studied s;
    bool is = read(&c, &s, cases[_i].n, cases[_i].made);
    ck_assert_msg(is == (cases[_i].train >= 0), "%s", cases[_i].what);
    if (is) {
        ck_assert(c.size == sizes[cases[_i].n - 1]);
        ck_assert_double_eq_tol(c.train, cases[_i].train, 1e-9);
        ck_assert_double_eq_tol(c.validation, cases[_i].validation, 1e-9);
        ck_assert_double_eq_tol(c.first, cases[_i].first, 1e-9);
        ck_assert_double_eq_tol(c.gain, cases[_i].gain, 1e-9);
        ck_assert_double_eq_tol(c.whole, cases[_i].whole, 1e-9);
    }
    studied_free(&s);
}
END_TEST

/* Two thirds of the folds' deviation at the largest size, by whatever name, where it is more than the curve's
 * scatter. */
START_TEST(the_folds_deviation_is_noise)
{
    static const struct {
        const char *score, *deviation;
        bool is;
    } cases_of[] = {
        {"val_score", "val_score_std", true},      {"val_score", "val_std_score", true},
        {"val_mean_score", "val_std_score", true}, {"val_score_mean", "val_score_std", true},
        {"val_score", "train_score_std", false},   {"val_score", "val_accuracy_std", false}};
    for (size_t i = 0; i < sizeof cases_of / sizeof *cases_of; i++) {
        static const double right[] = {.6, .7, .78, .84}, train[] = {1, .98, .96, .95},
                            deviation[] = {.3, .25, .22, .2};
        lc_size_curve c;
        studied s = {.run = LC_RUN_INIT};
        ck_assert_int_eq(lc_run_set_axis(&s.run, LC_TRAIN_SIZE, sizes, 4, NULL), LC_OK);
        char name[40];
        snprintf(name, sizeof name, "train_%s", cases_of[i].score + 4);
        add(&s.run, name, train);
        add(&s.run, cases_of[i].score, right);
        add(&s.run, cases_of[i].deviation, deviation);
        study(&s);
        ck_assert(lc_size_curve_read(&c, &s.context));
        ck_assert_msg((c.noise > .1 && c.noise < .17) == cases_of[i].is, "%s: %g",
                      cases_of[i].deviation, c.noise);
        studied_free(&s);
    }
}
END_TEST

/* Half of the largest size lies between 100 and 800: two thirds of the way of its logarithm. */
START_TEST(the_last_doubling_is_read_between_sizes)
{
    static const double x[] = {50, 100, 800}, train[] = {1, .98, .96}, right[] = {.5, .6, .9};
    lc_size_curve c;
    studied s = {.run = LC_RUN_INIT};
    ck_assert_int_eq(lc_run_set_axis(&s.run, LC_TRAIN_SIZE, x, 3, NULL), LC_OK);
    add(&s.run, "train_score", train);
    add(&s.run, "val_score", right);
    study(&s);
    ck_assert(lc_size_curve_read(&c, &s.context));
    ck_assert_double_eq_tol(c.gain, .1, 1e-9); /* 0.4 / 3 + 0.1 * 2 / 3 less 0.1 */
    studied_free(&s);
}
END_TEST

Suite *suite_size_curve(void)
{
    Suite *s = suite_create("size_curve");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, errors_are_what_is_left_to_the_best_value, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, the_folds_deviation_is_noise);
    tcase_add_test(t, the_last_doubling_is_read_between_sizes);
    suite_add_tcase(s, t);
    return s;
}
