/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table_scribe.h - what a table hands over, as text: for unit and fuzz tests. */
#ifndef LC_TESTS_TABLE_SCRIBE_H
#define LC_TESTS_TABLE_SCRIBE_H

#include "table/table.h"

#include <stdio.h>

/* Writes down what it is handed, in one form for rows of text and rows of numbers. */
typedef struct scribe {
    lc_table *table;
    FILE *out;
    bool ignore_first;
    size_t rows, columns;
} scribe;

lc_table_handler scribe_handler(scribe *s);

/* What the table says of these bytes, fed in blocks of `chunk`, in one form for rows of text and rows of numbers;
 * the caller frees it. A row that begins with 'h' is a header; with `ignore_first` its first column is ignored. */
lc_status transcribe(char **out, const char *bytes, size_t n, size_t chunk,
                     lc_table_options options, bool ignore_first, lc_error *err);

#endif
