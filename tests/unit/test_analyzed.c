/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_analyzed.c - what is asked of one series that was studied, or of a pair. */
#include "diagnose/analyzed.h"

#include "studied.h"

#include <check.h>
#include <math.h>
#include <string.h>

Suite *suite_analyzed(void);

START_TEST(the_first_and_last_values_are_finite_ones)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {NAN, 5, 4, 3, INFINITY}},
                                                     {"val_loss", {NAN, NAN, NAN, NAN, NAN}},
                                                     {"f1", {.1, .2, .3, .4, .5}}};
    studied s;
    study_made(&s, 5, NULL, made);
    const lc_analyzed *t = s.context.analyzed;
    ck_assert(lc_analyzed_first(&t[0]) == 5 && lc_analyzed_last(&t[0]) == 3);
    ck_assert(lc_analyzed_start(&t[0]) == 5 && lc_analyzed_end(&t[0]) == 3);
    ck_assert(isnan(lc_analyzed_first(&t[1])) && isnan(lc_analyzed_last(&t[1])));
    ck_assert(isnan(lc_analyzed_start(&t[1])) && isnan(lc_analyzed_end(&t[1])));
    ck_assert(lc_analyzed_first(&t[2]) == .1 && lc_analyzed_last(&t[2]) == .5);
    ck_assert(lc_analyzed_gain(&t[1]) == 0);
    studied_free(&s);
}
END_TEST

/* Of nine points the last three are the end: the median of 1, 5 and 2. */
START_TEST(the_end_of_many_points_is_a_level)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {9, 8, 7, 6, 5, 4, 1, 5, 2}}};
    studied s;
    study_made(&s, 9, NULL, made);
    const lc_analyzed *t = s.context.analyzed;
    ck_assert(lc_analyzed_end_from(t) == 6 && lc_analyzed_end(t) == 2);
    double error = lc_analyzed_step_error(t, 0, 3), end = lc_curve_level_error(&t->curve, 6, 9),
           start = lc_curve_level_error(&t->curve, 0, 3);
    ck_assert_double_eq_tol(error, sqrt(end * end + start * start), 1e-12);
    ck_assert(error > end && error > start);
    studied_free(&s);
}
END_TEST

/* From worse than a guess only what lies beyond the guess was learnt. Of ten classes that is 2.3 or 0.1. */
static const struct {
    const char *what;
    made_series made[STUDIED_SERIES];
    double base; /* 0: ln 10 */
} bases[] = {
    {"from better than a guess", {{"loss", {2, 1.5, 1.2, 1, 1}}}, 2},
    {"from worse, past it", {{"loss", {9, 3, 2, 1, 1}}}, 0},
    {"from worse, not to it", {{"loss", {9, 8, 7, 6, 5}}}, 9},
    {"an accuracy, past it", {{"accuracy", {.05, .2, .3, .4, .5}}}, .1},
    {"not to it", {{"accuracy", {.02, .03, .04, .05, .05}}}, .02},
    {"of unknown level", {{"mse", {9, 3, 2, 1, 1}}}, 9},
};

START_TEST(learning_begins_at_a_guess_or_at_the_first_value)
{
    studied s = {.run = run_over(5)};
    const made_series *made = bases[_i].made;
    double base = bases[_i].base > 0 ? bases[_i].base : log(10);
    add(&s.run, made->name, made->y);
    s.run.facts.classes = 10;
    study(&s);
    const lc_analyzed *t = s.context.analyzed;
    ck_assert_msg(fabs(lc_analyzed_base(t) - base) < 1e-9, "%s", bases[_i].what);
    double gain = t->sign * (base - lc_analyzed_best_level(t));
    ck_assert_double_eq_tol(lc_analyzed_gain(t), gain, 1e-9);
    studied_free(&s);
}
END_TEST

START_TEST(what_only_gets_worse_gains_nothing)
{
    static const made_series made[STUDIED_SERIES] = {{"loss", {1, 2, 3, 4, 5}},
                                                     {"accuracy", {.5, .4, .3, .2, .1}}};
    studied s;
    study_made(&s, 5, NULL, made);
    for (size_t i = 0; i < 2; i++)
        ck_assert_double_eq_tol(lc_analyzed_gain(&s.context.analyzed[i]), 0, 1e-9);
    studied_free(&s);
}
END_TEST

