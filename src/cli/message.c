/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.c - messages on standard error. */
#include "cli/message.h"

#include "cli/text.h"

#include <stdlib.h>
#include <string.h>

static void print_clean(const char *before, const char *fmt, va_list ap)
{
    char *text = text_vformat(fmt, ap);
    const char *shown = text ? text : "out of memory";
    fputs(before, stderr);
    lc_text_write(stderr, shown, strlen(shown));
    fputc('\n', stderr);
    free(text);
}

void vprint_error(const char *fmt, va_list ap)
{
    print_clean("learncurve: ", fmt, ap);
}

void say(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print_clean("", fmt, ap);
    va_end(ap);
}

void print_error(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    vprint_error(fmt, ap);
    va_end(ap);
}

void print_file_error(const char *path, const lc_error *err)
{
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    if (err->line > 0 && err->column > 0)
        print_error("%s:%ld: field %ld: %s", name, err->line, err->column, err->msg);
    else if (err->line > 0)
        print_error("%s:%ld: %s", name, err->line, err->msg);
    else
        print_error("%s: %s", name, err->msg);
}
