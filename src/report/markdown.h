/* SPDX-License-Identifier: GPL-3.0-or-later */
/* markdown.h - text of strangers in Markdown. */
#ifndef LC_REPORT_MARKDOWN_H
#define LC_REPORT_MARKDOWN_H

#include "report/text_table.h"

typedef struct lc_markdown {
    FILE *out;
    bool table; /* in a table's cell, where '|' needs a backslash */
    bool nomem; /* something is missing: memory was out */
} lc_markdown;

/* A sentence: words in it that could be markup, links or mentions stand as code. */
void lc_markdown_text(lc_markdown *p, const char *s);

/* A table, which is released. Its first row is the header, its first column has names. */
void lc_markdown_table(lc_markdown *p, lc_text_table *t);

/* Counts and a row each, as a section. */
void lc_markdown_digests(lc_markdown *p, const lc_digest *digests, size_t n);

#endif
