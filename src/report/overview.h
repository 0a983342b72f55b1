/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overview.h - several runs as a line of counts and a table. */
#ifndef LC_REPORT_OVERVIEW_H
#define LC_REPORT_OVERVIEW_H

#include "report/text_table.h"

/* Several runs, each by the few numbers that stand for it, the most urgent first. */
typedef struct lc_overview {
    lc_digest *digest;
    size_t *run; /* of each digest: which one of the runs it is */
    size_t n;
    size_t folder;     /* bytes that all their paths begin with */
    bool one_file;     /* they are the runs of one */
    char (*place)[32]; /* "run 12": how runs of one file are called that have no name */
} lc_overview;
#define LC_OVERVIEW_INIT \
    {                    \
        0                \
    }

/* False when memory is out; lc_overview_free() in any case. */
bool lc_overview_make(lc_overview *o, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n);
void lc_overview_free(lc_overview *o);

/* How a run is called among these: by its path below what they have in common, by its name, or both. */
void lc_overview_label(FILE *to, const lc_overview *o, size_t i);

/* The name of the metric that all runs are judged by; NULL when they differ. */
const char *lc_overview_metric(const lc_digest *digests, size_t n);

/* "20 runs: 2 diverged, 5 overfitting, 13 healthy" */
void lc_overview_counts(FILE *to, const lc_digest *digests, size_t n);

/* A row each, in their order. */
void lc_overview_fill(lc_text_table *t, const lc_digest *digests, size_t n);

/* Counts and table, as text. */
void lc_print_digests(lc_layout *l, const lc_digest *digests, size_t n);

#endif
