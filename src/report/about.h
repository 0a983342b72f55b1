/* SPDX-License-Identifier: GPL-3.0-or-later */
/* about.h - what a run is, in words that all reports for people use. */
#ifndef LC_REPORT_ABOUT_H
#define LC_REPORT_ABOUT_H

#include "base/text.h"
#include "report/page.h"

/* A number as one would say it: whole ones whole, others to four digits without idle zeros. */
void lc_spoken(char out[LC_NUMBER_SIZE], double v);

/* A value with the digits that the log has, where they are few, else rounded. */
void lc_as_logged(char out[LC_NUMBER_SIZE], const lc_series *s, double v);

/* "epoch 12", "epoch 12 to 300"; the axis is called as the log calls it. */
void lc_about_range(FILE *to, const lc_run *run, double from, double until);

/* "Run: FILE, NAME (FORMAT), records, range", and what is known beside the curves. */
void lc_about_run(lc_page *p, const lc_run *run);

/* "Notes on the log:", where there are any. */
void lc_about_remarks(lc_page *p, const lc_run *run);

#endif
