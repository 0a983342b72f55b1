/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.h - the one way to report a failure, lc_error_set() of learncurve.h, and its most frequent use. */
#ifndef LC_BASE_ERROR_H
#define LC_BASE_ERROR_H

#include "learncurve.h"

/* The usual answer to a NULL from lc_mem_resize. Inline, so that tools that look for faults see what
 * it returns. */
static inline lc_status lc_error_nomem(lc_error *err)
{
    lc_error_set(err, LC_E_NOMEM, 0, "out of memory");
    return LC_E_NOMEM;
}

#endif
