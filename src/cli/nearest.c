/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nearest.c - "did you mean", or where the names are listed. */
#include "cli/nearest.h"

#include <stdio.h>

void nearest_try_rules(lc_nearest *n)
{
    lc_rule_info rule;
    for (size_t i = 0; lc_rule_info_at(&rule, i); i++)
        lc_nearest_try(n, rule.id);
}

const char *nearest_hint(const lc_nearest *n, const char *lister, char hint[LC_HINT_SIZE])
{
    if (!n->best)
        snprintf(hint, LC_HINT_SIZE, "; 'learncurve %s' lists them", lister);
    return n->best ? lc_nearest_hint(n, hint) : hint;
}
