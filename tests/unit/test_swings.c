/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_swings.c - how curves go back and forth. */
#include "diagnose/swings.h"

#include "studied.h"

#include <check.h>
#include <math.h>

Suite *suite_swings(void);

/* A swing within three records, of which half is regained later, or nobody knows. */
static const struct {
    const char *what;
    size_t n;
    made_series made[2];
    double largest, from, to;
    size_t turns;
} cases[] = {
    {"it only falls", 8, {{"loss", {8, 7, 6, 5, 4, 3, 2, 1}}}, 0, 0, 0, 0},
    {"back by one, and better later", 8, {{"loss", {8, 6, 7, 5, 4, 3, 2, 1}}}, 1, 2, 3, 2},
    {"back in three records", 8, {{"loss", {8, 2, 3, 4, 5, 2, 1.5, 1}}}, 3, 2, 5, 2},
    {"in four: the first three of them", 9, {{"loss", {8, 2, 3, 4, 5, 6, 2, 1.5, 1}}}, 3, 2, 5, 2},
    {"what is lost for good is none", 9, {{"loss", {8, 2, 5, 5, 5, 5, 5, 5, 5}}}, 0, 0, 0, 1},
    {"less than half comes back", 9, {{"loss", {8, 2, 6, 5, 5, 5, 5, 5, 5}}}, 0, 0, 0, 2},
    {"more than half does", 9, {{"loss", {8, 2, 6, 3, 3, 3, 3, 3, 3}}}, 4, 2, 3, 2},
    {"at the end nobody knows", 8, {{"loss", {8, 7, 6, 5, 4, 3, 2, 6}}}, 4, 7, 8, 1},
    {"a score", 8, {{"accuracy", {.1, .5, .2, .6, .7, .75, .8, .85}}}, .3, 2, 3, 2},
    {"of two records", 2, {{"loss", {1, 2}}}, 1, 1, 2, 0},
};

START_TEST(finds_the_largest_swing)
{
    studied s;
    study_made(&s, cases[_i].n, NULL, cases[_i].made);
    lc_swings w = lc_swings_measure(&s.context, s.context.analyzed);
    ck_assert_msg(fabs(w.largest - cases[_i].largest) < 1e-9, "%s: %g", cases[_i].what, w.largest);
    if (cases[_i].largest > 0)
        ck_assert_msg(w.from == cases[_i].from && w.to == cases[_i].to, "%s: %g %g", cases[_i].what,
                      w.from, w.to);
    ck_assert_msg(w.turns == cases[_i].turns, "%s: %zu", cases[_i].what, w.turns);
    studied_free(&s);
}
END_TEST

/* The level of a loss, what it gained, or what the other split gained. */
START_TEST(swings_are_held_against_what_was_gained)
{
    static const made_series alone[STUDIED_SERIES] = {{"loss", {5, 5, 5, 5, 5, 5}}},
                             beside[STUDIED_SERIES] = {{"loss", {5, 5, 5, 5, 5, 5}},
                                                       {"val_loss", {90, 80, 70, 60, 50, 40}}},
                             score[STUDIED_SERIES] = {{"accuracy", {.1, .2, .3, .4, .5, .6}}};
    studied s;
    study_made(&s, 6, NULL, alone);
    lc_swings w = lc_swings_measure(&s.context, s.context.analyzed);
    ck_assert(w.improvement == 0 && w.scale == 5);
    studied_free(&s);
    study_made(&s, 6, NULL, beside);
    w = lc_swings_measure(&s.context, s.context.analyzed);
    ck_assert(w.improvement == 0 && w.scale > 20 && w.scale <= 50);
    studied_free(&s);
    study_made(&s, 6, NULL, score);
    w = lc_swings_measure(&s.context, s.context.analyzed);
    ck_assert(w.improvement > .2 && w.improvement <= .5 && w.scale == w.improvement);
    studied_free(&s);
}
END_TEST

/* A spike of one record; the same twice; one behind which nothing is known; one that stays. */
START_TEST(a_single_swing_is_a_spike)
{
    static const struct {
        const char *what;
        made_series made[2];
        bool once;
    } once[] = {
        {"once", {{"loss", {8, 7, 6, 9, 5, 4.5, 4, 3.5, 3, 2.5}}}, true},
        {"twice", {{"loss", {8, 7, 6, 9, 5, 8, 4, 3.5, 3, 2.5}}}, false},
        {"at the end", {{"loss", {8, 7, 6, 5, 4.5, 4, 7, 3.5, 3, 2.5}}}, false},
        {"slowly back", {{"loss", {8, 7, 6, 9, 8, 6.5, 5, 3.5, 3, 2.5}}}, false},
        {"of a score", {{"accuracy", {.1, .3, .5, .2, .55, .6, .65, .7, .75, .8}}}, true},
    };
    for (size_t i = 0; i < sizeof once / sizeof *once; i++) {
        studied s;
        study_made(&s, 10, NULL, once[i].made);
        lc_swings w = lc_swings_measure(&s.context, s.context.analyzed);
        ck_assert_msg(lc_swings_once(s.context.analyzed, &w) == once[i].once, "%s", once[i].what);
        studied_free(&s);
    }
}
END_TEST

