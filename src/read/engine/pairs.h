/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * pairs.h - the names and numbers in a line that somebody printed for people.
 *
 *     loss: 0.5   loss=0.5   train loss 0.5   Val Acc: 81.2%   [loss 0.5]   'loss': '0.5'
 *     Loss --> 0.5   Loss 0.52 (0.61)   Epoch [1/10]   step:125/2900   elapsed time (ms): 310.4
 *
 * Commas may part thousands, "1,090,312", and stand for the point of a loss or a score, "0,6931"; "2.5M"
 * is 2500000, and "3.6D+00" is Fortran's 3.6. What only looks like a pair isn't
 * taken: times, dates, versions, addresses, paths, places in a source file ("module:function:246"),
 * shapes such as (512, 82), changes behind a value, "0.5 (-0.1)", and what stands in the brackets of
 * Namespace(lr=0.1, ...).
 */
#ifndef LC_READ_PAIRS_H
#define LC_READ_PAIRS_H

#include "read/engine/named.h"

typedef struct lc_pair {
    lc_named_value v; /* name: empty for a counter alone, as in "[640/60000 (1%)]" or "| 3/391" */
    lc_span before;   /* what stands between the pair before and the name */
    double of;        /* of a counter: "5/10", "5 of 10"; else 0 */
    bool has_mean;    /* "0.52 (0.61)": the mean so far stands behind the value */
    double mean;
    lc_span unit;    /* "%", "ms", "it/s"; empty when there is none */
    bool rounded;    /* "1K": the value is 1000, more or less */
    bool comma;      /* "0,51": a comma stands for the point */
    bool unclear;    /* ... or parts thousands: "1,234" of a loss; the value is 1.234 */
    bool has_second; /* "0.51/0.62": two values under one name, as "loss train/val" has */
    lc_named_value second;
    bool marked; /* ':', '=' or an arrow stands before the value, or a bracket about it */
} lc_pair;

/* Take the next pair of a line that has one clear value; false when none follows. */
bool lc_pair_next(lc_span *line, lc_pair *pair);

/* The next pair, also one that is `unclear` or `has_second`, of which only other lines or the words about
 * it tell what it is. */
bool lc_pair_next_of_any(lc_span *line, lc_pair *pair);

/* Take a mark and the value behind it, ": 0.5" or " is 0.5", whose name stands elsewhere. */
bool lc_pair_take_value(lc_span *line, lc_pair *pair);

/* Where a program's lines have one form: the part is a name, the sign and a number, "name = 0.5".
 * The name may hold the sign. Blanks around name and number, and a percent sign behind the number, are neither's. */
bool lc_pair_is(lc_named_value *v, lc_span part, const char *sign);

#endif
