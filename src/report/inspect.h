/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inspect.h - what was read, and what each metric was taken for; nothing is judged. */
#ifndef LC_REPORT_INSPECT_H
#define LC_REPORT_INSPECT_H

#include "base/error.h"

#define LC_INSPECT_SCHEMA "learncurve/inspect/1" /* members are only ever added under one number */

/**
 * Write what n runs are, in the form that `format` names.
 *
 *   in   format   "text" (for people), "json" (an object for one run, an array for several),
 *                 "jsonl" (an object a line): the members "source" and "run" of a diagnosis
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_inspect(FILE *out, const char *format, const lc_run *runs, size_t n,
                     const lc_report_options *options, lc_error *err);

#endif
