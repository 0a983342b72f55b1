/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * dataset.h - a table for training or prediction: numbers as float32, categories as category numbers.
 *
 * A column is typed by what it holds: numbers, or text, whose distinct values are its categories. The
 * categories are sorted, so that nothing depends on the order of rows. Cells that are empty or say so
 * ("NA", "?", "null", "nan", ...) are missing.
 */
#ifndef LC_TRAIN_DATASET_H
#define LC_TRAIN_DATASET_H

#include "base/error.h"
#include "train/samples.h"

#define LC_CATEGORIES_DEFAULT \
    64 /* categories of a text column: more are rather names than categories */
#define LC_CATEGORIES_MAX 65536u
#define LC_CLASSES_MAX 1000 /* of a target */
#define LC_UNKNOWN_CATEGORY (-1.0F)

typedef enum lc_column_kind { LC_COLUMN_NUMERIC, LC_COLUMN_CATEGORICAL } lc_column_kind;

/* A column that is learned from. */
typedef struct lc_column {
    char *name;
    lc_column_kind kind;
    lc_texts category; /* of a category: by value when all are numbers, else by bytes */
    size_t at;         /* its cell in a row of the data set */
    size_t missing;    /* cells */
    size_t unknown;    /* cells with a category that the table that was learned from didn't have */
} lc_column;

/* What is to be predicted. */
typedef struct lc_target {
    char *name; /* NULL: none */
    lc_task task;
    lc_texts class_name; /* in the order of the class numbers; empty for a regression */
} lc_target;

/* What a network needs to know of a table to be applied to another one. */
typedef struct lc_schema {
    size_t columns;
    lc_column *column;
    lc_target target;
} lc_schema;
#define LC_SCHEMA_INIT \
    {                  \
        0              \
    }

/* What a person wants to hear about the table. */
typedef struct lc_data_report {
    size_t rows;                /* that the table has */
    size_t without_target;      /* of them left out, since their target is missing */
    size_t numbers, categories; /* columns that are learned from */
    size_t ignored, dropped;    /* columns that aren't: as set by the user, and for want of use */
    size_t missing, unknown;    /* cells of the columns that are learned from */
    const char *why_task;       /* "as set by the user", "the target is text", ... */
    lc_texts remarks;           /* what was dropped and why, and what else is odd */
} lc_data_report;

/* The whole table. Rows stay in the table's order. */
typedef struct lc_dataset {
    lc_schema schema;
    size_t n;            /* rows that are kept */
    size_t *class_count; /* rows of each class; NULL for a regression or without a target */
    float *y;            /* y[n]: class number or value, NAN where not known; NULL: no target */
    size_t width; /* cells of a row: numbers, category numbers, LC_UNKNOWN_CATEGORY, NAN: missing */
    size_t block_rows; /* rows of each block but the last, which may have fewer */
    size_t blocks, blocks_cap;
    float **block; /* block[i / block_rows] has row i; NULL once it was taken */
    lc_data_report report;
} lc_dataset;
#define LC_DATASET_INIT \
    {                   \
        0               \
    }

typedef struct lc_dataset_options {
    const char *target;        /* column to predict: its name, or its number from 1 on */
    const char *const *ignore; /* columns to leave out, likewise */
    size_t ignore_n;
    const char *const
        *categorical; /* columns whose cells are categories even if they are numbers */
    size_t categorical_n;
    size_t max_categories; /* 0: LC_CATEGORIES_DEFAULT */
    bool drop;             /* leave columns out that can't be used, where that is an error else */
    bool task_set;         /* `task` is what it says; else the target tells */
    lc_task task;
    const char *positive;    /* class of a binary target that is 1; NULL: the second one */
    char delimiter;          /* 0: the one of ',', ';' and tab that the header has most of */
    char decimal;            /* 0: '.', and ',' where the delimiter is ';' */
    unsigned threads;        /* 0: as many as processors */
    const lc_schema *schema; /* read these columns, by name; target, ignore and task are its own */
    bool predict;            /* with `schema`: the target may be missing, and no row is left out */
} lc_dataset_options;

/**
 * Read a table to its end.
 *
 * The first row names the columns, unless it holds numbers only. Without `schema` a requested task wins;
 * else a target of text is binary or multiclass, one of two values binary, one of at most 20
 * integers (fewer than a tenth of the rows) multiclass, all others a regression. Classes are
 * numbered by value when all are numbers, by bytes when not.
 *
 *   out  *d    lc_dataset_free()
 *   in   in    read from where it stands; stays open
 *
 * Memory: the kept cells as float32, and what the parse of a few blocks of 1 MiB takes.
 *
 * Returns LC_OK
 *         LC_E_ARG     no such column (with the nearest name), no column left, a requested task that
 *                      doesn't fit, another positive class, max_categories past LC_CATEGORIES_MAX
 *         LC_E_FORMAT  no table, fewer than 2 rows (1 with `predict`), a row of another width, text
 *                      among numbers, an infinity, a constant target, a class that `schema` lacks
 *         LC_E_LIMIT   too many categories or classes; the table's limits
 *         LC_E_IO, LC_E_NOMEM
 *         err->line and err->column say where; err->line is 0 where only the row is known
 */
lc_status lc_dataset_read(lc_dataset *d, FILE *in, const lc_dataset_options *options,
                          lc_error *err);
void lc_dataset_free(lc_dataset *d);

/* The cells of row i < d->n; column c's is [d->schema.column[c].at]. Its block must be there. */
const float *lc_dataset_row(const lc_dataset *d, size_t i);

/* Missing and unknown counts are not copied. LC_OK, LC_E_NOMEM. */
lc_status lc_schema_copy(lc_schema *to, const lc_schema *from, lc_error *err);
void lc_schema_free(lc_schema *s);

/* "binary", "multiclass", "regression". */
const char *lc_task_name(lc_task task);

#endif
