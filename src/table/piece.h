/* SPDX-License-Identifier: GPL-3.0-or-later */
/* piece.h - whole lines of a table, parsed into numbers on whatever thread. */
#ifndef LC_TABLE_PIECE_H
#define LC_TABLE_PIECE_H

#include "table/cell.h"

/* How a table is to be parsed; not changed while a piece is parsed by it. */
typedef struct lc_layout {
    char delimiter, decimal;
    bool lines;     /* of rows of numbers are kept */
    size_t columns; /* 0: every row goes as text */
    bool *ignored;
    size_t changes; /* how often it was changed */
} lc_layout;

/* A row that didn't become numbers, in its place among those that did. */
typedef struct lc_misfit {
    size_t before;     /* rows of numbers before it */
    size_t begin, end; /* its bytes within the piece */
    long line;         /* lines before it in the piece */
    bool cut;
    const char *broken; /* why libcsv refused it, or NULL */
} lc_misfit;

typedef struct lc_piece {
    char *bytes;
    size_t n, cap;
    bool last; /* the input ends with it */

    /* What the parse made of it. */
    lc_status status;        /* LC_E_NOMEM or LC_E_LIMIT: then up to `line` only */
    size_t columns, changes; /* of the layout that was used */
    double *cells;           /* column c begins at cells + c * row_cap */
    size_t cells_cap, row_cap, rows;
    double *line; /* lines before each of these rows in the piece, where the layout keeps them */
    size_t line_cap;
    lc_misfit *misfit;
    size_t misfit_n, misfit_cap;
    bool *odd; /* columns whose value that is not finite was shown */
    size_t odd_cap;
    long lines;  /* line ends in it; up to the row that failed, when status says so */
    size_t tail; /* where a row begins that a quote keeps open to the end; n when there is none */
} lc_piece;

/* Parse piece->bytes[n]. Touches nothing but the piece. */
void lc_piece_parse(lc_piece *piece, const lc_layout *layout);
void lc_piece_free(lc_piece *piece);

/* Where the line after the one at `at` begins, at most n. CR LF, CR CR LF, LF and a lone CR end
 * lines; blanks between CR and LF are part of the end. */
size_t lc_piece_next_line(const char *bytes, size_t at, size_t n, char delimiter);

struct csv_parser;
/* A parser with our settings and allocator. False when libcsv refuses. */
bool lc_piece_parser(struct csv_parser *parser, char delimiter);

#endif
