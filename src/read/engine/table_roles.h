/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * table_roles.h - columns that say what a row's numbers are of: which run, which split, which metric.
 *
 *     run,epoch,loss              fold, seed, trial, experiment, model, ...: a run for each
 *     epoch,phase,loss,acc        "train" or "val" goes before the metrics' names
 *     step,metric,value           long form: a value a row, under the name beside it
 */
#ifndef LC_READ_TABLE_ROLES_H
#define LC_READ_TABLE_ROLES_H

#include "learncurve.h"
#include "read/engine/span.h"

#define LC_ROLES_RUNS 8    /* columns that name the run together, at most */
#define LC_ROLES_KEYS 4096 /* combinations that are counted; a power of two */

typedef struct lc_table_roles { /* begins as zeros */
    size_t run[LC_ROLES_RUNS], runs;
    size_t split, name, value; /* SIZE_MAX: there is no such column; name and value come together */
    size_t part;          /* beside a name: what of it, as ClearML's variant; SIZE_MAX for none */
    size_t x, axis, kind; /* of our own long form: x, the axis' name, the metric's kind */
    bool along, timed;    /* some column tells where a row stands: an epoch or a step; a time */

    uint64_t key[LC_ROLES_KEYS]; /* of rows: a hash of their words */
    uint32_t count[LC_ROLES_KEYS];
    size_t keys, most; /* how many, and how often the most frequent one came */
} lc_table_roles;

/* What the n names of a header say. */
void lc_table_roles_find(lc_table_roles *roles, const char *const *names, size_t n);

/* Some column is more than the numbers of one metric. */
bool lc_table_roles_any(const lc_table_roles *roles);

/* Is the column's text needed, and no number? */
bool lc_table_roles_is_text(const lc_table_roles *roles, size_t column);

/* Count the words of a row, of which lc_table_roles_is_scores judges. */
void lc_table_roles_count(lc_table_roles *roles, uint64_t hash);

/* Rows with words that hardly repeat and no place along a training: a table of final scores. */
bool lc_table_roles_is_scores(const lc_table_roles *roles);

/* "train", "val" or "{'subset': 'val'}"; what a cell of the column `split` says. LC_SPLIT_NONE when it says nothing. */
lc_split lc_table_roles_split(lc_span cell);

#endif
