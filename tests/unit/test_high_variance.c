/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_high_variance.c - training sets learnt by heart, and small gaps.
 * What the rules for training-set sizes share is in test_size_rules.c. */
#include "curves.h"

#include <check.h>

Suite *suite_high_variance(void);

#define RULE "high-variance"

/* Accuracies of 1 - floor + a (n / 50)^-c on training and 1 - floor - b (n / 50)^-c on validation. */
static const rule_case cases[] = {
    {"learnt by heart, and more data helps",
     8,
     {{"accuracy", {1.0, 0.9828, 0.9692, 0.9586, 0.9503, 0.9438, 0.9387, 0.9346}},
      {"val_accuracy", {0.52, 0.6062, 0.6738, 0.7268, 0.7684, 0.8011, 0.8267, 0.8468}}},
     LC_WARNING,
     {{0}}},
    {"learnt by heart, and more data does nothing",
     8,
     {{"accuracy", {0.995, 0.9933, 0.9916, 0.9899, 0.9883, 0.9866, 0.985, 0.9834}},
      {"val_accuracy", {0.74, 0.7418, 0.7436, 0.7453, 0.747, 0.7487, 0.7504, 0.752}}},
     LC_WARNING,
     {{0}}},
    {"nearly a large gap",
     8,
     {{"accuracy", {0.855, 0.8542, 0.8535, 0.8528, 0.852, 0.8513, 0.8506, 0.8499}},
      {"val_accuracy", {0.745, 0.7458, 0.7465, 0.7472, 0.748, 0.7487, 0.7494, 0.7501}}},
     SILENT,
     {{0}}},
    {"the splits meet at a poor level",
     8,
     {{"accuracy", {0.9, 0.8, 0.75, 0.725, 0.7125, 0.7063, 0.7031, 0.7016}},
      {"val_accuracy", {0.5, 0.6, 0.65, 0.675, 0.6875, 0.6938, 0.6969, 0.6984}}},
     SILENT,
     {{0}}},
    {"the splits meet at a good level",
     8,
     {{"accuracy", {0.99, 0.98, 0.975, 0.9725, 0.9712, 0.9706, 0.9703, 0.9702}},
      {"val_accuracy", {0.67, 0.82, 0.895, 0.9325, 0.9513, 0.9606, 0.9653, 0.9677}}},
     SILENT,
     {{0}}},
    {"met, but still rising",
     8,
     {{"accuracy", {0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9}},
      {"val_accuracy", {0.3, 0.4757, 0.6, 0.6879, 0.75, 0.7939, 0.825, 0.847}}},
     SILENT,
     {{0}}},
};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_size_case(RULE, &cases[_i]);
}
END_TEST

START_TEST(says_nothing_along_epochs)
{
    lc_run run = run_of_case(&cases[_i]);
    ck_assert_uint_eq(count_by(&run, RULE, NULL, 0, LC_NOTE), 0);
    lc_run_free(&run);
}
END_TEST

Suite *suite_high_variance(void)
{
    Suite *s = suite_create("high_variance");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0,
                        (int)(sizeof cases / sizeof *cases));
    tcase_add_loop_test(t, says_nothing_along_epochs, 0, (int)(sizeof cases / sizeof *cases));
    suite_add_tcase(s, t);
    return s;
}
