/* SPDX-License-Identifier: GPL-3.0-or-later */
/* facts.c - what is known of a run beside its curves, by name. */
#include "model/facts.h"

#include <stddef.h>
#include <string.h>

#define FACT_LIMIT 4e9 /* [samples] fits every size_t; a log that says more isn't believed */

/* Where a fact stands in lc_facts: a size_t, or a double where it is `real`. */
static const struct {
    const char *name;
    size_t place;
    bool real;
} facts_table[LC_FACTS] = {
    {"train_samples", offsetof(lc_facts, train_samples), false},
    {"validation_samples", offsetof(lc_facts, validation_samples), false},
    {"classes", offsetof(lc_facts, classes), false},
    {"batch_size", offsetof(lc_facts, batch_size), false},
    {"planned_epochs", offsetof(lc_facts, planned_epochs), true},
    {"class_entropy", offsetof(lc_facts, class_entropy), true},
    {"validation_class_entropy", offsetof(lc_facts, validation_class_entropy), true},
    {"weighted_class_entropy", offsetof(lc_facts, weighted_class_entropy), true},
    {"heaviest_class_weight", offsetof(lc_facts, heaviest_class_weight), true},
    {"heaviest_class_share", offsetof(lc_facts, heaviest_class_share), true},
};

const char *lc_fact_name(size_t i)
{
    return facts_table[i].name;
}

double lc_fact_get(const lc_facts *facts, size_t i)
{
    const char *at = (const char *)facts + facts_table[i].place;
    return facts_table[i].real ? *(const double *)(const void *)at
                               : (double)*(const size_t *)(const void *)at;
}

static void put(lc_facts *facts, size_t i, double value)
{
    char *at = (char *)facts + facts_table[i].place;
    if (facts_table[i].real)
        *(double *)(void *)at = value;
    else
        *(size_t *)(void *)at = (size_t)value;
}

bool lc_fact_set(lc_facts *facts, const char *name, size_t len, double value)
{
    for (size_t i = 0; i < LC_FACTS; i++)
        if (strlen(facts_table[i].name) == len && memcmp(facts_table[i].name, name, len) == 0) {
            bool believed = value > 0 && value < FACT_LIMIT;
            if (believed)
                put(facts, i, value);
            return believed;
        }
    return false;
}

void lc_facts_merge(lc_facts *facts, const lc_facts *more)
{
    for (size_t i = 0; i < LC_FACTS; i++)
        if (lc_fact_get(more, i) > 0)
            put(facts, i, lc_fact_get(more, i));
}
