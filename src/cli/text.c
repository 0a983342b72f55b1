/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - printf into a new block, and lines within a width. */
#include "cli/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#define COLUMNS_USUAL 80
#define COLUMNS_READABLE 100 /* text is not filled wider on a wide terminal */

char *text_vformat(const char *fmt, va_list ap)
{
    char *text = NULL;
    size_t size;
    FILE *out = lc_text_open(&text, &size);
    if (!out)
        return NULL;
    vfprintf(out, fmt, ap);
    lc_text_close(out, &text);
    return text;
}

char *text_format(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = text_vformat(fmt, ap);
    va_end(ap);
    return text;
}

unsigned text_columns(FILE *to)
{
    struct winsize size;
    if (ioctl(fileno(to), TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return 0;
    return size.ws_col < COLUMNS_READABLE ? size.ws_col : COLUMNS_READABLE;
}

void text_fill(FILE *to, size_t column, size_t hang, const char *text)
{
    size_t width = text_columns(to);
    width = width ? width : COLUMNS_USUAL;
    for (bool first = true; *text; first = false) { /* of the words */
        size_t n = strcspn(text, " \n");
        if (!first && column + 1 + n > width) {
            fprintf(to, "\n%*s", (int)hang, "");
            column = hang;
        } else if (!first) {
            putc(' ', to);
            column++;
        }
        fprintf(to, "%.*s", (int)n, text);
        column += n;
        text += n;
        text += strspn(text, " \n");
    }
    putc('\n', to);
}
