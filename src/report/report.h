/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * report.h - what a report format provides. To add one: write <name>.c, which ends in the
 * descriptor lc_report_<name>, and add a line to reports.def.
 */
#ifndef LC_REPORT_REPORT_H
#define LC_REPORT_REPORT_H

#include "base/error.h"

typedef struct lc_report_format {
    const char *name;    /* stable: what lc_report() is asked for */
    const char *summary; /* one line for lists */
    const char *ending;  /* of files that hold it, ".html"; NULL: none is written by itself */
    bool lines;          /* it says where in the log a finding is */

    /* Write n runs. The stream's error mark is looked at by lc_report(). */
    lc_status (*write)(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                       const lc_report_options *options, lc_error *err);
} lc_report_format;

extern const lc_report_format *const lc_report_formats[]; /* ends with NULL */

const lc_report_format *lc_report_find(const char *name); /* NULL if there is none */

#endif
