/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_metric_out_of_range.c - metrics beyond what their definitions allow, and up to there. */
#include "curves.h"

#include <check.h>
#include <math.h>

Suite *suite_metric_out_of_range(void);

#define RULE "metric-out-of-range"

static const rule_case cases[] = {
    {"an AUC above 1",
     4,
     {{"loss", {0.61, 0.52, 0.47, 0.44}}, {"val_auc", {0.941, 1.103, 1.187, 1.224}}},
     LC_WARNING,
     {{"records_outside", 3}, {"farthest", 1.224}}},
    {"an accuracy below 0",
     4,
     {{"accuracy", {0.4, 0.5, -0.01, 0.6}}},
     LC_WARNING,
     {{"records_outside", 1}, {"farthest", -0.01}}},
    {"a percentage above 100",
     4,
     {{"accuracy", {40, 75, 104, 98}}},
     LC_WARNING,
     {{"records_outside", 1}, {"farthest", 104}}},
    {"agreement below chance", 4, {{"val_kappa", {-0.08, 0.02, 0.1, 0.3}}}, SILENT, {{0}}},
    {"an IoU below 0",
     4,
     {{"val_iou", {-0.08, 0.02, 0.1, 0.3}}},
     LC_WARNING,
     {{"records_outside", 1}, {"farthest", -0.08}}},
    {"1, and what rounding adds", 4, {{"accuracy", {0.9, 1, 1.0000001, 1}}}, SILENT, {{0}}},
    {"a percentage", 4, {{"accuracy", {40, 75, 97, 100}}}, SILENT, {{0}}},
    {"a loss below 0 beside its accuracy",
     4,
     {{"loss", {0.4, 0.1, -0.2, -1.5}}, {"accuracy", {0.5, 0.6, 0.6, 0.6}}},
     LC_WARNING,
     {{"records_outside", 2}, {"farthest", -1.5}}},
    {"beside an error of a regression, as the loss of two tasks",
     4,
     {{"loss", {0.4, 0.1, -0.2, -1.5}},
      {"accuracy", {0.5, 0.6, 0.6, 0.6}},
      {"depth_rmse", {9.8, 8.7, 7.9, 7.4}}},
     SILENT,
     {{0}}},
    {"minus the probability of the right class",
     5,
     {{"loss", {-.6214, -.8125, -.8531, -.8749, -.8896}},
      {"accuracy", {.6387, .8188, .8574, .8783, .8925}}},
     LC_WARNING,
     {{"farthest", .0173}}},
    {"the same in two records",
     2,
     {{"loss", {-.6214, -.8125}}, {"accuracy", {.6387, .8188}}},
     SILENT,
     {{0}}},
    {"more errors than words, of samples that are learnt",
     5,
     {{"train_loss", {.48, .3, .22, .16, .14}},
      {"val_loss", {.513, .409, .371, .356, .354}},
      {"val_wer", {131.8, 128.3, 133.6, 130.1, 129.5}}},
     LC_WARNING,
     {{"least", 128.3}}},
    {"of samples that aren't",
     5,
     {{"train_loss", {.48, .3, .22, .16, .14}},
      {"val_loss", {.513, .509, .471, .456, .454}},
      {"val_wer", {131.8, 128.3, 133.6, 130.1, 129.5}}},
     SILENT,
     {{0}}},
    {"most words are wrong, in percent",
     5,
     {{"train_loss", {.48, .3, .22, .16, .14}},
      {"val_loss", {.513, .409, .371, .356, .354}},
      {"val_wer", {92.4, 88.1, 85.2, 83.9, 82.5}}},
     SILENT,
     {{0}}},
    {"more errors than words, as a share",
     5,
     {{"train_loss", {.48, .3, .22, .16, .14}},
      {"val_loss", {.513, .409, .371, .356, .354}},
      {"val_wer", {1.32, 1.28, 1.34, 1.3, 1.29}}},
     LC_WARNING,
     {{"least", 1.28}}},
    {"minus a similarity beside an accuracy",
     4,
     {{"loss", {-0.02, -0.39, -0.6, -0.72}}, {"accuracy", {0.5, 0.9, 0.95, 0.97}}},
     SILENT,
     {{0}}},
    {"a log-likelihood alone", 4, {{"loss", {0.4, 0.1, -0.2, -0.5}}}, SILENT, {{0}}},
    {"minus a Dice score",
     4,
     {{"loss", {-0.4, -0.6, -0.7, -0.8}}, {"dice", {0.4, 0.6, 0.7, 0.8}}},
     SILENT,
     {{0}}},
    {"a Dice score above 1, of which the loss is 1 minus it",
     4,
     {{"loss", {-0.41, -0.83, -0.9, -0.93}}, {"dice", {1.41, 1.83, 1.9, 1.93}}},
     LC_WARNING,
     {{"records_outside", 4}, {"farthest", 1.93}}},
    {"which may be percent where the loss is another",
     4,
     {{"loss", {-0.41, -0.83, -0.9, -0.93}}, {"dice", {1.41, 1.82, 1.93, 1.95}}},
     SILENT,
     {{0}}},
    {"minus a similarity that is not quite 1",
     4,
     {{"loss", {0.4, 0.1, -0.5, -0.96}}, {"accuracy", {0.5, 0.6, 0.7, 0.7}}},
     SILENT,
     {{0}}},
    {"a cross-entropy by its name needs no accuracy",
     4,
     {{"binary_crossentropy", {0.4, 0.1, -0.2, -0.5}}},
     LC_WARNING,
     {{"records_outside", 2}, {"farthest", -0.5}}},
    {"falls ever faster past 0",
     6,
     {{"loss", {0.6, 0.2, -0.8, -2.6, -5.5, -10}}},
     LC_WARNING,
     {{"first", 0.6}, {"last", -10}}},
    {"falls past 0, ever slower, as a likelihood does",
     6,
     {{"loss", {0.6, -3, -6, -8, -9.5, -10.2}}},
     SILENT,
     {{0}}},
    {"falls ever faster past 0 after a first step up",
     8,
     {{"loss", {0.6, 0.7, 0.5, 0, -1, -3, -7, -15}}},
     SILENT,
     {{0}}},
    {"falls ever faster to minus twice a nat",
     6,
     {{"loss", {0.6, 0.5, 0.3, -0.1, -0.8, -2}}},
     SILENT,
     {{0}}},
    {"a percentage of targets of 0",
     4,
     {{"mape", {3.1e6, 2.8e6, 2.9e6, 2.7e6}}},
     LC_WARNING,
     {{"least", 2.7e6}}},
    {"a percentage that comes down", 4, {{"mape", {3.1e6, 2.8e6, 1.2e4, 310}}}, SILENT, {{0}}},
    {"an error of as much, which is no percentage",
     4,
     {{"mae", {3.1e6, 2.8e6, 2.9e6, 2.7e6}}},
     SILENT,
     {{0}}},
    {"no number",
     4,
     {{"loss", {0.7, NAN, NAN, NAN}}, {"accuracy", {0.5, NAN, INFINITY, NAN}}},
     SILENT,
     {{0}}},
    {"a loss that runs away beside an accuracy",
     4,
     {{"loss", {1, 10, 1000, 1000000000.0}}, {"accuracy", {0.5, 0.4, 0.1, 0.1}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_rule_case(RULE, &cases[_i]);
}
END_TEST

/* Weights that are learnt, such as logarithms of variances, may take a sum of two losses below 0; one part makes
 * no sum. */
START_TEST(a_total_of_parts_may_be_negative)
{
    static const double total[] = {0.9, 0.1, -0.8, -1.5}, part[] = {0.7, 0.5, 0.4, 0.3},
                        right[] = {0.5, 0.6, 0.7, 0.75};
    for (size_t k = 0; k < 2; k++) {
        lc_run run = run_over(4);
        add(&run, "loss", total);
        add(&run, "class_loss", part);
        if (k == 0)
            add(&run, "box_loss", part);
        add(&run, "accuracy", right);
        ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_WARNING), k);
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

Suite *suite_metric_out_of_range(void)
{
    Suite *s = suite_create("metric_out_of_range");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, a_total_of_parts_may_be_negative);
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
