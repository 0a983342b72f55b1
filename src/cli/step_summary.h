/* SPDX-License-Identifier: GPL-3.0-or-later */
/* step_summary.h - Markdown for the page of a step of GitHub Actions. */
#ifndef LC_CLI_STEP_SUMMARY_H
#define LC_CLI_STEP_SUMMARY_H

#include "cli/settings.h"

typedef lc_status (*summary_writer)(FILE *out, const void *what, lc_error *err);

/* Append what `write` writes of `what` to the file that $GITHUB_STEP_SUMMARY names, where that is set and
 * the report is for GitHub. EXIT_RAN, or EXIT_REFUSED when it can't be written, which is complained of. */
int step_summary_add(const settings *s, summary_writer write, const void *what);

#endif
