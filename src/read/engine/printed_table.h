/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * printed_table.h - tables that are printed for people: a line of names, then lines of numbers below them.
 *
 *       epoch    train_loss    dur            | Training Loss | Epoch |          Iter   Train Loss
 *     -------  ------------  -----            |:-------------:|:-----:|             1       1.3502
 *           1        0.6905  0.022            | 2.0530        | 1.0   |             2       1.2752
 *
 * Cells are parted by blanks, tabs or bars; a name may hold single blanks where two or more part the
 * cells; two lines of names may stand above each other. A '#' before the names, a line's number before
 * the cells, units behind numbers and empty cells are lived with, and so is other text between the lines.
 *
 * Such a reader writes an lc_printed_table_form and ends in
 *
 *     static const lc_printed_table_form x_form = {LC_PRINTED_TABLE_LINES, .score = x_score};
 *     const lc_reader lc_reader_x = {.name = "x", ..., .form = &x_form, LC_READ_PRINTED_TABLE};
 */
#ifndef LC_READ_PRINTED_TABLE_H
#define LC_READ_PRINTED_TABLE_H

#include "read/engine/lines.h"

#define LC_PRINTED_COLUMNS 64 /* of a table; a wider one isn't read */

/* A column of the header, and what a form makes of it. */
typedef struct lc_printed_column {
    lc_span name;
    const char *before; /* goes before the name; "" */
    bool ignored;       /* it is not read */
    bool summed;        /* over the steps since the row above: the first row's isn't read */
    lc_map means;       /* what is known of it beside its name; nothing, at first */
    bool axis;          /* of means.kind, which the run is read along */
} lc_printed_column;

typedef struct lc_printed_table_form {
    lc_line_form lines; /* LC_PRINTED_TABLE_LINES */

    const char *sign; /* a text that is in the names of every such table; NULL: not told */

    /* The score for a table with these names, 0 .. 100. Pure. */
    int (*score)(const lc_span *names, size_t n);

    /* Change what is said of a column. NULL: names say it all. */
    void (*column)(lc_printed_column *column, const lc_span *names, size_t n);
} lc_printed_table_form;

/* Whether one of the names is exactly this. */
bool lc_printed_table_has(const lc_span *names, size_t n, const char *name);

/* The head holds a table of final scores: of a loss or a score for each model, fold or the like, and
 * nothing to read it along. Says what of, in `each`, of LC_NAME_MAX bytes. */
bool lc_printed_table_is_scores(char *each, const lc_probe_buffer *head);

/* For LC_READ_PRINTED_TABLE and LC_PRINTED_TABLE_LINES. */
int lc_printed_table_probe(const lc_reader *self, const lc_probe_buffer *head);
lc_status lc_printed_table_line(void *state, const lc_lines *in, lc_span line, lc_error *err);
lc_status lc_printed_table_finish(void *state, const lc_lines *in, lc_error *err);
void lc_printed_table_free(void *state);

#define LC_PRINTED_TABLE_LINES                   \
    .lines = {.bare = true,                      \
              .size = sizeof(void *),            \
              .line = lc_printed_table_line,     \
              .finish = lc_printed_table_finish, \
              .free = lc_printed_table_free}

#define LC_READ_PRINTED_TABLE                                                    \
    .within_text = true, .probe = lc_printed_table_probe, .open = lc_lines_open, \
    .feed = lc_lines_feed, .finish = lc_lines_finish, .close = lc_lines_close

#endif
