/* SPDX-License-Identifier: GPL-3.0-or-later */
/* remedy_report.h - what a study of remedies showed. */
#ifndef LC_CLI_REMEDY_REPORT_H
#define LC_CLI_REMEDY_REPORT_H

#include "cli/remedy_study.h"

/* Print the table of remedies, what became of each finding, the winner, what half the rows lose, and
 * which labels are doubtful. */
void remedy_report(study *st);

/* Curves of the run as it is and of the best remedies, each with the range of its seeds. Returns the exit
 * status. */
int remedy_plot(const study *st, const char *path);

#endif