START_TEST(precision_and_recall_are_traded_beside_a_score_of_both)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        bool traded; /* the first one */
    } traded[] = {{{{"val_precision", {.1, .2}}, {"val_f1", {.1, .2}}}, true},
                  {{{"val_recall", {.1, .2}}, {"val_f1", {.1, .2}}}, true},
                  {{{"val_f1", {.1, .2}}, {"val_precision", {.1, .2}}}, false},
                  {{{"val_precision", {.1, .2}}, {"val_recall", {.1, .2}}}, false},
                  {{{"val_precision", {.1, .2}}, {"train_f1", {.1, .2}}}, false},
                  {{{"val_precision", {.1, .2}}, {"val_f1", {NAN, NAN}}}, false},
                  {{{"val_precision", {.1, .2}}, {"val_loss", {2, 1}}}, false},
                  {{{"val_average_precision", {.1, .2}}, {"val_f1", {.1, .2}}}, false}};
    for (size_t i = 0; i < sizeof traded / sizeof *traded; i++) {
        studied s;
        study_made(&s, 2, NULL, traded[i].made);
        ck_assert_msg(lc_swings_are_traded(&s.context, s.context.analyzed) == traded[i].traded,
                      "%zu", i);
        studied_free(&s);
    }
}
END_TEST

START_TEST(a_training_score_far_below_the_held_out_one_is_augmented)
{
    static const struct {
        made_series made[STUDIED_SERIES];
        bool is; /* the first one */
    } augmented[] = {{{{"accuracy", {.1, .4}}, {"val_accuracy", {.5, .8}}}, true},
                     {{{"accuracy", {10, 40}}, {"val_accuracy", {50, 80}}}, true},
                     {{{"accuracy", {10, 70}}, {"val_accuracy", {50, 80}}}, false},
                     {{{"val_accuracy", {.1, .4}}, {"accuracy", {.5, .8}}}, false},
                     {{{"accuracy", {.1, .4}}, {"val_f1", {.5, .8}}}, false},
                     {{{"loss", {1, .4}}, {"val_loss", {5, 8}}}, false}};
    for (size_t i = 0; i < sizeof augmented / sizeof *augmented; i++) {
        studied s;
        study_made(&s, 2, NULL, augmented[i].made);
        ck_assert_msg(lc_swings_are_augmented(&s.context, s.context.analyzed) == augmented[i].is,
                      "%zu", i);
        studied_free(&s);
    }
}
END_TEST

/* 1 + sin, of that period, the second half so many times as large. */
static lc_rhythm rhythm_of(size_t n, double period, double times)
{
    static double y[CURVE_MAX];
    studied s = {.run = run_over(n)};
    lc_rhythm r;
    for (size_t i = 0; i < n; i++)
        y[i] = 10 + sin(2 * acos(-1) * (double)i / period) * (i < n / 2 ? 1 : times);
    add(&s.run, "loss", y);
    study(&s);
    ck_assert_int_eq(lc_rhythm_measure(&r, &s.context.analyzed[0].curve, NULL), LC_OK);
    studied_free(&s);
    return r;
}

START_TEST(a_rhythm_has_a_period_and_grows)
{
    static const size_t period[] = {4, 5, 6, 8};
    for (size_t i = 0; i < sizeof period / sizeof *period; i++)
        ck_assert_uint_eq(rhythm_of(120, (double)period[i], 1).period, period[i]);
    ck_assert_double_eq_tol(rhythm_of(120, 6, 3).growth, 3, 0.4);
    ck_assert_double_eq_tol(rhythm_of(120, 6, 1).growth, 1, 0.1);
    ck_assert(rhythm_of(16, 4, 1).period == 4 && !isnan(rhythm_of(16, 4, 1).growth));
    ck_assert(rhythm_of(15, 4, 1).period == 0 && isnan(rhythm_of(15, 4, 1).growth));
    ck_assert(rhythm_of(512, 6, 1).period == 6 && rhythm_of(513, 6, 1).period == 0);
    ck_assert_uint_eq(rhythm_of(40, 15, 1).period, 0); /* more than a quarter of the run */
}
END_TEST

START_TEST(noise_of_more_values_is_off_by_less)
{
    ck_assert(lc_noise_off_by(4) > lc_noise_off_by(16) && lc_noise_off_by(16) > 1);
    ck_assert_double_eq_tol(lc_noise_off_by(4) - 1, 2 * (lc_noise_off_by(16) - 1), 1e-12);
}
END_TEST

Suite *suite_swings(void)
{
    Suite *s = suite_create("swings");
    TCase *t = tcase_create("all");
    tcase_add_loop_test(t, finds_the_largest_swing, 0, (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, swings_are_held_against_what_was_gained);
    tcase_add_test(t, a_single_swing_is_a_spike);
    tcase_add_test(t, precision_and_recall_are_traded_beside_a_score_of_both);
    tcase_add_test(t, a_training_score_far_below_the_held_out_one_is_augmented);
    tcase_add_test(t, a_rhythm_has_a_period_and_grows);
    tcase_add_test(t, noise_of_more_values_is_off_by_less);
    suite_add_tcase(s, t);
    return s;
}