/* Of few points a trend is less sure, and a chance of 0.15 is enough; of more, alpha counts. */
START_TEST(the_last_third_improves_by_a_trend_and_an_amount)
{
    static const made_series made[STUDIED_SERIES] = {
        {"loss", {15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}},
        {"accuracy", {.1, .2, .3, .4, .5, .6, .61, .62, .63, .64, .65, .66, .67, .68, .69}}};
    studied s;
    study_made(&s, 15, NULL, made);
    for (size_t i = 0; i < 2; i++) {
        const lc_analyzed *t = &s.context.analyzed[i];
        lc_last_third late = {.from = 9, .gained = 0.2 * t->curve.smooth[9]};
        double *right = i ? &late.trend.p_rise : &late.trend.p_fall,
               *wrong = i ? &late.trend.p_fall : &late.trend.p_rise;
        *right = 0.15;
        *wrong = 0.9;
        ck_assert(!lc_last_third_improves(&late, t, 0.05, 0.1));
        ck_assert(lc_last_third_improves(&late, t, 0.16, 0.1));
        ck_assert(!lc_last_third_improves(&late, t, 0.16, 0.3)); /* too little */
        late.from = 11;                                          /* four points */
        late.gained = 0.2 * t->curve.smooth[11];
        ck_assert(lc_last_third_improves(&late, t, 0.05, 0.1));
        late.from = 10; /* five */
        ck_assert(!lc_last_third_improves(&late, t, 0.05, 0.1));
        *wrong = 0.01;
        *right = 0.99;
        ck_assert(!lc_last_third_improves(&late, t, 0.05, 0.1));
    }
    studied_free(&s);
}
END_TEST

/* ---- a pair ------------------------------------------------------------------------------------- */

static double gap_of(const made_series *made, size_t classes)
{
    studied s = {.run = run_over(4)};
    add(&s.run, made[0].name, made[0].y);
    add(&s.run, made[1].name, made[1].y);
    s.run.facts.classes = classes;
    study(&s);
    ck_assert_uint_eq(s.context.pairs_n, 1);
    double gap = lc_pair_gap(s.context.pairs);
    studied_free(&s);
    return gap;
}

/* ln((2 + k) / (1 + k)), where k is 0.05 of the first training loss, of a guess' where that is less, or of
 * all samples: exact in the last record, since four points have no other end. */
START_TEST(the_gap_of_a_pair_is_one_of_logarithms)
{
    static const made_series losses[] = {{"loss", {4, 3, 2, 1}}, {"val_loss", {5, 4, 3, 2}}},
                             shares[] = {{"accuracy", {.2, .5, .8, .9}},
                                         {"val_accuracy", {.2, .5, .7, .8}}},
                             equal[] = {{"loss", {4, 3, 2, 1}}, {"val_loss", {5, 4, 3, 1}}},
                             better[] = {{"loss", {4, 3, 2, 2}}, {"val_loss", {5, 4, 3, 1}}},
                             below[] = {{"loss", {4, 3, 2, -1}}, {"val_loss", {5, 4, 3, 1}}},
                             held_out_below[] = {{"loss", {4, 3, 2, 1}},
                                                 {"val_loss", {5, 4, 3, -1}}};
    double wide = gap_of(losses, 0);
    ck_assert(wide > 0.2 && wide < log(2)); /* it is less than without what is added */
    double by_guess = gap_of(losses, 3);    /* a guess costs ln 3: less is added */
    ck_assert(by_guess > wide && by_guess < log(2));
    double misses = gap_of(shares, 0); /* 0.2 of 0.1 */
    ck_assert(misses > 0.2 && misses < log(2));
    ck_assert_double_eq_tol(gap_of(equal, 0), 0, 0.3);
    ck_assert_double_lt(gap_of(better, 0), 0);
    ck_assert(gap_of(below, 0) == 0 && gap_of(held_out_below, 0) == 0);
}
END_TEST

/* ---- what it does ------------------------------------------------------------------------------- */

static const struct {
    const char *what;
    size_t n;
    made_series made[2];
    bool improves, evenly;
} courses[] = {
    {"a loss falls evenly", 5, {{"loss", {2, 1.8, 1.6, 1.4, 1.2}}}, true, true},
    {"by little", 5, {{"loss", {2, 1.99, 1.98, 1.97, 1.96}}}, false, true},
    {"two records", 2, {{"loss", {2, 1}}}, true, false},
    {"three of them", 3, {{"loss", {2, 1.5, 1}}}, true, true},
    {"one record", 1, {{"loss", {2}}}, false, false},
    {"in one step", 5, {{"loss", {2, 1.3, 1.25, 1.2, 1.15}}}, true, false},
    {"with a step that is too small", 5, {{"loss", {2, 1.7, 1.4, 1.35, 1.0}}}, true, false},
    {"with one that stands still", 5, {{"loss", {2, 1.75, 1.5, 1.5, 1.2}}}, true, false},
    {"with a gap", 5, {{"loss", {2, 1.8, NAN, 1.6, 1.4}}}, true, false},
    {"it rises", 5, {{"loss", {1, 1.2, 1.4, 1.6, 1.8}}}, false, false},
    {"it falls, and is where it was", 5, {{"loss", {2, 1.2, 1.1, 1.6, 2.1}}}, true, false},
    {"an accuracy rises", 5, {{"accuracy", {.1, .2, .3, .4, .5}}}, true, false},
    {"by less than samples tell", 5, {{"accuracy", {.1, .105, .11, .115, .12}}}, false, false},
    {"a percentage", 5, {{"accuracy", {10, 20, 30, 40, 50}}}, true, false},
    {"that rises by little", 5, {{"accuracy", {10, 10.5, 11, 11.5, 12}}}, false, false},
    {"a score of no share", 5, {{"bleu", {10, 11, 12, 13, 14}}}, true, false},
    {"that rises by a hundredth", 5, {{"bleu", {10, 10.02, 10.05, 10.07, 10.1}}}, false, false},
    {"a loss below 0", 5, {{"loss", {-1, -2, -3, -4, -5}}}, true, true},
    {"that falls by a hundredth", 5, {{"loss", {-1, -1.002, -1.005, -1.008, -1.01}}}, false, true},
    {"no course", 5, {{"lr", {5, 4, 3, 2, 1}}}, false, false},
};

