/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_floor.c - losses below the least that a cross-entropy can be at its accuracy. */
#include "diagnose/floor.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_floor(void);

#define LN2 0.69314718055994531

/* Half of the samples wrong cost 0.347, 0.4 of them 0.277. Digits of 0.1 allow for 0.05 on both numbers. */
START_TEST(counts_what_is_below)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {.2, .5, .1, .3, NAN, .1}},
                                                     {"accuracy", {.5, .5, .6, .5, .5, NAN}}};
    studied s;
    study_made(&s, 6, NULL, made);
    lc_floor c = lc_floor_count(&s.context, s.context.analyzed);
    ck_assert(c.records == 4 && c.below == 2 && c.from_start);
    ck_assert_double_eq_tol(c.least, .5 * LN2 / .2, 1e-12);
    ck_assert(c.least_x == 1 && c.least_loss == .2);
    ck_assert_double_eq_tol(c.least_floor, .5 * LN2, 1e-12);
    ck_assert_double_eq_tol(c.most, .4 * LN2 / .1, 1e-12);
    ck_assert(c.most_x == 3 && c.most_loss == .1);
    ck_assert_double_eq_tol(c.most_floor, .4 * LN2, 1e-12);
    ck_assert_double_eq_tol(c.first_per_miss, .2 / .5, 1e-12);
    ck_assert_double_eq_tol(c.last_per_miss, .3 / .5, 1e-12);
    ck_assert(lc_floor_breached(&c, .5) && !lc_floor_breached(&c, .6));
    studied_free(&s);
}
END_TEST

/* The larger of two comes first here, and the accuracies are of a hundred. */
START_TEST(counts_what_is_below_in_another_order)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {.9, .1, .2, 0}},
                                                     {"accuracy", {50, 60, 50, 100}}};
    studied s;
    study_made(&s, 4, NULL, made);
    lc_floor c = lc_floor_count(&s.context, s.context.analyzed);
    ck_assert(c.records == 4 && c.below == 2 && !c.from_start);
    ck_assert(c.least_x == 3 && c.most_x == 2);
    ck_assert_double_eq_tol(c.first_per_miss, .9 / .5, 1e-12);
    ck_assert_double_eq_tol(c.last_per_miss, .2 / .5, 1e-12); /* without misses there is none */
    studied_free(&s);
}
END_TEST

START_TEST(a_loss_of_nothing_is_infinitely_below)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {0, .1}}, {"accuracy", {.5, 1}}};
    studied s;
    study_made(&s, 2, NULL, made);
    lc_floor c = lc_floor_count(&s.context, s.context.analyzed);
    ck_assert(c.records == 2 && c.below == 1 && isinf(c.most) && isinf(c.least));
    studied_free(&s);
}
END_TEST

START_TEST(without_an_accuracy_nothing_is_counted)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {.1, .1}},
                                                     {"val_accuracy", {.5, .5}}};
    studied s;
    study_made(&s, 2, NULL, made);
    lc_floor c = lc_floor_count(&s.context, s.context.analyzed);
    ck_assert(c.records == 0 && c.below == 0 && !lc_floor_breached(&c, 0));
    c = lc_floor_count(&s.context, &s.context.analyzed[1]); /* of no loss */
    ck_assert(c.records == 0 && c.loss == &s.context.analyzed[1]);
    studied_free(&s);
}
END_TEST

/* Both are logged at record 3 alone. */
START_TEST(loss_and_accuracy_meet_at_their_records)
{
    double a = lc_absent(), loss[] = {.1, a, .1, .1, a}, accuracy[] = {a, .5, .5, a, .6};
    studied s = {.run = run_over(5)};
    add(&s.run, "loss", loss);
    add(&s.run, "accuracy", accuracy);
    study(&s);
    lc_floor c = lc_floor_count(&s.context, s.context.analyzed);
    ck_assert(c.records == 1 && c.below == 1 && c.least_x == 3 && c.from_start);
    studied_free(&s);
}
END_TEST

