/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_frozen_score.c - scores at an end of their range, and scores that only begin there. */
#include "curves.h"

#include <check.h>

Suite *suite_frozen_score(void);

#define RULE "frozen-score"

static const rule_case cases[] = {
    {"an accuracy of 0 throughout",
     5,
     {{"loss", {0.0532, 0.047, 0.0413, 0.0391, 0.037}}, {"accuracy", {0, 0, 0, 0, 0}}},
     LC_WARNING,
     {{"value", 0}, {"records", 5}}},
    {"at most a thousandth",
     5,
     {{"loss", {0.0532, 0.047, 0.0413, 0.0391, 0.037}},
      {"accuracy", {0.0005, 0.001, 0.0005, 0.001, 0.001}}},
     LC_WARNING,
     {{"value", 0.001}}},
    {"0 until the last record",
     5,
     {{"loss", {0.0532, 0.047, 0.0413, 0.0391, 0.037}}, {"accuracy", {0, 0, 0, 0, 0.1}}},
     SILENT,
     {{0}}},
    {"0 on validation, while training gets it right",
     5,
     {{"accuracy", {0.1, 0.4, 0.6, 0.7, 0.8}}, {"val_accuracy", {0, 0, 0, 0, 0}}},
     SILENT,
     {{0}}},
    {"all right at once, with a loss of 0",
     6,
     {{"loss", {0.02, 0, 0, 0, 0, 0}}, {"accuracy", {0.98, 1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"value", 1}, {"records", 5}}},
    {"all right at once, with a loss that goes on",
     6,
     {{"loss", {0.02, 0.01, 0.008, 0.006, 0.005, 0.004}}, {"accuracy", {0.98, 1, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"all right after some records",
     8,
     {{"loss", {0.5, 0.3, 0.1, 0, 0, 0, 0, 0}}, {"accuracy", {0.7, 0.8, 0.9, 1, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"an error rate of 1 throughout",
     5,
     {{"loss", {9, 8, 7.5, 7.4, 7.3}}, {"val_wer", {1, 1, 1, 1, 1}}},
     LC_WARNING,
     {{"value", 1}, {"records", 5}}},
    {"an error rate that leaves 1",
     5,
     {{"loss", {9, 8, 7.5, 7.4, 7.3}}, {"val_wer", {1, 1, 1, 0.97, 0.9}}},
     SILENT,
     {{0}}},
    {"an accuracy that rests elsewhere",
     5,
     {{"loss", {0.7, 0.69, 0.69, 0.69, 0.69}}, {"accuracy", {0.5, 0.5, 0.5, 0.5, 0.5}}},
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
    check_degenerate(RULE, "nothing but zeros,near the smallest double");
}
END_TEST

Suite *suite_frozen_score(void)
{
    Suite *s = suite_create("frozen_score");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