START_TEST(a_series_improves_by_more_than_noise)
{
    studied s;
    study_made(&s, courses[_i].n, NULL, courses[_i].made);
    const lc_analyzed *t = s.context.analyzed;
    ck_assert_msg(lc_analyzed_improves(t) == courses[_i].improves, "%s", courses[_i].what);
    ck_assert_msg(lc_analyzed_falls_evenly(t) == courses[_i].evenly, "%s, evenly",
                  courses[_i].what);
    studied_free(&s);
}
END_TEST

START_TEST(a_series_that_is_left_out_does_not_improve)
{
    double y[] = {4, 3, 2, 1};
    studied s = {.run = run_over(4), .options = {.metric = "val_loss"}};
    add(&s.run, "loss", y);
    add(&s.run, "val_loss", y);
    study(&s);
    ck_assert(!lc_analyzed_improves(&s.context.analyzed[0]));
    ck_assert(lc_analyzed_improves(&s.context.analyzed[1]));
    studied_free(&s);
}
END_TEST

/* Digits of 0.1 hide how even the steps are. */
START_TEST(coarse_digits_make_no_step_uneven)
{
    static const made_series made[2] = {{"loss", {3, 2.9, 2.8, 2.6, 2.5, 2.4}}};
    studied s;
    study_made(&s, 6, NULL, made);
    s.seen.series[0].quantum = 0.1;
    ck_assert(lc_analyzed_falls_evenly(s.context.analyzed));
    s.seen.series[0].quantum = 0;
    ck_assert(!lc_analyzed_falls_evenly(s.context.analyzed));
    studied_free(&s);
}
END_TEST

START_TEST(coarse_digits_make_no_rest_a_step)
{
    static const made_series made[2] = {{"loss", {3, 2.9, 2.8, 2.8, 2.7, 2.6}}};
    studied s;
    study_made(&s, 6, NULL, made);
    s.seen.series[0].quantum = 0.1;
    ck_assert(!lc_analyzed_falls_evenly(s.context.analyzed));
    studied_free(&s);
}
END_TEST

START_TEST(a_held_out_score_between_0_and_1_is_taken_for_a_share)
{
    static const struct {
        made_series made[2];
        bool is;
    } cases[] = {{{{"val_score", {.1, .5, .9}}}, true},    {{{"score", {.1, .5, .9}}}, false},
                 {{{"train_score", {.1, .5, .9}}}, false}, {{{"val_f1", {.1, .5, .9}}}, false},
                 {{{"val_score", {0, .5, .9}}}, false},    {{{"val_score", {.1, .5, 1}}}, false},
                 {{{"val_score", {.1, NAN, .9}}}, false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        studied s;
        study_made(&s, 3, NULL, cases[i].made);
        ck_assert_msg(lc_analyzed_is_unit_score(s.context.analyzed) == cases[i].is, "%zu", i);
        studied_free(&s);
    }
}
END_TEST

Suite *suite_analyzed(void)
{
    Suite *s = suite_create("analyzed");
    TCase *t = tcase_create("all");
    tcase_add_test(t, the_first_and_last_values_are_finite_ones);
    tcase_add_test(t, the_end_of_many_points_is_a_level);
    tcase_add_loop_test(t, learning_begins_at_a_guess_or_at_the_first_value, 0,
                        (int)(sizeof bases / sizeof *bases));
    tcase_add_test(t, what_only_gets_worse_gains_nothing);
    tcase_add_test(t, the_last_third_improves_by_a_trend_and_an_amount);
    tcase_add_test(t, the_gap_of_a_pair_is_one_of_logarithms);
    tcase_add_loop_test(t, a_series_improves_by_more_than_noise, 0,
                        (int)(sizeof courses / sizeof *courses));
    tcase_add_test(t, a_series_that_is_left_out_does_not_improve);
    tcase_add_test(t, coarse_digits_make_no_step_uneven);
    tcase_add_test(t, coarse_digits_make_no_rest_a_step);
    tcase_add_test(t, a_held_out_score_between_0_and_1_is_taken_for_a_share);
    suite_add_tcase(s, t);
    return s;
}
