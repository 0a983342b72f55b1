/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_help.c - what tests of reports share. */
#include "report_help.h"

#include <check.h>
#include <string.h>

char *report_of(const lc_run *run, const lc_diagnosis *diagnosis, const char *format, size_t n,
                const lc_report_options *options)
{
    char *text = NULL;
    size_t size;
    lc_run runs[] = {*run, *run};
    lc_diagnosis diagnoses[] = {*diagnosis, *diagnosis};
    lc_error err = LC_ERROR_INIT;
    FILE *to = open_memstream(&text, &size);
    ck_assert_uint_le(n, 2);
    ck_assert_msg(lc_report(to, format, runs, diagnoses, n, options, &err) == LC_OK, "%s", err.msg);
    fclose(to);
    ck_assert_uint_eq(strlen(text), size);
    return text;
}
