/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * measures.h - a run of any length as a row of numbers of one length, for a classifier.
 *
 * The measures of a series are taken of four, where they are logged: the first loss and the first score of the
 * training samples, and those of the held-out ones. Others compare two of them.
 */
#ifndef LC_DIAGNOSE_MEASURES_H
#define LC_DIAGNOSE_MEASURES_H

#include "diagnose/context.h"

enum {
    LC_TRAIN_LOSS,
    LC_HELD_OUT_LOSS,
    LC_TRAIN_SCORE,
    LC_HELD_OUT_SCORE,
    LC_MEASURED_N,
};

/* Of one series; scores of percent count as shares. */
enum {
    LC_M_VALUES,     /* how many are finite */
    LC_M_FIRST,      /* the first of them ... */
    LC_M_LAST,       /* ... the last ... */
    LC_M_BEST,       /* ... the best ... */
    LC_M_WORST,      /* ... and the worst */
    LC_M_GAIN,       /* better at last than at first, as a share of the first */
    LC_M_BEST_AT,    /* place of the first best value: 0 first, 1 last */
    LC_M_LOST,       /* worse at last than at best, as a share of the range ... */
    LC_M_LOST_LEVEL, /* ... and of the best */
    LC_M_BETTER,     /* share of the steps that are for the better */
    LC_M_SAME,       /* share of the steps without a change */
    LC_M_ROUGH,      /* median of the second differences over the range */
    LC_M_JUMP,       /* the largest step over the range */
    LC_M_STEP,       /* median of the steps over the median of the values */
    LC_M_LATE, /* better in the last third than in the third before, over the median of the values */
    LC_M_N,
};

/* Of the run: behind those of each series. */
enum {
    LC_M_RECORDS = LC_MEASURED_N * LC_M_N,
    LC_M_LOSS_RATIO,       /* held-out loss over training loss, its logarithm: at last ... */
    LC_M_LOSS_RATIO_FIRST, /* ... at first ... */
    LC_M_LOSS_RATIO_BEST,  /* ... and the best of each */
    LC_M_SCORE_GAP,        /* training score less held-out score: at last ... */
    LC_M_SCORE_GAP_FIRST,  /* ... at first ... */
    LC_M_SCORE_GAP_BEST,   /* ... and the best of each */
    LC_M_TRAIN_SURPRISE, /* training loss less what its score would cost, were each sample as sure */
    LC_M_SURPRISE,       /* the same of the held-out ones */
    LC_MEASURES,
};

typedef struct lc_measures {
    const lc_analyzed *of[LC_MEASURED_N]; /* NULL: not logged */
    double m[LC_MEASURES];                /* NaN: unknown */
} lc_measures;

/* LC_OK, LC_E_NOMEM. */
lc_status lc_measures_take(lc_measures *measures, const lc_context *context, lc_error *err);

#endif
