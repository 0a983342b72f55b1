/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rule.c - the table of rules. */
#include "diagnose/rule.h"

#include <string.h>

#define RULE(id) extern const lc_rule lc_rule_##id;
#include "diagnose/rules/rules.def"
#undef RULE

const lc_rule *const lc_rules[] = {
#define RULE(id) &lc_rule_##id,
#include "diagnose/rules/rules.def"
#undef RULE
    NULL};

const lc_rule *lc_rule_find(const char *id)
{
    for (const lc_rule *const *r = lc_rules; *r; r++)
        if (strcmp((*r)->id, id) == 0)
            return *r;
    return NULL;
}
