/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_rate.c - where the learning rate changes, and what the loss is on either side. */
#include "diagnose/rate.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_rate(void);

START_TEST(the_rate_is_the_first_of_two_values)
{
    double a = lc_absent(), y[] = {3, 2, 1}, one[] = {a, .1, a}, lr[] = {.1, .1, .01};
    studied s = {.run = run_over(3)};
    add(&s.run, "loss", y);
    study(&s);
    ck_assert_ptr_null(lc_context_rate(&s.context));
    studied_free(&s);
    s = (studied){.run = run_over(3)};
    add(&s.run, "lr_a", one);
    add(&s.run, "lr", lr);
    add(&s.run, "learning_rate", lr);
    study(&s);
    ck_assert_str_eq(name_of(lc_context_rate(&s.context)), "lr");
    studied_free(&s);
}
END_TEST

START_TEST(a_warm_up_only_rises_and_by_a_lot)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        bool warms;
    } cases[] = {{{{"lr", {.1, .2, .3, .4}}}, true},   {{{"lr", {.1, .11, .12, .13}}}, false},
                 {{{"lr", {.1, .2, .2, .4}}}, false},  {{{"lr", {.1, .1, .2, .4}}}, false},
                 {{{"lr", {.1, .2, .3, .25}}}, false}, {{{"loss", {.1, .2, .3, .4}}}, false},
                 {{{"lr", {.4, .3, .2, .1}}}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 4, NULL, cases[i].made);
        ck_assert_msg(lc_context_warms_up(&s.context) == cases[i].warms, "%zu", i);
        studied_free(&s);
    }
}
END_TEST

START_TEST(changes_are_seen_in_the_training_loss)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        const char *loss;
    } cases[] = {{{{"box_loss", {3, 2}}, {"loss", {3, 2}}, {"val_loss", {3, 2}}}, "loss"},
                 {{{"box_loss", {3, 2}}, {"loss", {3, 2}}}, "box_loss"},
                 {{{"box_loss", {NAN, NAN}}, {"loss", {3, 2}}}, "loss"},
                 {{{"accuracy", {.3, .4}}, {"val_loss", {3, 2}}}, "none"},
                 {{{"policy_loss", {3, 2}}, {"mean_reward", {3, 4}}}, "none"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 2, NULL, cases[i].made);
        ck_assert_str_eq(name_of(lc_context_train_loss(&s.context)), cases[i].loss);
        studied_free(&s);
    }
}
END_TEST

/* A tenth from 7 on, twice from 13 on, half of it from 14 on; the loss is at 8, 5, 6 and 3. Levels are medians of
 * five points at most, none beyond the middle to another change. */
START_TEST(levels_stand_on_either_side_of_a_change)
{
    static const made_series made[STUDIED_SERIES] = {
        {"lr", {.1,  .1,  .1,  .1,  .1,  .1,  .01, .01, .01, .01,
                .01, .01, .02, .01, .01, .01, .01, .01, .01, .01}},
        {"loss", {9, 8, 8, 8, 8, 8, 5, 5, 5, 5, 4, 4, 6, 3, 3, 3, 3, 3, 2, 2}}};
    lc_rate_change c[LC_RATE_CHANGES_MAX];
    studied s;
    study_made(&s, 20, NULL, made);
    const lc_analyzed *rate = &s.context.analyzed[0], *loss = &s.context.analyzed[1];
    ck_assert_uint_eq(lc_rate_changes(c, &s.context, rate, loss, 2), 3);
    ck_assert(c[0].x == 7 && c[0].from == .1 && c[0].to == .01);
    ck_assert(c[0].before == 8 && c[0].after == 5);
    ck_assert(c[1].x == 13 && c[1].before == 4 && c[1].after == 6);
    ck_assert(c[2].x == 14 && c[2].before == 6 && c[2].after == 3);
    ck_assert_uint_eq(lc_rate_changes(c, &s.context, rate, loss, 3), 1);
    studied_free(&s);
}
END_TEST

START_TEST(no_change_comes_from_0_or_to_it)
{
    static const made_series made[STUDIED_SERIES] = {{"lr", {0, .1, .1, 0, .1, .3}},
                                                     {"loss", {6, 5, 4, 3, 2, 1}}};
    lc_rate_change c[LC_RATE_CHANGES_MAX];
    studied s;
    study_made(&s, 6, NULL, made);
    ck_assert_uint_eq(
        lc_rate_changes(c, &s.context, &s.context.analyzed[0], &s.context.analyzed[1], 2), 1);
    ck_assert(c[0].x == 6 && c[0].after == 1);
    studied_free(&s);
}
END_TEST

/* A loss that begins behind the change has no level before it. */
START_TEST(without_points_there_is_no_level)
{
    static const made_series made[STUDIED_SERIES] = {{"lr", {.1, .1, .01, .01, .01, .01}},
                                                     {"loss", {NAN, NAN, NAN, 3, 2, 1}}};
    lc_rate_change c[LC_RATE_CHANGES_MAX];
    studied s;
    study_made(&s, 6, NULL, made);
    ck_assert_uint_eq(
        lc_rate_changes(c, &s.context, &s.context.analyzed[0], &s.context.analyzed[1], 2), 1);
    ck_assert(isnan(c[0].before) && c[0].after == 2);
    studied_free(&s);
}
END_TEST

START_TEST(so_many_changes_are_looked_at)
{
    double lr[200], loss[200];
    for (size_t i = 0; i < 200; i++) {
        lr[i] = i % 2 ? .1 : .01;
        loss[i] = 1;
    }
    lc_rate_change c[LC_RATE_CHANGES_MAX + 1];
    studied s = {.run = run_over(200)};
    add(&s.run, "lr", lr);
    add(&s.run, "loss", loss);
    study(&s);
    c[LC_RATE_CHANGES_MAX].x = -1;
    ck_assert_uint_eq(
        lc_rate_changes(c, &s.context, &s.context.analyzed[0], &s.context.analyzed[1], 2),
        LC_RATE_CHANGES_MAX);
    ck_assert(c[LC_RATE_CHANGES_MAX].x == -1);
    studied_free(&s);
}
END_TEST

Suite *suite_rate(void)
{
    Suite *s = suite_create("rate");
    TCase *t = tcase_create("all");
    tcase_add_test(t, the_rate_is_the_first_of_two_values);
    tcase_add_test(t, a_warm_up_only_rises_and_by_a_lot);
    tcase_add_test(t, changes_are_seen_in_the_training_loss);
    tcase_add_test(t, levels_stand_on_either_side_of_a_change);
    tcase_add_test(t, no_change_comes_from_0_or_to_it);
    tcase_add_test(t, without_points_there_is_no_level);
    tcase_add_test(t, so_many_changes_are_looked_at);
    suite_add_tcase(s, t);
    return s;
}
