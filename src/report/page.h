/* SPDX-License-Identifier: GPL-3.0-or-later */
/* page.h - paragraphs and tables within a width, with or without colour. */
#ifndef LC_REPORT_PAGE_H
#define LC_REPORT_PAGE_H

#include "base/error.h"

typedef struct lc_page {
    FILE *out;
    size_t width; /* [columns] */
    bool color;
    bool nomem; /* a paragraph is missing: memory was out */
    char *text; /* of the paragraph that lc_page_begin() began */
    size_t size;
    FILE *pieces;
} lc_page;

/* Where a paragraph goes and how it looks. */
typedef struct lc_place {
    size_t indent;   /* of its first line [columns] */
    size_t hang;     /* of the further ones */
    const char *sgr; /* ANSI "select graphic rendition" numbers, NULL for plain */
} lc_place;

/* Write one paragraph, filled to the width. Its text is cleaned, so it may hold any bytes;
 * lines end at blanks, but not at U+00A0. */
LC_PRINTF(3, 4)
void lc_page_say(lc_page *p, const lc_place *at, const char *fmt, ...);

/* The same in pieces: print them to the stream that begin() returns, then end() the paragraph; no text
 * makes none. NULL when memory is out; there is nothing to end then. */
FILE *lc_page_begin(lc_page *p);
void lc_page_end(lc_page *p, const lc_place *at);

void lc_page_gap(lc_page *p); /* an empty line */

/* Write n cells, right-aligned but for the first, in columns of width[] columns; indented by 2. */
void lc_page_row(lc_page *p, const char *sgr, const char *const *cells, const size_t *width,
                 size_t n);

#endif
