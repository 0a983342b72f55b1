/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * screen.h - the lines that a terminal would show of a log's bytes.
 *
 * Escape sequences are dropped. What carriage returns and backspaces overwrite was shown as well,
 * and is a line of its own: a progress bar's states come one by one.
 */
#ifndef LC_READ_SCREEN_H
#define LC_READ_SCREEN_H

#include "read/engine/span.h"

#define LC_SHOWN_MAX 65536 /* [bytes] of a line that are looked at; what follows is passed over */

typedef struct lc_screen {
    int escape; /* where in an escape sequence the bytes are */
    char *shown;
    size_t n, cap;
    bool nomem; /* memory ran out, and something is missing */
} lc_screen;
#define LC_SCREEN_INIT \
    {                  \
        0              \
    }

/* True when the byte ends what was shown: '\n', or '\r' and '\b', after which it is overwritten.
 * The caller looks at it, and clears it before the next byte. */
bool lc_screen_put(lc_screen *w, char byte);

lc_span lc_screen_shown(const lc_screen *w); /* borrowed until the next byte */
void lc_screen_clear(lc_screen *w);
void lc_screen_free(lc_screen *w);

#endif
