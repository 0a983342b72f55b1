/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main.c - what is added by one file and one line works like what was there before. */
#include "learncurve.h"

#include <check.h>
#include <string.h>

START_TEST(a_format_is_one_file_and_one_line)
{
    static const char text[] = "toy! epoch=1 loss=0.5\nother text\ntoy! epoch=2 loss=0.25\n";
    lc_runs runs = LC_RUNS_INIT;
    lc_error err = LC_ERROR_INIT;
    lc_status st = lc_read_bytes(&runs, "toy.log", text, strlen(text), NULL, &err);
    ck_assert_msg(st == LC_OK, "%s", err.msg);
    ck_assert_uint_eq(runs.n, 1);
    ck_assert_str_eq(runs.run[0].format, "toy");
    ck_assert_str_eq(runs.run[0].axis_name, "epoch");
    ck_assert(lc_run_find(&runs.run[0], "loss")->y[1] == 0.25);
    lc_runs_free(&runs);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("toy");
    TCase *t = tcase_create("toy");
    tcase_add_test(t, a_format_is_one_file_and_one_line);
    suite_add_tcase(s, t);
    SRunner *sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    int failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
