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
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
