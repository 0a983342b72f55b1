/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report_help.h - what tests of reports share. */
#ifndef LC_TESTS_REPORT_HELP_H
#define LC_TESTS_REPORT_HELP_H

#include "learncurve.h"

/* The report of one run, or of the same one twice (n = 2); the caller frees it with free. */
char *report_of(const lc_run *run, const lc_diagnosis *diagnosis, const char *format, size_t n,
                const lc_report_options *options);

#endif
