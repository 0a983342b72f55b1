/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * work.h - questions whose answers are wanted in order.
 *
 * Both are bytes, so that the caller, threads, or processes on other machines may answer them.
 */
#ifndef LC_BASE_WORK_H
#define LC_BASE_WORK_H

#include "base/ranks.h"

/* Borrowed during the call. */
typedef struct lc_answered {
    const char *bytes; /* a NUL stands behind them */
    size_t n;
    bool known;       /* it was known and not asked */
    const char *lost; /* why there is no answer, and no bytes; or NULL */
    bool nomem;       /* it is that memory is out here */
} lc_answered;

typedef struct lc_work {
    size_t n; /* questions */
    lc_answer answer;
    const void *shared;
    /* Write question k, or its answer where that is known, and then return true. */
    bool (*ask)(void *self, size_t k, FILE *out);
    /* Take answer k, in order; false ends the work. */
    bool (*take)(void *self, size_t k, const lc_answered *answer);
    void *self;
} lc_work;

/**
 * Have all questions answered: by the caller, by `threads` threads if there are several, and by the
 * other processes if there are any (ranks.h). The caller's thread alone calls ask() and take(). Some
 * thousand questions are in memory at a time.
 *
 * False when memory is out.
 */
bool lc_work_run(const lc_work *work, unsigned threads);

#endif
