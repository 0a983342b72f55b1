/* SPDX-License-Identifier: GPL-3.0-or-later */
/* message.c - messages on standard error. */
#include "cli/message.h"

#include "cli/memory.h"
#include "cli/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH_SHOWN 240 /* [bytes] of a file's name in a message, and a NUL */

static const char nomem[] = "out of memory";

static void print_clean(const char *before, const char *fmt, va_list ap)
{
    char *text = text_vformat(fmt, ap);
    const char *shown = text ? text : nomem;
    size_t n = strlen(shown), tail = sizeof nomem - 1;
    fputs(before, stderr);
    lc_text_write(stderr, shown, n);
    if (n >= tail && strcmp(shown + n - tail, nomem) == 0 && memory_allowed())
        fprintf(stderr, ": %.3g GB may be taken (--max-memory)", (double)memory_allowed() / 0x1p30);
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

/* A path that fills the screen hides what is said of it. */
static void shorten(char name[PATH_SHOWN], const char *path)
{
    size_t n = strlen(path);
    if (n < PATH_SHOWN)
        memcpy(name, path, n + 1);
    else
        snprintf(name, PATH_SHOWN, "%.60s...%s", path, path + n - (PATH_SHOWN - 64));
}

void print_file_error(const char *path, const lc_error *err)
{
    char name[PATH_SHOWN];
    shorten(name, strcmp(path, "-") == 0 ? "standard input" : path);
    if (err->line > 0 && err->column > 0)
        print_error("%s:%ld: field %ld: %s", name, err->line, err->column, err->msg);
    else if (err->line > 0)
        print_error("%s:%ld: %s", name, err->line, err->msg);
    else
        print_error("%s: %s", name, err->msg);
}
