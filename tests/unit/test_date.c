/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test_date.c - dates as days since 1970-01-01, against `date -u -d ... +%s`. */
#include "train/date.h"

#include <check.h>
#include <string.h>

Suite *suite_date(void);

static const struct {
    const char *text;
    double seconds; /* from 1970-01-01 on; 0.5: no date */
} dates[] = {
    {"1970-01-01", 0},
    {"2024-02-29", 1709164800},
    {"2000/03/01", 951868800},
    {"1900-03-01", -2203891200},
    {"2024-01-31T12:30", 1706704200},
    {"2024-01-31 12:30:15", 1706704215},
    {"2024-01-31T12:30:15Z", 1706704215},
    {"2024-01-31T12:30:15.250", 1706704215.25},
    {"2024-01-31T12:30:15+01:00", 1706700615},
    {"2024-01-31T12:30:15-0530", 1706724015},
    {"2023-02-29", 0.5},
    {"1900-02-29", 0.5},
    {"2024-13-01", 0.5},
    {"2024-01-00", 0.5},
    {"2024-01-31T24:00", 0.5},
    {"2024-01-31T", 0.5},
    {"2024-01-31 noon", 0.5},
    {"2024-01-31x", 0.5},
    {"2024-01/31", 0.5},
    {"24-01-31", 0.5},
    {"20240131", 0.5},
    {"2024-01-3", 0.5},
    {"", 0.5},
};

START_TEST(reads_dates_and_times)
{
    double days = -1;
    bool is = lc_date_read(&days, dates[_i].text, strlen(dates[_i].text));
    ck_assert_msg(is == (dates[_i].seconds != 0.5), "%s", dates[_i].text);
    if (is)
        ck_assert_double_eq_tol(days * 86400, dates[_i].seconds, 1e-4);
    else
        ck_assert_double_eq(days, -1);
}
END_TEST

Suite *suite_date(void)
{
    Suite *s = suite_create("date");
    TCase *t = tcase_create("date");
    tcase_add_loop_test(t, reads_dates_and_times, 0, (int)(sizeof dates / sizeof *dates));
    suite_add_tcase(s, t);
    return s;
}
