/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * floor.h - the least that a plain mean cross-entropy can be at an accuracy: (1 - accuracy) ln 2.
 *
 * A sample that is decided wrongly, at 0.5 or by the largest output, has at most probability 1/2 on
 * its true class and costs ln 2 at least. Half a printed digit is allowed on both numbers.
 */
#ifndef LC_DIAGNOSE_FLOOR_H
#define LC_DIAGNOSE_FLOOR_H

#include "diagnose/context.h"

/* What one split's loss and accuracy say about the floor. */
typedef struct lc_floor {
    const lc_analyzed *loss, *accuracy;
    size_t records, below; /* with both values; of them below the floor */
    bool from_start;       /* the first record is below */
    double first_per_miss, last_per_miss;
    double least, most; /* floor / loss, the least and the most of those below */
    double least_x, most_x;
    double least_loss, least_floor, most_loss, most_floor;
} lc_floor;

/* Two losses held against the floor. */
typedef enum lc_floor_sides {
    LC_FLOOR_ABOVE,     /* nothing is below, or in a way that says nothing */
    LC_FLOOR_BELOW,     /* no plain cross-entropy, or not over the accuracy's samples */
    LC_FLOOR_DIFFERENT, /* one split's loss is below and the other's is not: not one quantity */
} lc_floor_sides;

/* Hold a loss against the floor at each record where loss and accuracy are finite; no records when
 * there is no accuracy over its samples. O(n), O(1) after lc_floors_count. */
lc_floor lc_floor_count(const lc_context *context, const lc_analyzed *loss);

/* Count of all series, several at once; several rules ask for them. LC_OK, LC_E_NOMEM. */
lc_status lc_floors_count(lc_context *context, lc_error *err);

/* At least that share of the records is below. */
bool lc_floor_breached(const lc_floor *c, double share);

/* Loss per miss of one split over the other's: at the first records, where nothing is memorised, or
 * at the last ones, as a heavily weighted loss may begin high. */
double lc_floor_ratio(const lc_floor *plain, const lc_floor *odd);

/* Compare two splits; `share` and `per_miss` are the thresholds of incomparable-losses. */
lc_floor_sides lc_floor_compare(const lc_floor *train, const lc_floor *validation, double share,
                                double per_miss);

/* Some plain loss lies below the floor by the thresholds of incomparable-losses. */
bool lc_floor_is_breached(const lc_context *context);

#endif
