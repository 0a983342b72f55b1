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

void lc_layout_paint(const lc_layout *l, const char *sgr, bool on)
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

#define ELLIPSIS "\u2026"

/* Where a clause ends last in the second half of a text that was cut: behind a comma and the like, or
 * before a bracket; else where its last word does. NULL when only its first half has blanks. */
static char *last_break(char *text)
{
    char *clause = NULL, *word = NULL;
    for (char *at = text + strlen(text) / 2; (at = strchr(at, ' ')); at++) {
        word = at;
        if (at > text && (at[1] == '(' || strchr(",;:", at[-1])))
            clause = at;
    }
    return clause ? clause : word;
}

/* Clean text of at most so many columns, cut in place; false when an ellipsis must follow. Half a
 * number would mislead, and so may a clause that breaks off. */
static bool cut(char *clean, size_t most)
{
    size_t n = strlen(clean);
    if (lc_text_width(clean) <= most)
        return true;
    while (n > 0 && lc_text_width(clean) >= most) {
        do
            n--;
        while (n > 0 && (clean[n] & 0xC0) == 0x80); /* all bytes of a character */
        clean[n] = '\0';
    }
    char *end = last_break(clean);
    if (end) {
        end -= strchr(",;:", end[-1]) ? 1 : 0;
        strcpy(end, " ");
    }
    return false;
}

char *lc_text_shortened(const char *text, size_t most)
{
    char *clean = lc_text_clean(text, strlen(text));
    if (!clean || cut(clean, most))
        return clean;
    char *shorter = lc_text_format("%s" ELLIPSIS, clean);
    lc_mem_free(clean);
    return shorter;
}

static void put_line(const lc_layout *l, const lc_text_style *at, char *clean)
{
    bool whole = cut(clean, l->width - at->indent);
    blanks(l->out, at->indent);
    put_word(l->out, clean);
    fputs(whole ? "" : ELLIPSIS, l->out);
}

static void print_clean(lc_layout *l, const lc_text_style *at, bool one_line, const char *text,
                        size_t size)
{
    char *clean = lc_text_clean(text, size);
    if (!clean) {
        l->nomem = true;
        return;
    }
    lc_layout_paint(l, at->sgr, true);
    if (one_line)
        put_line(l, at, clean);
    else
        fill(l, at, clean);
    lc_layout_paint(l, at->sgr, false);
    putc('\n', l->out);
    lc_mem_free(clean);
}

static void print_format(lc_layout *l, const lc_text_style *at, bool one_line, const char *fmt,
                         va_list ap)
{
    char *text = lc_text_vformat(fmt, ap);
    if (text)
        print_clean(l, at, one_line, text, strlen(text));
    else
        l->nomem = true;
    lc_mem_free(text);
}

void lc_layout_paragraph(lc_layout *l, const lc_text_style *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print_format(l, at, false, fmt, ap);
    va_end(ap);
}

void lc_layout_line(lc_layout *l, const lc_text_style *at, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print_format(l, at, true, fmt, ap);
    va_end(ap);
}

FILE *lc_layout_begin(lc_layout *l)
{
    l->pieces = lc_text_open(&l->text, &l->size);
    if (!l->pieces)
        l->nomem = true;
    return l->pieces;
}

static void end(lc_layout *l, const lc_text_style *at, bool one_line)
{
    if (!lc_text_close(l->pieces, &l->text))
        l->nomem = true;
    else if (l->size > 0)
        print_clean(l, at, one_line, l->text, l->size);
    lc_mem_free(l->text);
    l->text = NULL;
    l->pieces = NULL;
}

void lc_layout_end(lc_layout *l, const lc_text_style *at)
{
    end(l, at, false);
}

void lc_layout_end_line(lc_layout *l, const lc_text_style *at)
{
    end(l, at, true);
}

void lc_layout_gap(lc_layout *l)
{
    putc('\n', l->out);
}
