/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_more_data_helps.c - validation that gains with more samples, and that has stopped to.
 * What the rules for training-set sizes share is in test_size_rules.c. */
#include "curves.h"

#include <check.h>

Suite *suite_more_data_helps(void);

#define RULE "more-data-helps"

/* Of each of the curves of sizes (curves.h). */
static const int expected[SIZE_CURVES] = {LC_WARNING, SILENT, SILENT, SILENT, SILENT, LC_WARNING};

START_TEST(finds_it_where_it_is_and_nowhere_else)
{
    check_size_curve(RULE, (size_t)_i, expected[_i]);
}
END_TEST

START_TEST(says_nothing_along_epochs)
{
    check_silent_along_epochs(RULE, (size_t)_i);
}
END_TEST

Suite *suite_more_data_helps(void)
{
    Suite *s = suite_create("more_data_helps");
    TCase *t = tcase_create("core");
    tcase_add_loop_test(t, finds_it_where_it_is_and_nowhere_else, 0, SIZE_CURVES);
    tcase_add_loop_test(t, says_nothing_along_epochs, 0, SIZE_CURVES);
    suite_add_tcase(s, t);
    return s;
}
