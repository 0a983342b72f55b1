/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * writer.h - what an output format of runs provides. To add one: write <name>.c, which ends in the
 * descriptor lc_writer_<name>, and add a line to writers.def.
 */
#ifndef LC_WRITE_WRITER_H
#define LC_WRITE_WRITER_H

#include "write/run_table.h"

typedef struct lc_writer {
    const char *name;    /* stable: what lc_write() is asked for, and the file's ending */
    const char *summary; /* one line for lists */
    bool unicode;        /* names must be valid UTF-8 */

    /* Write the table: a record a row, and a value a row. The stream's error mark is looked at by
     * lc_write(). */
    lc_status (*wide)(FILE *out, const lc_run_table *table, lc_error *err);
    lc_status (*long_form)(FILE *out, const lc_run_table *table, lc_error *err);
} lc_writer;

extern const lc_writer *const lc_writers[]; /* ends with NULL */

const lc_writer *lc_writer_find(const char *name); /* NULL if there is none */

#endif
