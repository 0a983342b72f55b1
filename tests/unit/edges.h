/* SPDX-License-Identifier: GPL-3.0-or-later */
/* edges.h - what holds of every rule and every run: nothing behind the end is read, and no series is
 * the first one by right. */
#ifndef LC_TESTS_EDGES_H
#define LC_TESTS_EDGES_H

#include "diagnose/context.h"

/* Blocks that end where a page begins that can't be read. */
#define FENCED_MAX 256
typedef struct fenced {
    size_t n, pages[FENCED_MAX]; /* before the one that can't be read */
    void *block[FENCED_MAX];
} fenced;

/* A copy of those bytes, which are a multiple of what they hold; NULL as it came. */
void *fence(fenced *f, const void *bytes, size_t size);
void fenced_free(fenced *f);

/* The run with all its arrays fenced; its texts stay those of `run`. */
lc_run fence_run(fenced *f, const lc_run *run);

/* The same with what was studied of it, from lc_context_open on. To be put back before the context is closed. */
lc_analyzed *fence_analyzed(fenced *f, const lc_context *context);

/* Ask the rule once more, of fenced arrays, and of the same series in every other order that has another one first;
 * fail when it says anything else than in `d`, apart from the order. */
void check_edges(const lc_run *run, const lc_diagnose_options *options, const lc_diagnosis *d);

#endif
