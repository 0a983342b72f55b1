/* SPDX-License-Identifier: GPL-3.0-or-later */
/* dialect.h - which delimiter a table of metrics is cut by, and what its rows look like. */
#ifndef LC_READ_DIALECT_H
#define LC_READ_DIALECT_H

#include "read/engine/span.h"
#include "table/table.h"

#define LC_HEADER_ALONE 5 /* score of names without a number below them */

typedef struct lc_dialect {
    char delimiter, decimal;
    int score; /* 0 no table of numbers .. 100 one of metrics for certain */
    bool nomem;
} lc_dialect;

/* Comma, semicolon or tab, by a file's first n bytes; `whole` says that there is no more. */
lc_dialect lc_dialect_guess(const char *head, size_t n, bool whole);

/* Cells that are numbers. */
size_t lc_row_numbers(const lc_row *row, char decimal);

/* Names, for the most part: more texts than numbers and blanks. */
bool lc_row_is_header(const lc_row *row, char decimal);

bool lc_row_is_comment(const lc_row *row); /* it begins with '#' */

/* The names of a header, from left to right: a first look at it, before the table is read. */
typedef struct lc_header {
    lc_span rest; /* not taken yet */
    char delimiter;
    bool ended; /* no name is left */
} lc_header;

lc_header lc_header_of(lc_span line); /* cut at the delimiter that it has most of */
bool lc_header_take(lc_header *header, lc_span *name);  /* without quotes and outer blanks */
bool lc_header_has(lc_header header, const char *name); /* exactly this one */

#endif
