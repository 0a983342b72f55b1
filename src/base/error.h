/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.h - the one way to report a failure. */
#ifndef LC_BASE_ERROR_H
#define LC_BASE_ERROR_H

#include "learncurve.h"

#if defined(__GNUC__)
#define LC_PRINTF(fmt_at, first_at) __attribute__((format(printf, fmt_at, first_at)))
#else
#define LC_PRINTF(fmt_at, first_at)
#endif

/* Fill *err (may be NULL) and return `code`, so that callers write `return lc_error_set(...)`.
 * The message names the thing and what was expected, in lower case and without a full stop. */
LC_PRINTF(4, 5)
lc_status lc_error_set(lc_error *err, lc_status code, long line, const char *fmt, ...);

/* The usual answer to a NULL from lc_mem_resize. */
lc_status lc_error_nomem(lc_error *err);

#endif
