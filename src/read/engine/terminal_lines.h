/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * terminal_lines.h - the lines that a terminal would show of a log's bytes.
 *
 * Escape sequences are dropped, and punctuation of full width is that of ASCII. What carriage returns and backspaces overwrite was shown as well,
 * and is a line of its own: a progress bar's states come one by one.
 */
#ifndef LC_READ_TERMINAL_LINES_H
#define LC_READ_TERMINAL_LINES_H

#include "read/engine/span.h"

/* [bytes] of a line that are looked at; what follows is passed over */
#define LC_TERMINAL_LINE_MAX 65536

typedef struct lc_terminal_line {
    int escape; /* where in an escape sequence the bytes are */
    char *shown;
    size_t n, cap;
    bool nomem; /* memory ran out, and something is missing */
} lc_terminal_line;
#define LC_TERMINAL_LINE_INIT \
    {                         \
        0                     \
    }

/* True when the byte ends what was shown: '\n', or '\r' and '\b', after which it is overwritten.
 * The caller looks at it, and clears it before the next byte. */
bool lc_terminal_line_put(lc_terminal_line *w, char byte);

/* Put bytes up to the first one that ends what was shown, which *ended tells; how many those are. */
size_t lc_terminal_line_take(lc_terminal_line *w, const char *bytes, size_t n, bool *ended);

lc_span lc_terminal_line_text(const lc_terminal_line *w); /* borrowed until the next byte */
void lc_terminal_line_clear(lc_terminal_line *w);
void lc_terminal_line_free(lc_terminal_line *w);

#endif
