/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * page.h - what the parts of a page are written with.
 *
 * All that isn't markup of our own passes through lc_html_text(), and what goes into the data of the
 * script through lc_html_string(): a log's names are a stranger's.
 */
#ifndef LC_HTML_PAGE_H
#define LC_HTML_PAGE_H

#include "base/error.h"

#include <stdarg.h>

/* A page that is being written. */
typedef struct lc_page {
    FILE *out;
    FILE *line; /* open: a text that is collected, and its block */
    char *text;
    size_t size;
    bool nomem;   /* some text is missing */
    bool brief;   /* many runs: fewer elements for each, which a browser takes its time over */
    size_t drawn; /* runs whose curves the script draws */
    size_t plots; /* of gnuplot's that stand on it */
    lc_error why; /* why gnuplot drew none; LC_OK: it did */
} lc_page;

/* Text of an element or an attribute's value: cleaned (lc_text_clean), and what HTML would take for
 * markup escaped. NULL is nothing. */
void lc_html_text(lc_page *p, const char *s);
LC_PRINTF(2, 3)
void lc_html_textf(lc_page *p, const char *fmt, ...);

/* A text that is printed to the stream between the two, NULL when memory is out. */
FILE *lc_html_begin(lc_page *p);
void lc_html_end(lc_page *p);

/* A JSON string that can't end the script element that it stands in. */
void lc_html_string(lc_page *p, const char *s);

#endif
