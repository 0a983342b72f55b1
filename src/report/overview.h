/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview.h - several runs as a line of counts and a table. */
#ifndef LC_REPORT_OVERVIEW_H
#define LC_REPORT_OVERVIEW_H

#include "report/text_table.h"

/* Several runs, each by the few numbers that stand for it, the most urgent first. */
typedef struct lc_overview {
    lc_digest *digest;
    size_t n;
    char (*place)[32]; /* "run 12": how runs of one file are called that have no name */
} lc_overview;
#define LC_OVERVIEW_INIT \
    {                    \
        0                \
    }

/* False when memory is out; lc_overview_free() in any case. */
bool lc_overview_make(lc_overview *o, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n);
void lc_overview_free(lc_overview *o);

/* "20 runs: 2 diverged, 5 overfitting, 13 healthy" */
void lc_overview_counts(FILE *to, const lc_digest *digests, size_t n);

/* A row each, in their order. */
void lc_overview_fill(lc_text_table *t, const lc_digest *digests, size_t n);

/* Counts and table, as text. */
void lc_print_digests(lc_layout *l, const lc_digest *digests, size_t n);

#endif
