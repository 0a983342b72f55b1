/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_never_moved.c - losses that never change, and losses that rest after they have fallen. */
#include "curves.h"

#include <check.h>

Suite *suite_never_moved(void);

#define RULE "never-moved"

static const rule_case cases[] = {
    {"one value in every record",
     4,
     {{"loss", {2.4471, 2.4471, 2.4471, 2.4471}}, {"val_loss", {2.4503, 2.4503, 2.4503, 2.4503}}},
     LC_CRITICAL,
     {{"value", 2.4471}, {"records", 4}, {"repeats", 3}, {"period", 1}}},
    {"the batches of a pass, again and again",
     9,
     {{"loss", {1.2341, 1.3372, 1.2916, 1.2341, 1.3372, 1.2916, 1.2341, 1.3372, 1.2916}}},
     LC_CRITICAL,
     {{"value", 1.2341}, {"repeats", 6}, {"period", 3}}},
    {"nearly the same all along",
     12,
     {{"loss",
       {2.447, 2.446, 2.448, 2.445, 2.447, 2.446, 2.445, 2.446, 2.447, 2.445, 2.446, 2.446}}},
     LC_WARNING,
     {{"start", 2.447}, {"end", 2.446}, {"records", 12}}},
    {"falls by a fifth",
     12,
     {{"loss", {2.447, 2.4, 2.34, 2.29, 2.24, 2.19, 2.15, 2.11, 2.07, 2.03, 2.0, 1.96}}},
     SILENT,
     {{0}}},
    {"falls, and rests",
     12,
     {{"loss", {2.447, 1.6, 1.1, 0.8, 0.65, 0.6, 0.58, 0.57, 0.57, 0.57, 0.57, 0.57}}},
     SILENT,
     {{0}}},
    {"a loss of 0", 6, {{"loss", {0, 0, 0, 0, 0, 0}}}, SILENT, {{0}}},
    {"a gradient norm of 0",
     6,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1}}, {"grad_norm", {0, 0, 0, 0, 0, 0}}},
     LC_CRITICAL,
     {{"records", 6}}},
    {"a gradient norm of 0 once",
     6,
     {{"loss", {2.31, 1.9, 1.62, 1.4, 1.23, 1.1}}, {"grad_norm", {1, 0, 1, 1, 1, 1}}},
     SILENT,
     {{0}}},
    {"runs away", 8, {{"loss", {1, 2, 4, 8, 16, 32, 64, 128}}}, SILENT, {{0}}},
    {"overfits",
     8,
     {{"loss", {1.0, 0.8, 0.65, 0.5, 0.4, 0.3, 0.25, 0.2}},
      {"val_loss", {1.0, 0.85, 0.75, 0.7, 0.75, 0.85, 1.0, 1.2}}},
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
    check_degenerate(RULE, "constant,near the smallest double");
}
END_TEST

Suite *suite_never_moved(void)
{
    Suite *s = suite_create("never_moved");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_test(t, survives_curves_without_a_shape);
    suite_add_tcase(s, t);
    return s;
}
