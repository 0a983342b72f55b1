/* SPDX-License-Identifier: GPL-3.0-or-later */
/* load.h - the state of reading a table; for load.c, load_header.c and load_types.c alone. */
#ifndef LC_TRAIN_LOAD_H
#define LC_TRAIN_LOAD_H

#include "table/table.h"
#include "train/dataset.h"
#include "train/category.h"

#define LC_SNIPPET 40 /* [bytes] of a cell that a message shows */

typedef enum lc_role {
    ROLE_FEATURE,
    ROLE_GROUP, /* this one and the next two have a cell in each row until it has been read */
    ROLE_TIME,
    ROLE_WEIGHT,
    ROLE_TARGET,
    ROLE_ID, /* alone or beside another role */
    ROLE_IGNORED,
    ROLE_DROPPED,
} lc_role;
typedef enum lc_slot_kind { KIND_UNKNOWN, KIND_NUMBER, KIND_TEXT, KIND_DATE } lc_slot_kind;

/* A column of the table while it is read. */
typedef struct lc_slot {
    char *name;
    lc_role role;
    lc_slot_kind kind;
    bool user_set;    /* to be text: numbers are categories, too */
    bool from_schema; /* the categories are another table's */
    lc_categories categories;
    size_t at; /* of its cell in a row; for `from_schema` ones also the place in `like` */
    size_t missing, unknown;
    double offset;    /* is subtracted from each number */
    double low, high; /* of the numbers, offset included */
    struct {
        double low, high;
        size_t missing;
    } tile;                    /* of the rows at hand */
    long text_line;            /* where the first text was ... */
    char text[LC_SNIPPET + 1]; /* ... and what it was */
} lc_slot;

/* Distinct numbers of the target, sorted; only up to LC_CLASSES_MAX are kept. */
typedef struct lc_value {
    double v;
    size_t rows;
} lc_value;

typedef struct lc_values {
    size_t n, cap;
    lc_value *value;
    bool many;
    bool integers;
} lc_values;

typedef struct lc_loader {
    const lc_dataset_options *options;
    size_t max_categories;
    char delimiter, decimal;
    lc_table *table;
    lc_dataset made;
    size_t y_cap;
    lc_slot *slot;
    size_t slots;
    lc_slot *target; /* NULL: none; likewise the next */
    lc_slot *id;
    lc_values values;
    bool *ignored; /* by slot, as lc_table_layout takes it */
    /* columns of it; 0: all rows come as text, so that cells are carried along as they are */
    size_t layout;
    size_t relayouts;
} lc_loader;

/* The first row: columns get their names and their part in the data set. *named: it is a header, not
 * a row of numbers. */
lc_status lc_load_header(bool *named, lc_loader *l, const lc_row *row, lc_error *err);

/* The input has ended: categories and classes get their order, the target its task. */
lc_status lc_load_types(lc_loader *l, lc_error *err);

#endif
