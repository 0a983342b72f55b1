/* SPDX-License-Identifier: GPL-3.0-or-later */
/* encoding.c - text that is no plain UTF-8. */
#include "read/engine/encoding.h"

#include <iconv.h>
#include <ctype.h>
#include <string.h>
#include <utf8proc.h>

/* [bytes] of NUL that a hole has at least; those of binary formats are shorter, ... */
#define HOLE_MIN 16
/* [bytes] ... but one that ends where a block of the disk does, or the text, may be of any size */
#define DISK_BLOCK 512
#define REPLACEMENT 0xfffdu
#define BYTE_ORDER_MARK 0xfeffu

/* ---- UTF-16 ----------------------------------------------------------------------------- */

bool lc_utf16_begins(const char *bytes, size_t n, bool *big_endian)
{
    *big_endian = n >= 2 && memcmp(bytes, "\xfe\xff", 2) == 0;
    return *big_endian || (n >= 2 && memcmp(bytes, "\xff\xfe", 2) == 0);
}

static size_t put(char *to, unsigned code)
{
    if (code < 0x80) {
        to[0] = (char)code;
        return 1;
    }
    size_t n = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; code >>= 6)
        to[i] = (char)(0x80 | (code & 0x3f));
    to[0] = (char)((0xf00u >> n & 0xffu) | code);
    return n;
}

static size_t take_unit(lc_utf16 *u, char *to, unsigned unit)
{
    size_t n = 0;
    bool low = unit >= 0xdc00 && unit < 0xe000, high = unit >= 0xd800 && unit < 0xdc00;
    if (u->high && low)
        n = put(to, 0x10000 + ((u->high - 0xd800) << 10) + (unit - 0xdc00));
    else if (u->high)
        n = put(to, REPLACEMENT);
    bool paired = u->high && low;
    u->high = high ? unit : 0;
    if (!paired && !high && unit != BYTE_ORDER_MARK)
        n += put(to + n, low ? REPLACEMENT : unit);
    return n;
}

size_t lc_utf16_decode(lc_utf16 *u, char *to, const char *bytes, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (u->has_odd)
            k += take_unit(u, to + k,
                           u->big_endian ? (unsigned)u->odd << 8 | byte
                                         : (unsigned)byte << 8 | u->odd);
        u->odd = byte;
        u->has_odd = !u->has_odd;
    }
    return k;
}

/* ---- GBK -------------------------------------------------------------------------------- */

#define PAIRS_MIN 4 /* that are no chance */

static bool is_utf8(const char *bytes, size_t n)
{
    utf8proc_int32_t code;
    for (size_t i = 0; i < n;) {
        size_t left = n - i;
        utf8proc_ssize_t k =
            utf8proc_iterate((const utf8proc_uint8_t *)bytes + i, (utf8proc_ssize_t)left, &code);
        if (k < 1)
            return left < 4; /* the last one may be cut */
        i += (size_t)k;
    }
    return true;
}

/* Most logs are; of one that is nothing else is asked. */
static bool is_ascii(const char *bytes, size_t n)
{
    unsigned char bits = 0;
    for (size_t i = 0; i < n; i++)
        bits |= (unsigned char)bytes[i];
    return bits < 0x80;
}

bool lc_gbk_holds(const char *bytes, size_t n)
{
    size_t pairs = 0;
    if (is_ascii(bytes, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned char lead = (unsigned char)bytes[i];
        if (lead < 0x80)
            continue;
        if (lead < 0xa1 || lead > 0xf7 || (i + 1 < n && (unsigned char)bytes[i + 1] < 0xa1))
            return false;
        pairs++;
        i++;
    }
    return pairs >= PAIRS_MIN && !is_utf8(bytes, n);
}

bool lc_gbk_open(lc_gbk *g)
{
    iconv_t convert = iconv_open("UTF-8", "GBK");
    g->convert = convert == (iconv_t)-1 ? NULL : convert;
    return g->convert != NULL;
}

void lc_gbk_close(lc_gbk *g)
{
    if (g->convert)
        iconv_close(g->convert);
    g->convert = NULL;
}

size_t lc_gbk_decode(lc_gbk *g, char *to, const char *bytes, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (!g->lead && byte < 0x80) {
            to[k++] = bytes[i];
        } else if (!g->lead) {
            g->lead = byte;
        } else {
            char pair[] = {(char)g->lead, bytes[i]}, *from = pair, *into = to + k;
            size_t left = sizeof pair, room = 3;
            g->lead = 0;
            if (iconv(g->convert, &from, &left, &into, &room) == (size_t)-1) {
                iconv(g->convert, NULL, NULL, NULL, NULL);
                k += put(to + k, REPLACEMENT);
                if (byte < 0x80)
                    to[k++] = bytes[i];
            } else {
                k = (size_t)(into - to);
            }
        }
    }
    return k;
}

/* ---- Latin-1 ---------------------------------------------------------------------------- */

#define LETTERS 0xc0 /* and above, but for two signs */
#define SIGNS 0xa0   /* and above: as in Unicode */

bool lc_latin1_holds(const char *bytes, size_t n)
{
    size_t letters = 0, others = 0;
    if (is_ascii(bytes, n))
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        bool before = i > 0 && isalpha((unsigned char)bytes[i - 1]);
        bool after = i + 1 < n && isalpha((unsigned char)bytes[i + 1]);
        if (byte >= LETTERS && (before || after))
            letters++;
        else
            others += byte >= 0x80;
    }
    return letters > others && !is_utf8(bytes, n);
}

size_t lc_latin1_decode(char *to, const char *bytes, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x80)
            to[k++] = bytes[i];
        else
            k += put(to + k, byte < SIGNS ? REPLACEMENT : byte);
    }
    return k;
}

/* ---- NUL bytes -------------------------------------------------------------------------- */

size_t lc_nul_filter_copy(lc_nul_filter *f, char *to, const char *bytes, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; i++) {
        char byte = bytes[i];
        if (!byte) {
            if (f->count++ == 0)
                f->first = f->line + 1;
            if (!f->within && f->in_line)
                k += put(to + k, REPLACEMENT);
            f->within = true;
            continue;
        }
        f->within = f->within && byte != '\n' && byte != '\r';
        f->line += byte == '\n';
        f->in_line = byte != '\n';
        if (!f->within)
            to[k++] = byte;
    }
    return k;
}

void lc_nul_filter_pass(lc_nul_filter *f, const char *bytes, size_t n)
{
    const char *end = bytes + n;
    for (const char *s = bytes; s < end && (s = memchr(s, '\n', (size_t)(end - s))); s++)
        f->line++;
    f->in_line = n ? bytes[n - 1] != '\n' : f->in_line;
    f->within = false;
}

bool lc_nul_is_hole(const char *bytes, size_t n)
{
    size_t run = 0;
    size_t letters = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte == 0) {
            run++;
            continue;
        }
        bool cut = run > 0 && run < HOLE_MIN && i % DISK_BLOCK != 0;
        if (cut || byte == 0x7f || (byte < ' ' && !strchr("\t\n\r\b\a\f\x1b", byte)))
            return false;
        run = 0;
        letters++;
    }
    return letters > 0;
}
