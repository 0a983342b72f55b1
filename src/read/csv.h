/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * csv.h - readers of tables: a header, then one row of numbers for each moment logged.
 *
 * Such a reader writes an lc_csv_form, which says what its names mean, and ends in
 *
 *     const lc_reader lc_reader_x = {.name = "x", ..., .form = &x_form, LC_READ_AS_TABLE};
 */
#ifndef LC_READ_CSV_H
#define LC_READ_CSV_H

#include "read/reader.h"

int lc_csv_probe(const lc_reader *self, const lc_head *head);
lc_status lc_csv_open(void **state, const lc_reader *self, lc_builder *b,
                      const lc_read_options *options, lc_error *err);
lc_status lc_csv_feed(void *state, const char *bytes, size_t n, lc_error *err);
lc_status lc_csv_finish(void *state, lc_error *err);
void lc_csv_close(void *state);

#define LC_READ_AS_TABLE                                                                           \
    .probe = lc_csv_probe, .open = lc_csv_open, .feed = lc_csv_feed, .finish = lc_csv_finish,      \
    .close = lc_csv_close

#endif
