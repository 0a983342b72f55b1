/* SPDX-License-Identifier: GPL-3.0-or-later */
/* guess.h - a loss that rests at what a guess among K classes costs, and how much that says. */
#ifndef LC_DIAGNOSE_GUESS_H
#define LC_DIAGNOSE_GUESS_H

#include "diagnose/context.h"

typedef struct lc_guess {
    size_t classes;   /* K; 0: at no such level */
    double level;     /* ln K [nats] */
    double width;     /* how far off the median may be [share of the level] */
    bool by_accuracy; /* the accuracy is about 1 / K as well */
    bool exact;       /* at the level to the printed digit, in three values and more */
    double log_lr;    /* how much more likely that is for a network that guesses [nats] */
} lc_guess;

/**
 * Hold the second half of a loss against ln K.
 *
 * The half's median must be within 0.6 % of the level, or 1.5 % where the accuracy is within 2 % of
 * 1 / K, and its values within 2 % of each other (half a printed digit allowed). Told classes count
 * first, then those that the accuracy fits; without either only numbers of classes that are in wide
 * use, since from 11 classes on every other loss is near some ln K. One record is enough only with an
 * accuracy of 1 / K.
 *
 * Source: a loss anywhere within 4 nats lies by accident in such windows about seven levels with
 * probability 7 * 2 * 0.006 * 2.3 / 4, 1 in 20; an accuracy within 12 % of 1 / K in one of 12.
 */
lc_guess lc_guess_find(const lc_context *context, const lc_analyzed *loss);

#endif
