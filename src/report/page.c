/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.c - paragraphs and tables within a width, with or without colour. */
#include "report/page.h"

#include "base/mem.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static void blanks(FILE *out, size_t n)
{
    while (n-- > 0)
        putc(' ', out);
}

static void paint(const lc_page *p, const char *sgr, bool on)
{
    if (p->color && sgr)
        fprintf(p->out, "\033[%sm", on ? sgr : "0");
}

#define NO_BREAK "\xC2\xA0" /* U+00A0: no line ends there; written as a blank */

static void put_word(FILE *out, const char *word)
{
    for (const char *gap; (gap = strstr(word, NO_BREAK)) != NULL; word = gap + strlen(NO_BREAK))
        fprintf(out, "%.*s ", (int)(gap - word), word);
    fputs(word, out);
}

/* Words are parted in place; one that is wider than the page stands alone on its line. */
static void fill(lc_page *p, const lc_place *at, char *words)
{
    size_t column = at->indent;
    bool first = true; /* of its line */
    blanks(p->out, column);
    for (char *word = words + strspn(words, " "); *word;) {
        char *end = word + strcspn(word, " ");
        char *next = end + strspn(end, " ");
        *end = '\0';
        size_t width = lc_text_width(word);
        if (!first && column + 1 + width > p->width) {
            putc('\n', p->out);
            blanks(p->out, at->hang);
            column = at->hang;
            first = true;
        }
        if (!first)
            putc(' ', p->out);
        put_word(p->out, word);
        column += width + !first;
        first = false;
        word = next;
    }
}

static void say(lc_page *p, const lc_place *at, const char *text, size_t size)
{
    char *clean = lc_text_clean(text, size);
    if (!clean) {
        p->nomem = true;
        return;
    }
    paint(p, at->sgr, true);
    fill(p, at, clean);
    paint(p, at->sgr, false);
    putc('\n', p->out);
    lc_mem_free(clean);
}

void lc_page_say(lc_page *p, const lc_place *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    if (text)
        say(p, at, text, strlen(text));
    else
        p->nomem = true;
    lc_mem_free(text);
}

FILE *lc_page_begin(lc_page *p)
{
    p->pieces = open_memstream(&p->text, &p->size);
    if (!p->pieces)
        p->nomem = true;
    return p->pieces;
}

void lc_page_end(lc_page *p, const lc_place *at)
{
    if (fclose(p->pieces) != 0)
        p->nomem = true;
    else if (p->size > 0)
        say(p, at, p->text, p->size);
    free(p->text); /* open_memstream's block, which is not lc_mem's */
    p->text = NULL;
    p->pieces = NULL;
}

void lc_page_gap(lc_page *p)
{
    putc('\n', p->out);
}

void lc_page_row(lc_page *p, const char *sgr, const char *const *cells, const size_t *width,
                 size_t n)
{
    paint(p, sgr, true);
    for (size_t i = 0; i < n; i++) {
        size_t used = lc_text_width(cells[i]), room = width[i] > used ? width[i] - used : 0;
        blanks(p->out, i == 0 ? 2 : 2 + room);
        fputs(cells[i], p->out);
        if (i == 0 && n > 1)
            blanks(p->out, room);
    }
    paint(p, sgr, false);
    putc('\n', p->out);
}
