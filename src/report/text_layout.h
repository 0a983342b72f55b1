/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text_layout.h - paragraphs and tables within a width, with or without colour. */
#ifndef LC_REPORT_TEXT_LAYOUT_H
#define LC_REPORT_TEXT_LAYOUT_H

#include "base/error.h"

typedef struct lc_layout {
    FILE *out;
    size_t width; /* [columns] */
    bool color;
    bool nomem; /* a paragraph is missing: memory was out */
    char *text; /* of the paragraph that lc_layout_begin() began */
    size_t size;
    FILE *pieces;
} lc_layout;

/* Where a paragraph goes and how it looks. */
typedef struct lc_text_style {
    size_t indent;   /* of its first line [columns] */
    size_t hang;     /* of the further ones */
    const char *sgr; /* ANSI "select graphic rendition" numbers, NULL for plain */
} lc_text_style;

/* A layout on a stream, as the options say; NULL: 80 columns without colour. */
lc_layout lc_layout_on(FILE *out, const lc_report_options *options);

/* Write one paragraph, filled to the width. Its text is cleaned, so it may hold any bytes;
 * lines end at blanks, but not at U+00A0. */
LC_PRINTF(3, 4)
void lc_layout_paragraph(lc_layout *l, const lc_text_style *at, const char *fmt, ...);

/* The same in pieces: print them to the stream that begin() returns, then end() the paragraph; no text
 * makes none. NULL when memory is out; there is nothing to end then. */
FILE *lc_layout_begin(lc_layout *l);
void lc_layout_end(lc_layout *l, const lc_text_style *at);

/* One line, cut where the width ends; an ellipsis stands for the rest. And the same in pieces. */
LC_PRINTF(3, 4)
void lc_layout_line(lc_layout *l, const lc_text_style *at, const char *fmt, ...);
void lc_layout_end_line(lc_layout *l, const lc_text_style *at);

/* Clean text of at most so many columns, with an ellipsis where it is cut; NULL when memory is out,
 * the caller frees it. */
char *lc_text_shortened(const char *text, size_t most);

void lc_layout_gap(lc_layout *l); /* an empty line */

/* Turn an ANSI style on or off, where there is colour. */
void lc_layout_paint(const lc_layout *l, const char *sgr, bool on);

#endif
