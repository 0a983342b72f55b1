/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - printf into a new block. */
#include "cli/text.h"

#include <stdlib.h>

char *text_vformat(const char *fmt, va_list ap)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        return NULL;
    bool ok = vfprintf(out, fmt, ap) >= 0;
    if (fclose(out) == 0 && ok)
        return text;
    free(text);
    return NULL;
}

char *text_format(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = text_vformat(fmt, ap);
    va_end(ap);
    return text;
}
