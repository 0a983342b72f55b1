/* SPDX-License-Identifier: GPL-3.0-or-later */
/* claims.h - what a report says of curves, held against the curves. */
#ifndef LC_TESTS_CLAIMS_H
#define LC_TESTS_CLAIMS_H

#include "learncurve.h"

#define CLAIM_KINDS_MAX 64

/* A tally of claims, over any number of runs. */
typedef struct claims {
    size_t made[CLAIM_KINDS_MAX]; /* of each kind, see claim_kind() */
    size_t wrong;
    char first[600]; /* of those that are wrong: the statement and what contradicts it */
} claims;

/* Check every sentence of the reports of a run (text, at length, and JSON). */
void check_claims(claims *c, const lc_run *run, const lc_diagnosis *d);

/* The words by which the k-th kind of claim is known; NULL behind the last. */
const char *claim_kind(size_t k);

#endif
