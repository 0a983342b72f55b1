/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table.h - delimited text through libcsv, pushed in blocks: for logs and for data sets.
 *
 * Large inputs are parsed on several threads; a handler is only ever called on the thread that
 * feeds, in the order of the file, and what it is told doesn't depend on how the bytes were cut
 * or on the number of threads.
 */
#ifndef LC_TABLE_TABLE_H
#define LC_TABLE_TABLE_H

#include "table/cell.h"

#define LC_LAYOUTS_MAX 10000u /* changes of the layout in one table */

/* One row of text. */
typedef struct lc_row {
    long line; /* 1-based line on which it begins */
    const lc_field *field;
    size_t n;
    bool cut; /* the input ended within it: no line end */
} lc_row;

/* What the table hands over. A handler's failure ends the parse and passes up. */
typedef struct lc_table_handler {
    void *self;

    /* Asked for each row while there is no layout; and for every row that has another number of
     * fields than the layout, a cell that lc_table_cell can't read, or (once for each column and
     * block at least) a cell that is not finite, so that its spelling is seen. */
    lc_status (*row)(void *self, const lc_row *row, lc_error *err);

    /* All other rows, as numbers: column[c][r], r < rows; lc_absent() where a cell was empty or
     * in an ignored column. line[r] is the 1-based line on which row r begins; NULL unless the
     * options ask for it. */
    lc_status (*numbers)(void *self, const double *const *column, size_t columns,
                         const double *line, size_t rows, lc_error *err);

    /* A line that libcsv refuses (a stray or open quote); `text` is this line without its end.
     * The parse goes on with the next line. */
    lc_status (*broken)(void *self, long line, const lc_field *text, const char *why,
                        lc_error *err);
} lc_table_handler;

typedef struct lc_table_options {
    char delimiter;   /* ',', ';', '\t' or any other byte but quote, blank, CR, LF */
    bool lines;       /* say where rows of numbers stand */
    char decimal;     /* ',' where numbers are written "0,5"; 0 or '.' where not */
    unsigned threads; /* how many parse at once; 0: as many as processors, at most 8 */
} lc_table_options;

typedef struct lc_table lc_table;

/* Returns LC_OK or LC_E_NOMEM. The handler is copied, its `self` must outlive the table. */
lc_status lc_table_open(lc_table **t, const lc_table_options *options,
                        const lc_table_handler *handler, lc_error *err);

/**
 * Say which rows shall come as numbers from the next one on; called from within `row`.
 *
 *   in   columns   fields that such a row has; 0: all rows as text again
 *   in   ignored[columns]  true: this column's cells may hold anything; NULL: none
 *
 * Returns LC_OK, LC_E_NOMEM
 *         LC_E_LIMIT  called more than LC_LAYOUTS_MAX times
 */
lc_status lc_table_layout(lc_table *t, size_t columns, const bool *ignored, lc_error *err);

/* Any number of bytes. LC_E_LIMIT for a line or row past the limits; what handlers return. */
lc_status lc_table_feed(lc_table *t, const char *bytes, size_t n, lc_error *err);
lc_status lc_table_finish(lc_table *t, lc_error *err);
void lc_table_close(lc_table *t); /* NULL is fine */

#endif
