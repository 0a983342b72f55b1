/* SPDX-License-Identifier: GPL-3.0-or-later */
/* again.h - logs in which a training starts over: each is a run of its own. */
#ifndef LC_READ_AGAIN_H
#define LC_READ_AGAIN_H

#include "model/builder.h"

typedef struct lc_again { /* begins as zeros */
    size_t runs;
    double first, last; /* x of the current run's records */
} lc_again;

/* The record to come is at x. A run begins when x is back where the current one began, or before
 * that; to go back less is a resume. */
lc_status lc_again_at(lc_again *a, lc_builder *b, double x);

/* A run begins at x in any case. All but the first are named: "run 2". */
lc_status lc_again_begin(lc_again *a, lc_builder *b, double x);

#endif
