/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_comments.h - what comments above a table say of its runs.
 *
 *     # train_samples: 121620       a fact, as the recorder writes it
 *     # optimizer: adam             a hyper-parameter: any other word before a colon
 *     # learncurve: WORDS           what our own tables say beside their header (src/write/csv.c):
 *
 *     runs named | runs numbered    the first column tells which run a row belongs to
 *     name NAME                     of the only run
 *     axis COLUMN KIND              what is read along; columns count from 1
 *     metric COLUMN SPLIT KIND DIRECTION
 *     KEY: VALUE                    a fact
 *     run NUMBER WORDS              the last three of one run of several, which are counted from 1
 *                                   and come in that order
 *
 * A table without such a line is never taken for one of ours. Words that aren't known are another
 * version's, or another program's, and mean nothing.
 */
#ifndef LC_READ_TABLE_COMMENTS_H
#define LC_READ_TABLE_COMMENTS_H

#include "table/table.h"

#define LC_OWN_COMMENT "# learncurve: "

/* What a run's columns are. */
typedef struct lc_column_meaning {
    size_t run;    /* 0: the only one */
    size_t column; /* SIZE_MAX when only the facts count */
    bool axis;     /* of meaning.kind */
    lc_map meaning;
    lc_facts facts;
} lc_column_meaning;

typedef struct lc_table_comments {
    bool ours;      /* there was a line of ours that is understood */
    bool parted;    /* the first column tells the runs apart ... */
    bool numbered;  /* ... by their numbers */
    char *name;     /* of the only run, or NULL */
    lc_facts facts; /* of every run, told in the recorder's way ... */
    lc_params params;
    lc_column_meaning *word;
    size_t n, cap;
} lc_table_comments;
#define LC_TABLE_COMMENTS_INIT \
    {                          \
        0                      \
    }

/* Take a comment's text; *taken is false when it says nothing of all that. LC_OK, LC_E_NOMEM. */
lc_status lc_table_comments_take(lc_table_comments *c, const lc_field *comment, bool *taken,
                                 lc_error *err);

/* Take a comment for a hyper-parameter, if it is one. LC_OK, LC_E_NOMEM. */
lc_status lc_table_comments_param(lc_table_comments *c, const char *comment, lc_error *err);
void lc_table_comments_free(lc_table_comments *c);

/* Whether a text begins with a line of ours, in quotes or not. */
bool lc_table_comment_is_own(const char *head, size_t n);

#endif
