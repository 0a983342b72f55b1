/* SPDX-License-Identifier: GPL-3.0-or-later */
/* run_boundary.h - logs in which a training starts over: each is a run of its own. */
#ifndef LC_READ_RUN_BOUNDARY_H
#define LC_READ_RUN_BOUNDARY_H

#include "model/builder.h"

typedef struct lc_run_boundary { /* begins as zeros */
    size_t runs;
    double first, last; /* x of the current run's records */
} lc_run_boundary;

/* The record to come is at x. A run begins when x is back where the current one began, or before
 * that; to go back less is a resume. */
lc_status lc_run_boundary_at(lc_run_boundary *a, lc_builder *b, double x);

/* A run begins at x in any case. All but the first are named: "run 2". */
lc_status lc_run_boundary_begin(lc_run_boundary *a, lc_builder *b, double x);

#endif
