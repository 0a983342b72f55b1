/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_layout.c - paragraphs and tables within a width, with or without colour. */
#include "report/text_layout.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#define WIDTH_DEFAULT 80 /* [columns] */
#define WIDTH_LEAST 40   /* [columns] narrower ones are not served */

lc_layout lc_layout_on(FILE *out, const lc_report_options *options)
{
    static const lc_report_options defaults = LC_REPORT_OPTIONS_INIT;
    const lc_report_options *o = options ? options : &defaults;
    size_t width = o->width ? o->width : WIDTH_DEFAULT;
    return (lc_layout){
        .out = out, .width = width < WIDTH_LEAST ? WIDTH_LEAST : width, .color = o->color};
}

static void blanks(FILE *out, size_t n)
{
    while (n-- > 0)
        putc(' ', out);
}

static void paint(const lc_layout *l, const char *sgr, bool on)
{
    if (l->color && sgr)
        fprintf(l->out, "\033[%sm", on ? sgr : "0");
}

#define NO_BREAK "\xC2\xA0" /* U+00A0: no line ends there; written as a blank */

static void put_word(FILE *out, const char *word)
{
    for (const char *gap; (gap = strstr(word, NO_BREAK)) != NULL; word = gap + strlen(NO_BREAK))
        fprintf(out, "%.*s ", (int)(gap - word), word);
    fputs(word, out);
}

/* Words are parted in place; one that is wider than the width stands alone on its line. */
static void fill(lc_layout *l, const lc_text_style *at, char *words)
{
    size_t column = at->indent;
    bool first = true; /* of its line */
    blanks(l->out, column);
    for (char *word = words + strspn(words, " "); *word;) {
        char *end = word + strcspn(word, " ");
        char *next = end + strspn(end, " ");
        *end = '\0';
        size_t width = lc_text_width(word);
        if (!first && column + 1 + width > l->width) {
            putc('\n', l->out);
            blanks(l->out, at->hang);
            column = at->hang;
            first = true;
        }
        if (!first)
            putc(' ', l->out);
        put_word(l->out, word);
        column += width + !first;
        first = false;
        word = next;
    }
}

static void print_clean(lc_layout *l, const lc_text_style *at, const char *text, size_t size)
{
    char *clean = lc_text_clean(text, size);
    if (!clean) {
        l->nomem = true;
        return;
    }
    paint(l, at->sgr, true);
    fill(l, at, clean);
    paint(l, at->sgr, false);
    putc('\n', l->out);
    lc_mem_free(clean);
}

void lc_layout_paragraph(lc_layout *l, const lc_text_style *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    if (text)
        print_clean(l, at, text, strlen(text));
    else
        l->nomem = true;
    lc_mem_free(text);
}

FILE *lc_layout_begin(lc_layout *l)
{
    l->pieces = open_memstream(&l->text, &l->size);
    if (!l->pieces)
        l->nomem = true;
    return l->pieces;
}

void lc_layout_end(lc_layout *l, const lc_text_style *at)
{
    if (fclose(l->pieces) != 0)
        l->nomem = true;
    else if (l->size > 0)
        print_clean(l, at, l->text, l->size);
    free(l->text); /* open_memstream's block, which is not lc_mem's */
    l->text = NULL;
    l->pieces = NULL;
}

void lc_layout_gap(lc_layout *l)
{
    putc('\n', l->out);
}

void lc_layout_row(lc_layout *l, const char *sgr, const char *const *cells, const size_t *width,
                   size_t n)
{
    paint(l, sgr, true);
    for (size_t i = 0; i < n; i++) {
        size_t used = lc_text_width(cells[i]), room = width[i] > used ? width[i] - used : 0;
        blanks(l->out, i == 0 ? 2 : 2 + room);
        fputs(cells[i], l->out);
        if (i == 0 && n > 1)
            blanks(l->out, room);
    }
    paint(l, sgr, false);
    putc('\n', l->out);
}
