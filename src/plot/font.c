/* SPDX-License-Identifier: GPL-3.0-or-later */
/* font.c - how wide a text will be. */
#include "plot/font.h"

#include "base/mem.h"

#include <string.h>
#include <utf8proc.h>

#define OTHER_WIDTH 0.72 /* [em per terminal column] beyond ASCII: between e (0.62), x (0.84) */
#define ELLIPSIS "\xE2\x80\xA6"

/* Advance widths [em / 1000] of U+0020 .. U+007E, from the hmtx tables of DejaVu Sans 2.37. */
static const short advance[2][95] = {
    {317,  400, 459, 837, 636, 950, 779, 274, 390, 390, 500, 837, 317, 360, 317, 336,
     636,  636, 636, 636, 636, 636, 636, 636, 636, 636, 336, 336, 837, 837, 837, 530,
     1000, 684, 686, 698, 770, 631, 575, 774, 751, 294, 294, 655, 557, 862, 748, 787,
     603,  787, 694, 634, 610, 731, 684, 988, 685, 610, 685, 390, 336, 390, 837, 500,
     500,  612, 634, 549, 634, 615, 352, 634, 633, 277, 277, 579, 277, 974, 633, 611,
     634,  634, 411, 520, 392, 633, 591, 817, 591, 591, 524, 636, 336, 636, 837},
    {348,  456, 520, 837, 695, 1001, 872, 306,  457, 457, 522, 837, 379, 415,  379, 365,
     695,  695, 695, 695, 695, 695,  695, 695,  695, 695, 399, 399, 837, 837,  837, 580,
     1000, 773, 762, 733, 830, 683,  683, 820,  836, 372, 372, 774, 637, 995,  836, 850,
     732,  850, 770, 720, 682, 812,  773, 1103, 770, 724, 725, 457, 365, 457,  837, 500,
     500,  674, 715, 592, 715, 678,  435, 715,  711, 342, 342, 665, 342, 1041, 711, 687,
     715,  715, 493, 595, 478, 711,  651, 923,  645, 651, 582, 711, 365, 711,  837},
};

/* Bytes of the character at s, and its width. */
static size_t step(const char *s, bool bold, double *em)
{
    unsigned char c = (unsigned char)*s;
    if (c >= 0x20 && c < 0x7F) {
        *em = advance[bold][c - 0x20] / 1000.0;
        return 1;
    }
    utf8proc_int32_t code;
    utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &code);
    int columns = used > 0 ? utf8proc_charwidth(code) : 1;
    *em = OTHER_WIDTH * columns;
    return used > 0 ? (size_t)used : 1;
}

double lc_font_width(const char *clean, bool bold)
{
    double width = 0, em;
    for (const char *s = clean; *s; width += em)
        s += step(s, bold, &em);
    return width;
}

/* How many bytes of s go into one line: up to the last blank that fits, else as many as fit. */
static size_t line_length(const char *s, bool bold, double em)
{
    double width = 0, one;
    size_t fits = 0, blank = 0;
    while (s[fits]) {
        size_t n = step(s + fits, bold, &one);
        if (s[fits] == ' ')
            blank = fits;
        else if (width + one > em)
            return blank ? blank : fits ? fits : n;
        width += one;
        fits += n;
    }
    return fits;
}

/* Append what is left as the last line, with an ellipsis at its end when it is too long. */
static bool add_last(lc_texts *lines, const char *s, bool bold, double em)
{
    if (lc_font_width(s, bold) <= em)
        return lc_texts_add(lines, "%s", s);
    size_t n = line_length(s, bold, em - OTHER_WIDTH);
    return lc_texts_add(lines, "%.*s" ELLIPSIS, (int)n, s);
}

bool lc_font_wrap(lc_texts *lines, const char *clean, bool bold, double em, size_t max_lines)
{
    size_t start = lines->n;
    while (*clean == ' ')
        clean++;
    while (*clean) {
        if (max_lines && lines->n - start + 1 == max_lines)
            return add_last(lines, clean, bold, em);
        size_t n = line_length(clean, bold, em);
        if (!lc_texts_add(lines, "%.*s", (int)n, clean))
            return false;
        clean += n;
        while (*clean == ' ')
            clean++;
    }
    return true;
}

char *lc_font_elide(const char *clean, bool bold, double em)
{
    size_t n = strlen(clean), head = 0;
    if (lc_font_width(clean, bold) <= em)
        return lc_mem_text(clean, n);
    double left = (em - OTHER_WIDTH) / 2, one, width = 0;
    for (size_t k; (k = step(clean + head, bold, &one)) && width + one <= left; width += one)
        head += k;
    size_t tail = head;
    while (tail < n && lc_font_width(clean + tail, bold) > left)
        tail += step(clean + tail, bold, &one);
    return lc_text_format("%.*s" ELLIPSIS "%s", (int)head, clean, clean + tail);
}
