/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_late_collapse.c - training that gets worse after its best, and other ways to get worse. */
#include "curves.h"

#include <check.h>
#include <math.h>

Suite *suite_late_collapse(void);

#define RULE "late-collapse"

static const rule_case cases[] = {
    {"turns and keeps rising",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}}},
     LC_CRITICAL,
     {{"start", 1.31}, {"best", 0.72}, {"best_at", 5}, {"end", 1.24}}},
    {"turns, and the accuracy falls with it",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"accuracy", {0.52, 0.66, 0.72, 0.75, 0.75, 0.73, 0.68, 0.63, 0.6, 0.57}}},
     LC_CRITICAL,
     {{0}}},
    /* ln (0.765 / 0.72) = 0.061, below min_rise */
    {"turns, and rises by 6 %",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.725, 0.735, 0.745, 0.755, 0.765}}},
     SILENT,
     {{0}}},
    {"jumps",
     16,
     {{"loss",
       {2.1, 1.2, 0.8, 0.6, 0.5, 0.44, 0.4, 0.37, 0.35, 0.335, 1.18, 1.09, 1.12, 1.1, 1.13, 1.09}}},
     SILENT,
     {{0}}},
    {"rises from the start",
     8,
     {{"loss", {0.5, 0.55, 0.62, 0.7, 0.78, 0.85, 0.93, 1.0}}},
     SILENT,
     {{0}}},
    {"only the held-out loss turns",
     8,
     {{"loss", {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.2}},
      {"val_loss", {1.0, 0.85, 0.75, 0.7, 0.75, 0.85, 1.0, 1.2}}},
     SILENT,
     {{0}}},
    /* From 0.7 to more than eight times that, 5.6, or to less. */
    {"a held-out loss alone explodes",
     16,
     {{"val_loss", {1.3, 1.1, .95, .88, .82, .78, .74, .72, .71, .7, .8, 1.5, 2.7, 4.8, 8, 9}}},
     LC_CRITICAL,
     {{"best", 0.7}, {"best_at", 10}, {"end", 9}}},
    {"a held-out loss alone rises less",
     16,
     {{"val_loss", {1.3, 1.1, .95, .88, .82, .78, .74, .72, .71, .7, .8, 1.2, 1.9, 3, 4.5, 5}}},
     SILENT,
     {{0}}},
    {"a held-out accuracy alone falls to chance",
     12,
     {{"val_accuracy", {0.62, 0.78, 0.84, 0.87, 0.89, 0.9, 0.81, 0.62, 0.4, 0.25, 0.13, 0.1}}},
     LC_CRITICAL,
     {{"best", 0.9}, {"end", 0.1}}},
    {"a held-out accuracy alone that was as low before",
     12,
     {{"val_accuracy", {0.62, 0.78, 0.84, 0.1, 0.89, 0.9, 0.81, 0.62, 0.4, 0.25, 0.13, 0.1}}},
     SILENT,
     {{0}}},
    {"of a held-out accuracy below 0.15 nothing is left",
     10,
     {{"val_loss", {7.5, 5.0, 4.0, 3.6, 3.35, 3.7, 4.3, 5.1, 5.9, 6.6}},
      {"val_accuracy", {.02, .06, .09, .11, .12, .1, .06, .03, .01, .008}}},
     LC_CRITICAL,
     {{"best", 3.35}}},
    {"of a held-out accuracy below 0.15 two fifths are left",
     10,
     {{"val_loss", {7.5, 5.0, 4.0, 3.6, 3.35, 3.7, 4.3, 5.1, 5.9, 6.6}},
      {"val_accuracy", {.02, .06, .09, .11, .12, .11, .09, .07, .06, .05}}},
     SILENT,
     {{0}}},
    /* two samples of eight are lost, in steps of one */
    {"an accuracy of batches of eight",
     12,
     {{"accuracy", {0.5, 0.625, 0.75, 0.875, 1, 1, 0.875, 0.875, 0.875, 0.75, 0.75, 0.75}}},
     SILENT,
     {{0}}},
    {"an accuracy of many samples",
     12,
     {{"accuracy", {0.52, 0.64, 0.76, 0.88, 0.99, 0.98, 0.89, 0.87, 0.86, 0.77, 0.75, 0.74}}},
     LC_CRITICAL,
     {{0}}},
    {"the learning rate is raised again",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"lr", {0.1, 0.08, 0.06, 0.04, 0.02, 0.05, 0.08, 0.1, 0.1, 0.1}}},
     SILENT,
     {{0}}},
    {"as the learning rate grows",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"lr", {0.05, 0.06, 0.07, 0.085, 0.1, 0.12, 0.145, 0.17, 0.21, 0.25}}},
     LC_CRITICAL,
     {{"best_at", 5}}},
    {"as the learning rate is raised at once, that had not been lowered",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"lr", {0.05, 0.05, 0.05, 0.05, 0.05, 0.2, 0.2, 0.2, 0.2, 0.2}}},
     LC_CRITICAL,
     {{"best_at", 5}}},
    {"as the learning rate is raised at once to where it was",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"lr", {0.2, 0.15, 0.1, 0.07, 0.05, 0.2, 0.2, 0.2, 0.2, 0.2}}},
     SILENT,
     {{0}}},
    {"as the weight of a part of the loss grows",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"kl_weight", {0, 0, 0, 0, 0.1, 0.2, 0.4, 0.6, 0.8, 1}}},
     SILENT,
     {{0}}},
    {"the weight of a part of the loss had grown before",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"kl_weight", {0, 0.3, 0.6, 0.9, 1, 1, 1, 1, 1, 1}}},
     LC_CRITICAL,
     {{0}}},
    {"something else grows",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}},
      {"kl_cost", {0, 0, 0, 0, 0.1, 0.2, 0.4, 0.6, 0.8, 1}}},
     LC_CRITICAL,
     {{0}}},
    {"an accuracy falls, whatever weight grows",
     12,
     {{"accuracy", {0.52, 0.64, 0.76, 0.88, 0.99, 0.98, 0.89, 0.87, 0.86, 0.77, 0.75, 0.74}},
      {"beta", {0, 0, 0, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8}}},
     LC_CRITICAL,
     {{0}}},
    /* the last two are below 3/4 of 290, and 110 is more than one and a half of any step before */
    {"a mean reward falls below all that it was",
     7,
     {{"mean_reward", {240, 260, 270, 290, 200, 180, 150}}},
     LC_WARNING,
     {{"best", 290}, {"best_at", 4}, {"end", 150}}},
    {"it falls to what it was at first",
     7,
     {{"mean_reward", {170, 230, 270, 290, 200, 180, 150}}},
     SILENT,
     {{0}}},
    {"below 0, where it began",
     8,
     {{"mean_reward", {-183, -60, 40, 97, 121, 64, -490, -580}}},
     LC_WARNING,
     {{"best", 121}}},
    {"below 0, and no worse than it began",
     8,
     {{"mean_reward", {-183, -60, 40, 97, 121, 64, -120, -150}}},
     SILENT,
     {{0}}},
    {"a cost that grows by half",
     6,
     {{"mean_reward", {-240, -210, -200, -205, -320, -330}}},
     LC_WARNING,
     {{"best", -200}}},
    {"it comes back", 7, {{"mean_reward", {240, 260, 270, 290, 180, 150, 250}}}, SILENT, {{0}}},
    {"it falls to four fifths",
     7,
     {{"mean_reward", {250, 260, 270, 290, 240, 235, 230}}},
     SILENT,
     {{0}}},
    {"it moved as much before",
     7,
     {{"mean_reward", {290, 205, 280, 295, 200, 180, 150}}},
     SILENT,
     {{0}}},
    {"a mean reward of four records", 4, {{"mean_reward", {270, 290, 180, 150}}}, SILENT, {{0}}},
    /* of twelve records the last four are below 60, the least of the first four, and half of 220 */
    {"a wild mean reward ends below all that it was at first",
     12,
     {{"mean_reward", {60, 150, 80, 200, 90, 220, 70, 180, 40, 30, 45, 35}}},
     LC_WARNING,
     {{"best", 220}, {"best_at", 6}, {"end", 35}}},
    {"one of the last records is above the least of the first",
     12,
     {{"mean_reward", {60, 150, 80, 200, 90, 220, 70, 180, 61, 30, 45, 35}}},
     SILENT,
     {{0}}},
    {"it ends at less than half of its best",
     12,
     {{"mean_reward", {130, 190, 140, 200, 150, 220, 120, 180, 105, 95, 108, 98}}},
     LC_WARNING,
     {{"best_at", 6}}},
    {"it ends at little more than half of its best",
     12,
     {{"mean_reward", {130, 190, 140, 200, 150, 220, 120, 180, 115, 95, 108, 98}}},
     SILENT,
     {{0}}},
    {"its best is among the first",
     12,
     {{"mean_reward", {130, 230, 140, 200, 150, 220, 120, 180, 105, 95, 108, 98}}},
     SILENT,
     {{0}}},
    {"falls",
     12,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1, 1.0, 0.92, 0.86, 0.81, 0.77, 0.74}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(lasts_from_the_best_record_on)
{
    lc_run run = run_of_case(&cases[0]);
    lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
    ck_assert_uint_eq(d.n, 1);
    ck_assert_double_eq(d.findings[0].from, 5);
    ck_assert_double_eq(d.findings[0].to, 10);
    lc_diagnosis_free(&d);
    /* ln (1.24 / 0.72) = 0.54 */
    ck_assert_uint_eq(count_by(&run, RULE, "min_rise", 0.4, LC_CRITICAL), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "min_rise", 0.6, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* It was down at 3 for long, left that within five records and rests at 7: noise that correlates as
 * strongly as such a course makes believe is not what it shows. */
START_TEST(a_level_left_for_good_is_no_noise)
{
    double y[2][65];
    uint64_t seed = 3;
    shape falls = {8.5, 3, 5, 0.03, 0, 0};
    draw(y[0], 65, &falls, &seed);
    draw(y[1], 65, &falls, &seed);
    for (size_t i = 31; i < 65; i++)
        y[0][i] += 4.3 * (1 - exp(-(double)(i - 30) / 2));
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(65);
        add(&run, "loss", y[k]);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* By a quarter of the loss, but that is all that it had gained. */
START_TEST(a_small_gain_may_be_lost_for_good)
{
    double y[65];
    uint64_t seed = 3;
    shape falls = {1, 0.8, 5, 0.004, 0, 0};
    draw(y, 65, &falls, &seed);
    for (size_t k = 0; k < 2; k++) {
        double lost = k ? 0.12 : 0.22, z[65];
        for (size_t i = 0; i < 65; i++)
            z[i] = y[i] + (i > 30 ? lost * (1 - exp(-(double)(i - 30) / 2)) : 0);
        lc_run run = run_over(65);
        add(&run, "loss", z);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_CRITICAL), k ? 0 : 1);
        lc_run_free(&run);
    }
}
END_TEST

/* Noise of the training samples does not raise the loss on others, by 1.5 nats. */
START_TEST(a_rise_on_both_splits_is_surer)
{
    static const double y[] = {1.31, .97, .81, .75, .72, .75, .79, .83, .86, .9},
                        held_out[2][10] = {{1.35, 1.02, .88, .82, .8, .79, .78, .77, .77, .76},
                                           {1.35, 1.02, .88, .82, .8, .85, .93, 1.02, 1.1, 1.2}};
    double log_lr[2];
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(10);
        add(&run, "loss", y);
        add(&run, "val_loss", held_out[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, 1);
        log_lr[k] = d.findings[0].log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_eq_tol(log_lr[1] - log_lr[0], 1.5, 1e-9);
}
END_TEST

/* A held-out score that is always the same had nothing to lose, which says 2.5 nats against; of four records,
 * or where it moves, that says nothing. */
START_TEST(a_score_that_never_moved_had_nothing_to_lose)
{
    static const double y[] = {1.31, .97, .81, .75, .72, .75, .79, .83, .86, .9};
    static const struct {
        const char *name;
        double score[10];
        double nats;
    } scores[] = {
        {"val_dice", {.31, .3, .31, .3, .31, .3, .31, .3, .31, .3}, 0},
        {"val_dice", {.31, .31, .31, .31, .31, .31, .31, .31, .31, .31}, 2.5},
        {"dice", {.31, .31, .31, .31, .31, .31, .31, .31, .31, .31}, 0},
        {"val_dice", {.31, .31, .31, .31, NAN, NAN, NAN, NAN, NAN, NAN}, 0},
    };
    double first = 0;
    for (size_t k = 0; k < sizeof scores / sizeof *scores; k++) {
        lc_run run = run_over(10);
        add(&run, "loss", y);
        add(&run, scores[k].name, scores[k].score);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        ck_assert_uint_eq(d.n, 1);
        first = k ? first : d.findings[0].log_lr;
        ck_assert_double_eq_tol(first - d.findings[0].log_lr, scores[k].nats, 1e-9);
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

START_TEST(survives_curves_without_a_shape)
{
    check_descriptor(RULE);
    check_degenerate(RULE, "");
}
END_TEST

Suite *suite_late_collapse(void)
{
    Suite *s = suite_create("late_collapse");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, lasts_from_the_best_record_on);
    tcase_add_test(t, a_level_left_for_good_is_no_noise);
    tcase_add_test(t, a_small_gain_may_be_lost_for_good);
    tcase_add_test(t, a_rise_on_both_splits_is_surer);
    tcase_add_test(t, a_score_that_never_moved_had_nothing_to_lose);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
