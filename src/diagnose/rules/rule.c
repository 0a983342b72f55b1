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

size_t lc_rule_index(const char *id)
{
    size_t k = 0;
    while (lc_rules[k] && strcmp(lc_rules[k]->id, id) != 0)
        k++;
    return k;
}

const lc_rule *lc_rule_find(const char *id)
{
    return lc_rules[lc_rule_index(id)];
}

static lc_rule_info info_of(const lc_rule *r)
{
    return (lc_rule_info){
        .id = r->id,
        .title = r->title,
        .theory = r->theory,
        .source = r->source,
        .verdict = r->verdict,
        .thresholds = r->thresholds,
        .thresholds_n = r->thresholds_n,
        .example = r->example,
        .experiment = r->experiment,
    };
}

bool lc_rule_info_at(lc_rule_info *info, size_t i)
{
    if (i >= sizeof lc_rules / sizeof *lc_rules - 1)
        return false;
    *info = info_of(lc_rules[i]);
    return true;
}

bool lc_rule_info_find(lc_rule_info *info, const char *id)
{
    const lc_rule *r = lc_rule_find(id);
    if (r)
        *info = info_of(r);
    return r != NULL;
}
