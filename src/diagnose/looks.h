/* SPDX-License-Identifier: GPL-3.0-or-later */
/* looks.h - successive diagnoses of a run that grows: what is new in each, what is withdrawn, and when
 * the run should be stopped. */
#ifndef LC_DIAGNOSE_LOOKS_H
#define LC_DIAGNOSE_LOOKS_H

#include "base/error.h"

typedef lc_status (*lc_diagnose_function)(lc_diagnosis *diagnosis, const lc_run *run,
                                          const lc_diagnose_options *options, lc_error *err);

/* A finding of a warning or more that some look has had. */
typedef struct lc_kept {
    lc_known known; /* its series is as in the run of the last look */
    char *metric;   /* name of the series; NULL: it is about the run */
    size_t missing; /* looks in a row that had it no more */
} lc_kept;

typedef struct lc_looks {
    lc_watch_options options;
    lc_diagnose_options once; /* of one look */
    char *no_rules;           /* of it */
    lc_diagnose_function diagnose;
    size_t seen, values; /* records that were looked at, and values in them */
    double last_x;       /* of the last of them */
    bool bad;            /* one of these values is not finite */
    size_t n, cap;
    lc_kept *kept;
    size_t *row; /* for each rule: looks in a row that ask for a stop */
    lc_diagnosis last;
    bool stops;
    lc_stop stop; /* valid when it stops */
} lc_looks;

/* `diagnose` makes one look: lc_diagnose. LC_OK, LC_E_NOMEM. Release with lc_looks_free, also after a
 * failure. */
lc_status lc_looks_open(lc_looks *looks, const lc_watch_options *options,
                        lc_diagnose_function diagnose, lc_error *err);
void lc_looks_free(lc_looks *looks);

/* Records at which the next look is due. */
size_t lc_looks_due(const lc_looks *looks);

/* Look at a run as it is, of `records` records (its own, unless it was thinned); *more: whoever takes
 * it wants more looks. */
lc_status lc_looks_add(lc_looks *looks, const lc_run *run, size_t records, bool *more,
                       lc_error *err);

/* As lc_watch_see. */
lc_status lc_looks_follow(lc_looks *looks, const lc_run *run, bool each, lc_error *err);

#endif
