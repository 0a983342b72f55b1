/* SPDX-License-Identifier: GPL-3.0-or-later */
/* terminal_lines.c - the lines that a terminal would show. */
#include "read/engine/terminal_lines.h"

#include "base/mem.h"

#include <stdint.h>
#include <string.h>

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
    default: /* up to a bell, or to an escape and a backslash, as around links */
        w->escape = byte == '\a' ? NO_ESCAPE : byte == '\x1b' ? ESCAPE : ESCAPE_TITLE;
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

#define EACH_BYTE(byte) (UINT64_C(0x0101010101010101) * (byte))

/* Eight bytes of ASCII, none of them a control. */
static bool are_plain(const char *bytes)
{
    uint64_t v;
    memcpy(&v, bytes, sizeof v);
    return (((v - EACH_BYTE(' ')) | v) & EACH_BYTE(0x80)) == 0;
}

/* How many bytes from here on are plain text: ASCII that is no control. */
static size_t plain_stretch(const char *bytes, size_t n)
{
    size_t k = 0;
    while (k + 8 <= n && are_plain(bytes + k))
        k += 8;
    while (k < n && (unsigned char)bytes[k] >= ' ' && (unsigned char)bytes[k] < 0x80)
        k++;
    return k;
}

/* Plain text as a whole. */
static void put_plain(lc_terminal_line *w, const char *bytes, size_t n)
{
    size_t room = LC_TERMINAL_LINE_MAX - w->n;
    n = n < room ? n : room;
    if (!lc_mem_grow(&w->shown, &w->cap, w->n + n, 1)) {
        w->nomem = true;
        return;
    }
    memcpy(w->shown + w->n, bytes, n);
    w->n += n;
}

size_t lc_terminal_line_take(lc_terminal_line *w, const char *bytes, size_t n, bool *ended)
{
    size_t k = 0;
    *ended = false;
    while (k < n && !*ended) {
        size_t plain = w->escape == NO_ESCAPE ? plain_stretch(bytes + k, n - k) : 0;
        if (plain)
            put_plain(w, bytes + k, plain);
        else
            *ended = lc_terminal_line_put(w, bytes[k]);
        k += plain ? plain : 1;
    }
    return k;
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
