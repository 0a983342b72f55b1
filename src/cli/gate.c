/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gate.c - what --fail-on asks for. */
#include "cli/gate.h"

#include "cli/nearest.h"

#include <string.h>

bool is_listed(const char *list, const char *word)
{
    size_t n = strlen(word);
    for (; *list; list += strcspn(list, ","), list += *list == ',')
        if (strncmp(list, word, n) == 0 && (list[n] == ',' || list[n] == '\0'))
            return true;
    return false;
}

/* Every word of the list must be a severity or a rule. */
static bool check_word(const command *c, const char *option, const char *word)
{
    char hint[LC_HINT_SIZE];
    lc_nearest near = lc_nearest_to(word);
    for (int i = LC_NOTE; i <= LC_CRITICAL; i++)
        lc_nearest_try(&near, lc_severity_name((lc_severity)i));
    nearest_try_rules(&near);
    if (near.best && near.distance == 0)
        return true;
    usage_error(c, "--%s takes severities and rules, not '%s'%s", option, word,
                nearest_hint(&near, "explain", hint));
    return false;
}

bool gate_check(const command *c, const char *option, const char *list)
{
    for (const char *at = list;; at++) {
        char word[64];
        size_t n = strcspn(at, ",");
        snprintf(word, sizeof word, "%.*s", n < sizeof word ? (int)n : (int)sizeof word - 1, at);
        if (!check_word(c, option, word))
            return false;
        at += n;
        if (!*at)
            return true;
    }
}

bool gate_open(gate *g, const command *c, const char *list)
{
    *g = (gate){.names = list ? list : ""};
    if (!list)
        return true;
    if (!gate_check(c, "fail-on", list))
        return false;
    for (int i = LC_CRITICAL; i >= LC_NOTE; i--)
        if (is_listed(list, lc_severity_name((lc_severity)i))) {
            g->by_severity = true;
            g->least = (lc_severity)i;
        }
    return true;
}

bool gate_stops(const gate *g, const lc_diagnosis *d)
{
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (!f->explained_by &&
            ((g->by_severity && f->severity >= g->least) || is_listed(g->names, f->rule)))
            return true;
    }
    return false;
}

bool gate_stops_digest(const gate *g, const lc_digest *d)
{
    char rule[64];
    if (!d->found)
        return false;
    if (g->by_severity && d->worst >= g->least)
        return true;
    for (const char *at = d->found; *at; at += *at == ',') {
        size_t n = strcspn(at, ",");
        snprintf(rule, sizeof rule, "%.*s", n < sizeof rule ? (int)n : (int)sizeof rule - 1, at);
        if (is_listed(g->names, rule))
            return true;
        at += n;
    }
    return false;
}