/* train and validation are 10 records each, of which so many are below. */
static const struct {
    const char *what;
    size_t train, validation;
    bool train_start, validation_start;
    double train_miss, validation_miss; /* loss per miss */
    bool learns;
    lc_floor_sides sides;
} sides[] = {
    {"nothing is below", 0, 0, false, false, 1, 1, true, LC_FLOOR_ABOVE},
    {"little is", 2, 2, false, false, 1, 1, true, LC_FLOOR_ABOVE},
    {"both are", 8, 8, true, true, 1, 1, true, LC_FLOOR_BELOW},
    {"training alone, which costs as much", 8, 0, true, false, 1, 2, true, LC_FLOOR_BELOW},
    {"training alone, which costs far less", 8, 0, true, false, 1, 4, true, LC_FLOOR_DIFFERENT},
    {"validation alone", 0, 8, false, true, 4, 1, true, LC_FLOOR_DIFFERENT},
    {"while the other learns nothing", 8, 0, false, false, 1, 4, false, LC_FLOOR_ABOVE},
    {"from the start on", 8, 0, true, false, 1, 4, false, LC_FLOOR_DIFFERENT},
    {"the other is below at times", 8, 1, true, false, 1, 4, true, LC_FLOOR_BELOW},
    {"the other begins below", 8, 0, true, true, 1, 4, true, LC_FLOOR_BELOW},
};

static lc_floor made_floor(const lc_analyzed *loss, size_t below, bool from_start, double per_miss)
{
    return (lc_floor){.loss = loss,
                      .records = 10,
                      .below = below,
                      .from_start = from_start,
                      .first_per_miss = per_miss,
                      .last_per_miss = per_miss};
}

START_TEST(compares_the_splits)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {3, 2, 1}}, {"val_loss", {1, 2, 3}}};
    studied s;
    study_made(&s, 3, NULL, made);
    const lc_analyzed *loss = &s.context.analyzed[sides[_i].learns ? 0 : 1];
    lc_floor train = made_floor(loss, sides[_i].train, sides[_i].train_start, sides[_i].train_miss),
             validation = made_floor(loss, sides[_i].validation, sides[_i].validation_start,
                                     sides[_i].validation_miss);
    ck_assert_msg(lc_floor_compare(&train, &validation, .5, 3) == sides[_i].sides, "%s",
                  sides[_i].what);
    validation.first_per_miss = 100; /* at the first records or the last ones */
    ck_assert_double_eq(lc_floor_ratio(&validation, &train), 100 / sides[_i].train_miss);
    studied_free(&s);
}
END_TEST

START_TEST(a_run_is_below_where_a_plain_loss_is)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        bool is;
    } cases[] = {{{{"loss", {.1, .1, .1}}, {"accuracy", {.5, .5, .5}}}, true},
                 {{{"loss", {.9, .9, .9}}, {"accuracy", {.5, .5, .5}}}, false},
                 {{{"val_loss", {.1, .1, .1}}, {"val_accuracy", {.5, .5, .5}}}, true},
                 {{{"focal_loss", {.1, .1, .1}}, {"accuracy", {.5, .5, .5}}}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 3, NULL, cases[i].made);
        ck_assert_msg(s.context.below_floor == cases[i].is, "%zu", i);
        studied_free(&s);
    }
}
END_TEST

Suite *suite_floor(void)
{
    Suite *s = suite_create("floor");
    TCase *t = tcase_create("all");
    tcase_add_test(t, counts_what_is_below);
    tcase_add_test(t, counts_what_is_below_in_another_order);
    tcase_add_test(t, a_loss_of_nothing_is_infinitely_below);
    tcase_add_test(t, without_an_accuracy_nothing_is_counted);
    tcase_add_test(t, loss_and_accuracy_meet_at_their_records);
    tcase_add_loop_test(t, compares_the_splits, 0, (int)(sizeof sides / sizeof *sides));
    tcase_add_test(t, a_run_is_below_where_a_plain_loss_is);
    suite_add_tcase(s, t);
    return s;
}
