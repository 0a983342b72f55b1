/* SPDX-License-Identifier: GPL-3.0-or-later */
/* logs.h - what a scan asks of logs that were found (lc_logs_find() is public). */
#ifndef LC_READ_LOGS_H
#define LC_READ_LOGS_H

#include "base/cache.h"

#include <stdio.h>

/* The question (lc_work) for the runs of log i. It doesn't begin with LC_ASKS_READER. */
void lc_logs_ask(FILE *out, const lc_logs *logs, size_t i);

/* Read the runs that a question asks for; as lc_read_file. */
lc_status lc_logs_read_asked(lc_runs *runs, const char *question, size_t n,
                             const lc_read_options *options, lc_error *err);

/* What the logs were found with. */
const lc_scan_options *lc_logs_options(const lc_logs *logs);

/* Of the files of log i. */
uint64_t lc_logs_stamp(const lc_logs *logs, size_t i);

#endif
