/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * run_table.h - runs as one table: which columns it has, and its rows one after another.
 *
 * The columns are those of all runs: first what they are read along, then their metrics, each name
 * once. Metrics keep their names where the format can hold them; an axis that is named as a metric
 * gets '_' behind its own.
 */
#ifndef LC_WRITE_SHEET_H
#define LC_WRITE_SHEET_H

#include "base/error.h"

/* How names go into the table. */
typedef enum lc_naming { LC_NAMES_AS_LOGGED, LC_NAMES_VALID, LC_NAMES_CLEAN } lc_naming;

/* One run's part in the table. */
typedef struct lc_table_part {
    char *label;    /* tells it from the others: its name, its file, both, or its number */
    size_t axis;    /* column of x */
    size_t *column; /* of each of its series; SIZE_MAX for those that are left out */
} lc_table_part;

typedef struct lc_run_table {
    const lc_run *runs;
    size_t n;
    lc_table_part *part; /* n */
    lc_naming naming;
    unsigned cells; /* of CSV: LC_CSV_SAFE, or 0 */
    bool numbered;  /* labels are the runs' numbers */
    char *run_name; /* of the column of labels: "run", with '_' behind it if a metric has it */
    size_t columns, axes; /* the first `axes` of the columns are axes */
    char **name;          /* of the columns */
    size_t names_cap;
    const char **sorted; /* the same */
} lc_run_table;
#define LC_RUN_TABLE_INIT \
    {                     \
        0                 \
    }

/**
 * Lay the table out.
 *
 *   in   runs[n]  borrowed until lc_run_table_free()
 *   in   metric   only metrics of this name or base name; NULL: all
 *
 * Returns LC_OK, LC_E_NOMEM
 *         LC_E_ARG  no run has such a metric
 */
lc_status lc_run_table_make(lc_run_table *table, const lc_run *runs, size_t n, const char *metric,
                            lc_naming naming, lc_error *err);
void lc_run_table_free(lc_run_table *table);

/* What a run shall be called when it is read again: NULL where its label is no name. */
const char *lc_run_table_name(const lc_run_table *table, size_t run);

/* A column is called so. */
bool lc_run_table_has(const lc_run_table *table, const char *name);

/* The records of one run, in order. */
typedef struct lc_cursor {
    const lc_run_table *table;
    size_t run, record; /* the record that comes next */
    size_t *next;       /* of each series: its value that comes next */
    double *cell;       /* of each column: lc_absent() where the record has none */
} lc_cursor;

/* LC_OK, LC_E_NOMEM; call lc_cursor_end() in either case. */
lc_status lc_cursor_begin(lc_cursor *rows, const lc_run_table *table, size_t run, lc_error *err);
bool lc_cursor_next(lc_cursor *rows); /* false after the last one */
void lc_cursor_end(lc_cursor *rows);

#endif
