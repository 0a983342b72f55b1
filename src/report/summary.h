/* SPDX-License-Identifier: GPL-3.0-or-later */
/* summary.h - the few numbers that stand for a metric in every report. */
#ifndef LC_REPORT_SUMMARY_H
#define LC_REPORT_SUMMARY_H

#include "learncurve.h"

typedef struct lc_summary {
    double first, last;     /* as recorded, NaN and infinities too; lc_absent() without a value */
    double best;            /* of the finite values, by the metric's direction; lc_absent(): none */
    double best_at;         /* x of the first record that has it */
    double least, greatest; /* of the finite values; lc_absent(): none */
    size_t not_finite;      /* values that are NaN or infinite */
} lc_summary;

/* In one pass over the series' values. */
lc_summary lc_summary_of(const lc_run *run, const lc_series *s);

/* How a value that is not finite was written in the log where that is known, else "NaN", "inf"
 * or "-inf"; NULL for a finite one. The spelling that a series keeps is that of its first. */
const char *lc_summary_spelling(const lc_series *s, double v);

#endif
