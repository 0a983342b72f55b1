/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nearest.c - "did you mean". */
#include "cli/nearest.h"

#include "learncurve.h"

#include <stdint.h>
#include <string.h>

nearest nearest_to(const char *word)
{
    return (nearest){word, NULL, SIZE_MAX};
}

void nearest_try(nearest *n, const char *candidate)
{
    size_t length = strlen(n->word), distance = lc_text_distance(n->word, candidate);
    if (distance > 1 && length > 1 && strncmp(candidate, n->word, length) == 0)
        distance = 1; /* an abbreviation */
    if (distance < n->distance && distance <= 1 + length / 4) {
        n->best = candidate;
        n->distance = distance;
    }
}

void nearest_try_rules(nearest *n)
{
    lc_rule_info rule;
    for (size_t i = 0; lc_rule_info_at(&rule, i); i++)
        nearest_try(n, rule.id);
}

const char *nearest_hint(const nearest *n, const char *lister, char hint[HINT_SIZE])
{
    if (n->best)
        snprintf(hint, HINT_SIZE, ", did you mean '%s'?", n->best);
    else
        snprintf(hint, HINT_SIZE, "; 'learncurve %s' lists them", lister);
    return hint;
}
