/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_rising_loss.c - training losses that rise from the start, and other ways to get worse. */
#include "curves.h"

#include <check.h>
#include <string.h>

Suite *suite_rising_loss(void);

#define RULE "rising-loss"

static const rule_case cases[] = {
    {"rises all along",
     8,
     {{"loss", {0.5, 0.55, 0.62, 0.7, 0.78, 0.85, 0.93, 1.0}}},
     LC_CRITICAL,
     {{"start", 0.5}, {"best", 0.5}, {"best_at", 1}, {"end", 1}}},
    {"of two records the second is far worse",
     2,
     {{"loss", {0.93, 1.58}}},
     LC_WARNING,
     {{"best", 0.93}, {"end", 1.58}}},
    {"falls for one record of eight",
     8,
     {{"loss", {0.52, 0.5, 0.56, 0.62, 0.7, 0.78, 0.85, 0.93}}},
     LC_CRITICAL,
     {{"start", 0.52}, {"best", 0.5}, {"best_at", 2}}},
    /* ln 1.02 = 0.0198, below min_rise */
    {"rises by 2 %",
     8,
     {{"loss", {1.0, 1.003, 1.006, 1.008, 1.011, 1.014, 1.017, 1.02}}},
     SILENT,
     {{0}}},
    {"falls",
     12,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1, 1.0, 0.92, 0.86, 0.81, 0.77, 0.74}}},
     SILENT,
     {{0}}},
    {"only the held-out loss rises",
     8,
     {{"loss", {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.2}},
      {"val_loss", {1.0, 0.85, 0.75, 0.7, 0.75, 0.85, 1.0, 1.2}}},
     SILENT,
     {{0}}},
    {"gets worse after a good while",
     10,
     {{"loss", {1.31, 0.97, 0.81, 0.74, 0.72, 0.8, 0.92, 1.05, 1.13, 1.24}}},
     SILENT,
     {{0}}},
    {"jumps after a good while",
     16,
     {{"loss",
       {2.1, 1.2, 0.8, 0.6, 0.5, 0.44, 0.4, 0.37, 0.35, 0.335, 1.18, 1.09, 1.12, 1.1, 1.13, 1.09}}},
     SILENT,
     {{0}}},
    {"rises by a tenth at once on both splits",
     6,
     {{"loss", {0.6, 0.66, 0.65, 0.68, 0.65, 0.67}},
      {"val_loss", {0.62, 0.68, 0.67, 0.7, 0.66, 0.69}}},
     LC_WARNING,
     {{0}}},
    {"rises by 15 %", 4, {{"loss", {.010, .0105, .011, .0115}}}, LC_WARNING, {{0}}},
    {"rises by 15 % while the accuracy is near 1",
     4,
     {{"loss", {.010, .0105, .011, .0115}}, {"accuracy", {.985, .99, .995, .998}}},
     SILENT,
     {{0}}},

    /* two of the last six are better than the first */
    {"swings about its first value",
     8,
     {{"loss", {7.49, 53.7, 3.9, 60, 45, 7, 25, 33}}},
     SILENT,
     {{0}}},
    {"a small part of the loss rises, and the largest falls",
     8,
     {{"loss_box_reg", {0.011, 0.02, 0.035, 0.06, 0.1, 0.16, 0.24, 0.33}},
      {"loss_mask", {0.69, 0.6, 0.52, 0.45, 0.41, 0.38, 0.35, 0.33}}},
     SILENT,
     {{0}}},
    {"the largest part of the loss rises, and a small one falls",
     8,
     {{"loss_box_reg", {0.069, 0.06, 0.052, 0.045, 0.041, 0.038, 0.035, 0.033}},
      {"loss_mask", {0.5, 0.55, 0.62, 0.7, 0.78, 0.85, 0.93, 1.0}}},
     LC_CRITICAL,
     {{"start", 0.5}, {"end", 1}}},
    {"the total falls, whatever its parts do",
     8,
     {{"loss_mask", {0.5, 0.55, 0.62, 0.7, 0.78, 0.85, 0.93, 1.0}},
      {"total_loss", {0.45, 0.4, 0.38, 0.36, 0.34, 0.33, 0.32, 0.31}}},
     SILENT,
     {{0}}},
    {"rises by a little in every record",
     9,
     {{"loss", {1.495, 1.499, 1.503, 1.508, 1.514, 1.516, 1.522, 1.527, 1.532}}},
     LC_WARNING,
     {{"start", 1.495}, {"end", 1.532}}},
    {"grows by about its first value in each record, as a sum does, while more are right",
     6,
     {{"loss", {0.9, 1.75, 2.55, 3.3, 4.0, 4.65}}, {"accuracy", {0.4, 0.5, 0.58, 0.63, 0.67, 0.7}}},
     SILENT,
     {{0}}},
    {"the same while no more are right",
     6,
     {{"loss", {0.9, 1.75, 2.55, 3.3, 4.0, 4.65}}, {"accuracy", {0.4, 0.41, 0.39, 0.4, 0.4, 0.39}}},
     LC_CRITICAL,
     {{0}}},
    {"grows by twice its first value once, while more are right",
     6,
     {{"loss", {0.9, 1.75, 2.55, 4.3, 5.0, 5.65}}, {"accuracy", {0.4, 0.5, 0.58, 0.63, 0.67, 0.7}}},
     LC_CRITICAL,
     {{0}}},
    {"grows by half of its first value, while more are right",
     6,
     {{"loss", {0.9, 1.35, 1.75, 2.15, 2.5, 2.8}}, {"accuracy", {0.4, 0.5, 0.58, 0.63, 0.67, 0.7}}},
     LC_CRITICAL,
     {{0}}},
    {"a low accuracy is nearly all lost",
     3,
     {{"val_accuracy", {0.24, 0.11, 0.008}}},
     LC_WARNING,
     {{0}}},
    {"the same of two records", 2, {{"val_accuracy", {0.24, 0.008}}}, SILENT, {{0}}},
    {"half of a low accuracy is lost", 3, {{"val_accuracy", {0.24, 0.19, 0.12}}}, SILENT, {{0}}},
    {"climbs in the last ten records, behind its best",
     14,
     {{"loss",
       {1.9, 1.2, 0.8, 0.66, 0.665, 0.67, 0.676, 0.681, 0.685, 0.69, 0.694, 0.699, 0.704, 0.709}}},
     LC_WARNING,
     {{"best_at", 4}, {"end", 0.709}}},
    {"climbs behind its best with one record that doesn't",
     14,
     {{"loss",
       {1.9, 1.2, 0.8, 0.66, 0.665, 0.67, 0.676, 0.681, 0.68, 0.69, 0.694, 0.699, 0.704, 0.709}}},
     SILENT,
     {{0}}},
    /* seven of the nine, and seven, are more than 5 % above the first */
    {"no record of either split is as good as the first",
     9,
     {{"loss", {0.6, 0.62, 0.66, 0.64, 0.7, 0.64, 0.68, 0.65, 0.66}},
      {"val_loss", {0.62, 0.63, 0.67, 0.7, 0.66, 0.72, 0.66, 0.69, 0.67}}},
     LC_WARNING,
     {{"best_at", 1}, {"end", 0.66}}},
    {"of training alone",
     9,
     {{"loss", {0.6, 0.62, 0.66, 0.64, 0.7, 0.64, 0.68, 0.65, 0.66}}},
     SILENT,
     {{0}}},
    {"one record of validation is as good",
     9,
     {{"loss", {0.6, 0.62, 0.66, 0.64, 0.7, 0.64, 0.68, 0.65, 0.66}},
      {"val_loss", {0.62, 0.63, 0.67, 0.7, 0.66, 0.72, 0.62, 0.69, 0.67}}},
     SILENT,
     {{0}}},
    {"one record of training is as good",
     9,
     {{"loss", {0.6, 0.62, 0.66, 0.64, 0.7, 0.6, 0.68, 0.65, 0.66}},
      {"val_loss", {0.62, 0.63, 0.67, 0.7, 0.66, 0.72, 0.66, 0.69, 0.67}}},
     SILENT,
     {{0}}},
    {"five of nine are far from the first",
     9,
     {{"loss", {0.6, 0.62, 0.66, 0.625, 0.7, 0.64, 0.68, 0.62, 0.66}},
      {"val_loss", {0.62, 0.63, 0.67, 0.7, 0.66, 0.72, 0.66, 0.69, 0.67}}},
     LC_WARNING,
     {{0}}},
    {"four of nine are far from the first",
     9,
     {{"loss", {0.6, 0.62, 0.66, 0.625, 0.7, 0.625, 0.68, 0.62, 0.66}},
      {"val_loss", {0.62, 0.63, 0.67, 0.7, 0.66, 0.72, 0.66, 0.69, 0.67}}},
     SILENT,
     {{0}}},
    {"of validation, beside an accuracy of training",
     8,
     {{"accuracy", {0.9, 0.75, 0.88, 0.7, 0.89, 0.72, 0.8, 0.74}},
      {"val_loss", {0.5, 0.6, 0.55, 0.61, 0.58, 0.6, 0.57, 0.6}}},
     SILENT,
     {{0}}},
    {"no record of either split is as good as the first, which a warm restart explains",
     9,
     {{"loss", {0.6, 0.62, 0.66, 0.64, 0.7, 0.64, 0.68, 0.65, 0.66}},
      {"val_loss", {0.62, 0.63, 0.67, 0.7, 0.66, 0.72, 0.66, 0.69, 0.67}},
      {"lr", {0.01, 0.005, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03, 0.03}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(min_rise_is_a_threshold)
{
    lc_run run = run_of_case(&cases[0]);     /* ln (1 / 0.5) = 0.69 */
    run.series[0].y[3] = run.series[0].y[2]; /* whatever rises in every record counts */
    ck_assert_uint_eq(count_by(&run, RULE, "min_rise", 0.6, LC_CRITICAL), 1);
    ck_assert_uint_eq(count_by(&run, RULE, "min_rise", 0.8, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

/* The best record is among the first either way; what was gained until then, or lost since, is more. */
START_TEST(a_loss_that_had_fallen_turns)
{
    static const rule_case shapes[] = {
        {"gained more than it lost",
         14,
         {{"loss",
           {1.9, 1.2, 0.66, 0.665, 0.67, 0.676, 0.681, 0.685, 0.69, 0.694, 0.699, 0.704, 0.709,
            0.714}}},
         LC_WARNING,
         {{0}}},
        {"lost more than it gained",
         8,
         {{"loss", {0.52, 0.5, 0.56, 0.62, 0.7, 0.78, 0.85, 0.93}}},
         LC_CRITICAL,
         {{0}}},
    };
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_of_case(&shapes[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        ck_assert_ptr_nonnull(f);
        ck_assert_ptr_nonnull(
            strstr(f->summary, k ? "rises instead of falling" : "turns and rises"));
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
}
END_TEST

/* Ten records of a piece of a run, from 0.5 to 0.515, beside an accuracy: nearly all pairs in order, or about half of those
 * between the first and the last. */
START_TEST(a_loss_that_drifts_up_while_its_score_drifts_down_rises)
{
    static const rule_case drifts[] = {
        {"both drift",
         10,
         {{"loss", {.5, .502, .501, .504, .506, .505, .508, .51, .513, .515}},
          {"accuracy", {.85, .846, .848, .843, .841, .842, .838, .835, .832, .829}}},
         LC_WARNING,
         {{0}}},
        {"the losses stand in another order",
         10,
         {{"loss", {.5, .51, .505, .504, .508, .501, .513, .502, .506, .515}},
          {"accuracy", {.85, .846, .848, .843, .841, .842, .838, .835, .832, .829}}},
         SILENT,
         {{0}}},
        {"the accuracies do",
         10,
         {{"loss", {.5, .502, .501, .504, .506, .505, .508, .51, .513, .515}},
          {"accuracy", {.85, .835, .842, .843, .838, .848, .832, .846, .841, .829}}},
         SILENT,
         {{0}}},
    };
    for (size_t k = 0; k < sizeof drifts / sizeof *drifts; k++) {
        lc_run run = run_of_case(&drifts[k]);
        for (size_t i = 0; i < run.n; i++)
            run.x[i] += 30;
        size_t n = count_by(&run, RULE, NULL, 0, LC_WARNING);
        ck_assert_msg(n == (drifts[k].severity != SILENT), "%s: %zu", drifts[k].what, n);
        lc_run_free(&run);
    }
}
END_TEST

/* The first record of a piece of a run is none by which training begins. */
START_TEST(a_piece_of_a_run_need_not_come_back_to_its_first_record)
{
    static const rule_case piece = {
        "",
        9,
        {{"loss", {0.6, 0.62, 0.66, 0.64, 0.7, 0.64, 0.68, 0.65, 0.66}},
         {"val_loss", {0.62, 0.63, 0.67, 0.7, 0.66, 0.72, 0.66, 0.69, 0.67}}},
        LC_WARNING,
        {{0}}};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_of_case(&piece);
        for (size_t i = 0; i < run.n; i++)
            run.x[i] += k ? 30 : 0;
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), !k);
        lc_run_free(&run);
    }
}
END_TEST

/* Both of four and of five records the last is the worst, which says something by itself. */
START_TEST(five_records_of_two_splits_say_more_than_four)
{
    static const double loss[2][5] = {{.6, .64, .635, .68}, {.6, .64, .67, .635, .68}},
                        held_out[2][5] = {{.62, .66, .655, .69}, {.62, .66, .68, .655, .69}};
    double log_lr[2];
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(4 + k);
        add(&run, "loss", loss[k]);
        add(&run, "val_loss", held_out[k]);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        ck_assert_ptr_nonnull(f);
        log_lr[k] = f->log_lr;
        lc_diagnosis_free(&d);
        lc_run_free(&run);
    }
    ck_assert_double_lt(log_lr[0], 2);
    ck_assert_double_eq_tol(log_lr[1], 4, 1e-9);
}
END_TEST

/* Within the first quarter of its records a loss has not begun to fall. */
START_TEST(a_turn_takes_a_part_of_the_run)
{
    static const struct {
        double loss[8];
        bool turns;
    } cases_of[] = {{{.52, .51, .5, .56, .62, .7, .78, .85}, false},
                    {{.53, .52, .51, .5, .56, .64, .74, .85}, true}};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(8);
        add(&run, "loss", cases_of[k].loss);
        lc_diagnosis d = diagnose_by(&run, RULE, NULL, 0);
        const lc_finding *f = found(&run, &d, RULE, "loss");
        ck_assert_msg(f && strstr(f->summary, cases_of[k].turns ? "loss turns and rises"
                                                                : "loss rises instead of falling"),
                      "%s", f ? f->summary : "none");
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

Suite *suite_rising_loss(void)
{
    Suite *s = suite_create("rising_loss");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, min_rise_is_a_threshold);
    tcase_add_test(t, a_loss_that_had_fallen_turns);
    tcase_add_test(t, a_loss_that_drifts_up_while_its_score_drifts_down_rises);
    tcase_add_test(t, a_piece_of_a_run_need_not_come_back_to_its_first_record);
    tcase_add_test(t, five_records_of_two_splits_say_more_than_four);
    tcase_add_test(t, a_turn_takes_a_part_of_the_run);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
