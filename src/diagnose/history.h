/* SPDX-License-Identifier: GPL-3.0-or-later */
/* history.h - values of a run that come one by one, kept in bounded memory. */
#ifndef LC_DIAGNOSE_HISTORY_H
#define LC_DIAGNOSE_HISTORY_H

#include "base/error.h"
#include "base/names.h"

#define LC_HISTORY_MOST 1024 /* values of a metric; when there are more three of four go */
/* later every second one goes at so many: each look takes half the time */
#define LC_HISTORY_LONG 512

typedef struct lc_past {
    char *name;
    size_t n, block, in_block; /* one value is kept of each block; values in the last one so far */
    double x[LC_HISTORY_MOST], y[LC_HISTORY_MOST];
    double last; /* x of the last value, kept or not */
} lc_past;

typedef struct lc_history {
    size_t n, cap;
    lc_past **past; /* of each metric */
    lc_names ids;   /* by name */
    size_t records; /* moments at which something was pushed */
    double last;    /* the latest of them */
    size_t values;  /* pushed so far */
    bool bad; /* a metric has got its first value that is not finite, since this was cleared */
} lc_history;

/* As lc_watch_push. */
lc_status lc_history_push(lc_history *h, const char *metric, double x, double y, lc_error *err);

/* A run of what is kept; lc_run_free. LC_OK, LC_E_NOMEM, LC_E_ARG when there is nothing. */
lc_status lc_history_run(lc_run *run, const lc_history *h, lc_kind axis, const lc_facts *facts,
                         lc_error *err);
void lc_history_free(lc_history *h);

#endif
