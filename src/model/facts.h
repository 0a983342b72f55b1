/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.h - what is known of a run beside its curves, by name. */
#ifndef LC_MODEL_FACTS_H
#define LC_MODEL_FACTS_H

#include "learncurve.h"

#define LC_FACTS 10 /* that there are */

/* The name of fact i, below LC_FACTS: "train_samples", as logs of our own and the options have it. */
const char *lc_fact_name(size_t i);

/* Its value; 0: unknown. */
double lc_fact_get(const lc_facts *facts, size_t i);

/* Set the fact of this name; false where there is none, or when the value isn't believed: it must be
 * positive and below 4e9. */
bool lc_fact_set(lc_facts *facts, const char *name, size_t len, double value);

/* What `more` knows replaces what is known. */
void lc_facts_merge(lc_facts *facts, const lc_facts *more);

#endif
