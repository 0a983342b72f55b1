/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * choice.h - which of its values a series keeps where records are sorted or merged. What it takes for a series goes by
 * the series' values: of 100,000 metrics each may have one.
 */
#ifndef LC_MODEL_CHOICE_H
#define LC_MODEL_CHOICE_H

#include "learncurve.h"

#include <stdint.h>

typedef struct lc_choice {
    uint32_t *slot; /* of each new record: 1 + the value that it gets; 0: none */
    uint32_t *met;  /* the records that get one */
    size_t n, met_n;
} lc_choice;
#define LC_CHOICE_INIT \
    {                  \
        0              \
    }

/* For n new records. False when memory is out. */
bool lc_choice_open(lc_choice *c, size_t n);
void lc_choice_free(lc_choice *c);

/* The slot of a record, which must not be left 0. */
uint32_t *lc_choice_at(lc_choice *c, uint32_t record);

/* Keep the values that were chosen, and choose anew. False, and the series as it was, when memory is out. */
bool lc_choice_take(lc_choice *c, lc_series *s);

#endif
