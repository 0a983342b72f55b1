/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studied.h - a made-up run as rules see it. */
#ifndef LC_TESTS_STUDIED_H
#define LC_TESTS_STUDIED_H

#include "curves.h"
#include "edges.h"

/* A series of a made-up run: NAN where it has no finite value. */
#define STUDIED_RECORDS 32
#define STUDIED_SERIES 4
typedef struct made_series {
    const char *name; /* NULL: no more of them */
    double y[STUDIED_RECORDS];
} made_series;

typedef struct studied {
    lc_run run; /* made by the test, or by study_made; released with the rest */
    lc_diagnose_options options;
    lc_diagnosis d;
    lc_context context;
    lc_run seen;      /* what it looks at: the run in fenced arrays (edges.h) ... */
    lc_analyzed *own; /* ... and in place of these, which it was opened with */
    fenced fenced;
} studied;

/* A run along epochs or steps from `from` on, so far apart. */
typedef struct made_run {
    size_t n;
    made_series made[STUDIED_SERIES];
    lc_kind axis;      /* 0: epochs */
    double from, step; /* 0: 1 */
    lc_facts facts;
} made_run;

/* Two runs that differ in one thing. */
typedef struct comparison {
    const char *what;
    made_run with, without;
    int sign; /* of what the numbers say more for the rule's finding in the first, where none is 0 */
} comparison;

void check_compared(const char *rule, const comparison *c);

/* Prepare its run as lc_diagnose does; studied_free. */
void study(studied *s);

/* Make a run over epochs 1 .. n, or over x, of these series, and study it. */
void study_made(studied *s, size_t n, const double *x, const made_series *made);

void studied_free(studied *s);

/* The series of that name; the test fails when there is none. */
const lc_analyzed *analyzed_as(const studied *s, const char *name);

/* Its name; "none" for NULL. */
const char *name_of(const lc_analyzed *t);

#endif
