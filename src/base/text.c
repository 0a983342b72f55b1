/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.c - text that comes from strangers, and text that is made for people. */
#include "base/text.h"

#include "base/mem.h"

#include <ctype.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#define REPLACEMENT 0xFFFD
#define NAME_MAX_DISTANCE 63 /* [bytes] */

static bool is_control(utf8proc_int32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0x061C ||
           c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* Bytes of the character at s[n], of which there is one at least; *c is what stands for it. */
static size_t next_character(utf8proc_int32_t *c, const char *s, size_t n, bool clean)
{
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, c);
    if (used <= 0)
        *c = REPLACEMENT;
    if (clean && is_control(*c))
        *c = ' ';
    return used > 0 ? (size_t)used : 1;
}

/* What stands before a character: blanks at the beginning. */
typedef struct preceding {
    utf8proc_int32_t last, second;
} preceding;
#define PRECEDING_INIT \
    {                  \
        ' ', ' '       \
    }

static bool is_blank(utf8proc_int32_t c)
{
    return c == ' ' || utf8proc_category(c) == UTF8PROC_CATEGORY_ZS;
}

/* Whether a blank must come before the character: the runner of GitHub Actions obeys a line that begins
 * with "::", and "##[" wherever it stands. */
static bool is_parted(preceding *b, utf8proc_int32_t c)
{
    bool command = (c == ':' && b->last == ':' && is_blank(b->second)) ||
                   (c == '[' && b->last == '#' && b->second == '#');
    *b = (preceding){c, command ? ' ' : b->last};
    return command;
}

static char *copy_valid(const char *s, size_t n, bool clean)
{
    preceding b = PRECEDING_INIT;
    if (n > SIZE_MAX / 4)
        return NULL;
    char *out = lc_mem_resize(NULL, 3 * n + 1, 1); /* one bad byte becomes three, "::" too */
    size_t k = 0;
    if (!out)
        return NULL;
    for (size_t i = 0; i < n;) {
        utf8proc_int32_t c;
        i += next_character(&c, s + i, n - i, clean);
        if (clean && is_parted(&b, c))
            out[k++] = ' ';
        k += (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)out + k);
    }
    out[k] = '\0';
    return out;
}

void lc_text_write(FILE *out, const char *s, size_t n)
{
    utf8proc_uint8_t bytes[4];
    preceding b = PRECEDING_INIT;
    for (size_t i = 0; i < n;) {
        utf8proc_int32_t c;
        i += next_character(&c, s + i, n - i, true);
        if (is_parted(&b, c))
            putc(' ', out);
        fwrite(bytes, 1, (size_t)utf8proc_encode_char(c, bytes), out);
    }
}

char *lc_text_clean(const char *s, size_t n)
{
    return copy_valid(s, n, true);
}

char *lc_text_valid(const char *s, size_t n)
{
    return copy_valid(s, n, false);
}

size_t lc_text_width(const char *clean)
{
    size_t width = 0, n = strlen(clean);
    for (size_t i = 0; i < n;) {
        if (clean[i] >= ' ' && clean[i] <= '~') { /* as nearly all are */
            width++;
            i++;
            continue;
        }
        utf8proc_int32_t c;
        utf8proc_ssize_t used =
            utf8proc_iterate((const utf8proc_uint8_t *)clean + i, (utf8proc_ssize_t)(n - i), &c);
        if (used <= 0) {
            used = 1;
            c = REPLACEMENT;
        }
        int w = utf8proc_charwidth(c);
        width += w > 0 ? (size_t)w : 0;
        i += (size_t)used;
    }
    return width;
}

char *lc_text_vformat(const char *fmt, va_list ap)
{
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    if (n < 0)
        return NULL;
    char *out = lc_mem_resize(NULL, (size_t)n + 1, 1);
    if (out)
        vsnprintf(out, (size_t)n + 1, fmt, ap);
    return out;
}

char *lc_text_format(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *out = lc_text_vformat(fmt, ap);
    va_end(ap);
    return out;
}

bool lc_texts_add(lc_texts *list, const char *fmt, ...)
{
    if (!lc_mem_grow(&list->text, &list->cap, list->n + 1, sizeof *list->text))
        return false;
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    if (!text)
        return false;
    list->text[list->n++] = text;
    return true;
}

void lc_texts_free(lc_texts *list)
{
    for (size_t i = 0; i < list->n; i++)
        lc_mem_free(list->text[i]);
    lc_mem_free(list->text);
    *list = (lc_texts){0};
}

/* A program that uses the library may have set a locale whose numbers have a comma. */
static void put_point(char *out)
{
    const char *mark = localeconv()->decimal_point;
    char *at = strcmp(mark, ".") == 0 ? NULL : strstr(out, mark);
    if (!at)
        return;
    *at = '.';
    memmove(at + 1, at + strlen(mark), strlen(at + strlen(mark)) + 1);
}

void lc_text_exact(char out[LC_NUMBER_SIZE], double v)
{
    if (fabs(v) < 1e15 && v == (double)(int64_t)v &&
        !signbit(v)) { /* as "%.15g", in a third of its time */
        snprintf(out, LC_NUMBER_SIZE, "%" PRId64, (int64_t)v);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, LC_NUMBER_SIZE, "%.*g", digits, v);
        if (!isfinite(v) || strtod(out, NULL) == v)
            break;
    }
    put_point(out);
}

/* "0.3660" to "0.366", "150.0" to "150". */
static void strip_zeros(char *out)
{
    size_t n = strlen(out);
    while (n > 1 && out[n - 1] == '0')
        n--;
    n -= out[n - 1] == '.';
    out[n] = '\0';
}

void lc_text_round(char out[LC_NUMBER_SIZE], double v, int digits)
{
    double size = fabs(v);
    if (isnan(v))
        snprintf(out, LC_NUMBER_SIZE, "NaN");
    else if (isinf(v))
        snprintf(out, LC_NUMBER_SIZE, v > 0 ? "inf" : "-inf");
    else if (size == 0)
        snprintf(out, LC_NUMBER_SIZE, "0"); /* "-0" is nothing to people */
    else if (size >= 1e6 || size < 1e-4) {
        snprintf(out, LC_NUMBER_SIZE, "%.*g", digits, v);
        put_point(out);
    } else {
        int before = size >= 1 ? (int)floor(log10(size)) + 1 : 0;
        int leading = size < 1 ? -(int)floor(log10(size)) - 1 : 0;
        int decimals = digits - before + leading;
        snprintf(out, LC_NUMBER_SIZE, "%.*f", decimals > 0 ? decimals : 0, v);
        put_point(out);
        if (strchr(out, '.'))
            strip_zeros(out);
    }
}

bool lc_text_same(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a == '-' || *a == '_' || *a == ' ')
            a++;
        while (*b == '-' || *b == '_' || *b == ' ')
            b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        if (!*a)
            return true;
    }
}

size_t lc_text_distance(const char *a, const char *b)
{
    size_t row[NAME_MAX_DISTANCE + 1], n = strlen(a), m = strlen(b);
    if (n > NAME_MAX_DISTANCE || m > NAME_MAX_DISTANCE)
        return SIZE_MAX;
    for (size_t j = 0; j <= m; j++)
        row[j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t diagonal = row[0]; /* distance of a[..i-1] and b[..j-1] */
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[m];
}
