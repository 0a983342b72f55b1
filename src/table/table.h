/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h - delimited text through libcsv, pushed in blocks: for logs and for data sets. */
#ifndef LC_TABLE_TABLE_H
#define LC_TABLE_TABLE_H

#include "base/error.h"

#define LC_LINE_MAX (64u << 20) /* [bytes] a longer line is an error, so memory stays bounded */
#define LC_FIELDS_MAX 200000u   /* fields of one line */

/* One field of a row, without quotes and outer blanks. Not NUL-terminated. */
typedef struct lc_field {
    const char *text;
    size_t len;
} lc_field;

/* What the table hands over, in the file's order. A handler's failure ends the parse and passes up. */
typedef struct lc_table_handler {
    void *self;

    /* One row of text. Asked for each row until it says *columns > 0 with the kinds of column that
     * it wants as numbers from the next row on; and for every row that has another number of
     * fields than *columns, or a field that is neither empty nor a number. */
    lc_status (*row)(void *self, long line, const lc_field *fields, size_t n, size_t *columns,
                     lc_error *err);

    /* Rows of numbers, column by column: column[c][r], r < rows; lc_absent() where a field was
     * empty. `lines[r]` is the line of row r. Values that are not finite and how they were
     * spelled come through `odd` first. */
    lc_status (*numbers)(void *self, const double *const *column, size_t columns, size_t rows,
                         lc_error *err);

    /* How a field that is no finite number was written, e.g. "NaN"; once for each column and
     * block at least. */
    lc_status (*odd)(void *self, size_t column, const char *text, size_t len, lc_error *err);

    /* A line that libcsv refuses (an open quote); the parse goes on with the next one. */
    lc_status (*broken)(void *self, long line, const char *why, lc_error *err);
} lc_table_handler;

typedef struct lc_table lc_table;

/**
 * Open a table.
 *
 *   in   delimiter  ',', ';', '\t' or any other byte but quote, blank, CR, LF
 *   in   threads    how many parse at once; 0: as many as there are processors, at most 8
 *
 * Returns LC_OK, LC_E_NOMEM
 */
lc_status lc_table_open(lc_table **t, char delimiter, unsigned threads,
                        const lc_table_handler *handler, lc_error *err);

/* Any number of bytes. LC_E_LIMIT for a line or row past the limits; what handlers return. */
lc_status lc_table_feed(lc_table *t, const char *bytes, size_t n, lc_error *err);
lc_status lc_table_finish(lc_table *t, lc_error *err);
void lc_table_close(lc_table *t); /* NULL is fine */

#endif
