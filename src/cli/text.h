/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h - text of the program's own: printf into a new block, and lines within a width. */
#ifndef LC_CLI_TEXT_H
#define LC_CLI_TEXT_H

#include "learncurve.h"

#include <stdarg.h>

/* The caller frees it; NULL when memory is out. */
LC_PRINTF(1, 2)
char *text_format(const char *fmt, ...);
char *text_vformat(const char *fmt, va_list ap);

/* Columns of the terminal that a stream goes to; 0 when it goes elsewhere. */
unsigned text_columns(FILE *to);

/* Write ASCII text in lines that end within the stream's terminal, else within 80 columns. Its first
 * line begins at `column`, where something stands before it, the others at `hang`; a line break in
 * the text is a blank. */
void text_fill(FILE *to, size_t column, size_t hang, const char *text);

#endif
