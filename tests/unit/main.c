/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - run the suites of suites.def; add a module's suite with one line there. */
#include "read_help.h"

#include <check.h>
#include <stdio.h>

#define SUITE(id) Suite *suite_##id(void);
#include "suites.def"
#undef SUITE

int main(void)
{
    SRunner *sr = srunner_create(NULL);
#define SUITE(id) srunner_add_suite(sr, suite_##id());
#include "suites.def"
#undef SUITE
    srunner_run_all(sr, CK_ENV);
    if (skipped_tests())
        printf("unit-shared: 0 passed, 0 failed, %zu skipped, for want of data in ../shared\n",
               skipped_tests());
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
