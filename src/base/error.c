/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error.c - the one way to report a failure. */
#include "base/error.h"

#include <stdarg.h>
#include <string.h>

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

/* Numbers and the message, with a NUL behind it. */
void lc_error_write(FILE *out, const lc_error *err)
{
    fprintf(out, "%d %ld %ld %s%c", (int)err->code, err->line, err->column, err->msg, '\0');
}

size_t lc_error_read(lc_error *err, const char *bytes, size_t n)
{
    int code, skip = 0;
    lc_error e = LC_ERROR_INIT;
    const char *end = n ? memchr(bytes, '\0', n) : NULL;
    if (!end || sscanf(bytes, "%d %ld %ld%n", &code, &e.line, &e.column, &skip) != 3 ||
        bytes[skip] != ' ')
        return 0;
    e.code = (lc_status)code;
    snprintf(e.msg, sizeof e.msg, "%s", bytes + skip + 1);
    *err = e;
    return (size_t)(end - bytes) + 1;
}
