/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * metric_table.h - readers of tables: a header, then one row of numbers for each moment logged.
 *
 * Such a reader writes an lc_table_form, which says what its names mean, and ends in
 *
 *     const lc_reader lc_reader_x = {.name = "x", ..., .form = &x_form, LC_READ_METRIC_TABLE};
 */
#ifndef LC_READ_METRIC_TABLE_H
#define LC_READ_METRIC_TABLE_H

#include "read/engine/dialect.h"
#include "read/engine/reader.h"

/* A column of the header, and what a form makes of it. */
typedef struct lc_table_column {
    lc_span name;           /* as the header has it; what the metric is called, behind `before` */
    const char *before;     /* goes before the name; "" */
    bool ignored;           /* it is not read */
    lc_span run;            /* of several side by side: which one; empty: of all, as an axis is */
    const char *run_before; /* goes before that; "" */
    const char *averaged;   /* for lc_builder_averaged, or NULL */
    bool percent;
    bool time_of_day; /* its clock begins again at midnight */
} lc_table_column;

typedef struct lc_table_form {
    /* The score for a log with this header, if rows of numbers follow: 0 .. 100. Pure. NULL: by how
     * much it is a table of metrics. */
    int (*score)(lc_header header, const lc_probe_buffer *head);

    /* Change what is said of a column; `path` is the file's or NULL. NULL: names say it all. */
    void (*column)(lc_table_column *column, const char *path);

    bool blanks; /* cells are parted by blanks, and the header is a comment */
} lc_table_form;

int lc_metric_table_probe(const lc_reader *self, const lc_probe_buffer *head);
lc_status lc_metric_table_open(void **state, const lc_reader *self, lc_builder *b, lc_error *err);
lc_status lc_metric_table_feed(void *state, const char *bytes, size_t n, lc_error *err);
lc_status lc_metric_table_finish(void *state, lc_error *err);
void lc_metric_table_close(void *state);

#define LC_READ_METRIC_TABLE                                                                    \
    .probe = lc_metric_table_probe, .open = lc_metric_table_open, .feed = lc_metric_table_feed, \
    .finish = lc_metric_table_finish, .close = lc_metric_table_close

#endif
