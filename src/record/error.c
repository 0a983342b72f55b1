/* SPDX-License-Identifier: MIT */
/* error.c - why a call failed, in one line that names the file. */
#include "recorder.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PATH_SHOWN 200 /* [bytes] of a path in a message; the end says more than the beginning */

lc_record_status lc_record_fail(lc_record_error *err, lc_record_status code, int os,
                                const char *path, const char *fmt, ...)
{
    if (!err)
        return code;
    size_t n = strlen(path), skip = n > PATH_SHOWN ? n - PATH_SHOWN : 0, size = sizeof err->msg;
    int k = snprintf(err->msg, size, "%s%s: ", skip ? "..." : "", path + skip);
    va_list ap;
    va_start(ap, fmt);
    k += vsnprintf(err->msg + k, size - (size_t)k, fmt, ap);
    va_end(ap);
    if (os && (size_t)k < size)
        snprintf(err->msg + k, size - (size_t)k, ": %s", strerror(os));
    err->code = code;
    err->os = os;
    return code;
}
