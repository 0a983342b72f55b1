/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.c - the one way to report a failure. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

lc_status lc_error_set(lc_error *err, lc_status code, long line, const char *fmt, ...)
{
    if (err) {
        va_list ap;
        *err = (lc_error){.code = code, .line = line};
        va_start(ap, fmt);
        vsnprintf(err->msg, sizeof err->msg, fmt, ap);
        va_end(ap);
    }
    return code;
}
