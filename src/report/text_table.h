/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * text_table.h - a table in aligned columns, within the layout's width.
 *
 *     lc_text_table t = {.columns = 3, .texts = 1};
 *     lc_text_table_add(&t, "metric");      cells row by row, the header first
 *     ...
 *     lc_text_table_print(l, &t);           and release it
 *
 * Columns that the width has no room for are left out from the right; a first cell that is too long
 * stands on a line of its own.
 */
#ifndef LC_REPORT_TEXT_TABLE_H
#define LC_REPORT_TEXT_TABLE_H

#include "report/text_layout.h"

#define LC_TABLE_COLUMNS 12 /* at most */

typedef struct lc_text_table {
    size_t columns;
    size_t texts; /* the first so many are aligned to the left, the others to the right; a column
                   * without a header, for notes, to the left too */
    size_t n, cap;
    char **cell;
    bool cut_first; /* a first cell that is too long loses its beginning instead */
    bool nomem;
} lc_text_table;

/* Append a cell; its text is cleaned, so it may hold any bytes. */
LC_PRINTF(2, 3)
void lc_text_table_add(lc_text_table *t, const char *fmt, ...);

/* The end of a clean text, behind an ellipsis, of at most so many columns; NULL when memory is out, the
 * caller frees it. */
char *lc_text_tail(const char *clean, size_t most);

void lc_text_table_print(lc_layout *l, lc_text_table *t);
void lc_text_table_free(lc_text_table *t); /* without printing it */

#endif
