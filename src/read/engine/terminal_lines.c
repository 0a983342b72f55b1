/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal_lines.c - the lines that a terminal would show. */
#include "read/engine/terminal_lines.h"

#include "base/mem.h"

enum { NO_ESCAPE, ESCAPE, ESCAPE_CODE, ESCAPE_TITLE };

/* True when the byte belongs to an escape sequence. */
static bool in_escape(lc_terminal_line *w, char byte)
{
    switch (w->escape) {
    case NO_ESCAPE:
        w->escape = byte == '\x1b' ? ESCAPE : NO_ESCAPE;
        return byte == '\x1b';
    case ESCAPE:
        w->escape = byte == '[' ? ESCAPE_CODE : byte == ']' ? ESCAPE_TITLE : NO_ESCAPE;
        return true;
    case ESCAPE_CODE: /* parameters, up to a letter */
        w->escape = byte >= '@' && byte <= '~' ? NO_ESCAPE : ESCAPE_CODE;
        return true;
    default:
        w->escape = byte == '\a' ? NO_ESCAPE : ESCAPE_TITLE;
        return true;
    }
}

/* What a character of three bytes means in ASCII; 0: nothing. East Asian punctuation, digits and letters
 * of full width stand in its order; lines down a table are bars. */
static char fold(unsigned code)
{
    static const unsigned bars[] = {0x2502, 0x2503, 0x2506, 0x2507, 0x250a, 0x250b, 0x2551};
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++)
        if (code == bars[i])
            return '|';
    return code >= 0xff01 && code <= 0xff5e ? (char)(code - 0xff01 + '!')
           : code == 0x3000                 ? ' '
                                            : 0;
}

static void fold_last(lc_terminal_line *w)
{
    const unsigned char *last = w->n < 3 ? NULL : (unsigned char *)w->shown + w->n - 3;
    char c;
    if (!last || (last[0] != 0xef && last[0] != 0xe3 && last[0] != 0xe2))
        return;
    c = fold((last[0] & 0xfu) << 12 | (last[1] & 0x3fu) << 6 | (last[2] & 0x3fu));
    if (!c)
        return;
    w->n -= 2;
    w->shown[w->n - 1] = c;
}

bool lc_terminal_line_put(lc_terminal_line *w, char byte)
{
    if (byte == '\n')
        w->escape = NO_ESCAPE;
    if (in_escape(w, byte))
        return false;
    if (byte == '\n' || byte == '\r' || byte == '\b')
        return true;
    if (w->n >= LC_TERMINAL_LINE_MAX)
        return false;
    if (w->n == w->cap && !lc_mem_grow(&w->shown, &w->cap, w->n + 1, 1)) {
        w->nomem = true;
        return false;
    }
    w->shown[w->n++] = byte;
    if ((unsigned char)byte >= 0x80)
        fold_last(w);
    return false;
}

lc_span lc_terminal_line_text(const lc_terminal_line *w)
{
    return (lc_span){w->shown, w->n ? w->shown + w->n : w->shown};
}

void lc_terminal_line_clear(lc_terminal_line *w)
{
    w->n = 0;
}

void lc_terminal_line_free(lc_terminal_line *w)
{
    lc_mem_free(w->shown);
    *w = (lc_terminal_line)LC_TERMINAL_LINE_INIT;
}
