/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_explain.c - `learncurve explain [RULE]`: what a rule computes, why, and from which numbers. */
#include "analyze/rule.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/terminal.h"
#include "report/page.h"

#include <string.h>

extern const command command_explain;

static const lc_place HEADING = {0, 2, "1"}, BODY = {2, 2, NULL}, DETAIL = {4, 4, NULL};

static void list(lc_page *p)
{
    for (const lc_rule *const *r = lc_rules; *r; r++)
        lc_page_say(p, &(lc_place){0, 4, NULL}, "%s: %s", (*r)->id, (*r)->title);
    lc_page_gap(p);
    lc_page_say(p, &(lc_place){0, 0, NULL},
                "'learncurve explain RULE' says what a rule computes and why.");
}

/* Paragraphs are parted by blank lines; line ends within them are the source file's. */
static void say_paragraphs(lc_page *p, const char *text)
{
    while (text && *text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        lc_page_gap(p);
        lc_page_say(p, &BODY, "%.*s", (int)n, text);
        text += n + (end ? 2 : 0);
    }
}

static void say_thresholds(lc_page *p, const lc_rule *rule)
{
    if (rule->thresholds_n == 0)
        return;
    lc_page_gap(p);
    lc_page_say(p, &HEADING, "Thresholds (--set %s.NAME=VALUE)", rule->id);
    for (size_t i = 0; i < rule->thresholds_n; i++) {
        const lc_threshold *t = &rule->thresholds[i];
        char value[LC_NUMBER_SIZE];
        lc_text_exact(value, t->value);
        lc_page_say(p, &BODY, "%s = %s", t->name, value);
        lc_page_say(p, &DETAIL, "%s", t->meaning);
        lc_page_say(p, &DETAIL, "Source: %s", t->source);
    }
}

static void explain(lc_page *p, const lc_rule *rule)
{
    lc_page_say(p, &HEADING, "%s: %s", rule->id, rule->title);
    if (rule->verdict)
        lc_page_say(p, &BODY, "A run that it decides is called '%s'.", rule->verdict);
    say_paragraphs(p, rule->theory);
    lc_page_gap(p);
    lc_page_say(p, &BODY, "Source: %s", rule->source);
    say_thresholds(p, rule);
}

static int unknown(const char *id)
{
    char hint[HINT_SIZE];
    nearest near = nearest_to(id);
    for (const lc_rule *const *r = lc_rules; *r; r++)
        nearest_try(&near, (*r)->id);
    complain("no rule '%s'%s", id, nearest_hint(&near, "explain", hint));
    return EXIT_REFUSED;
}

static int explain_run(const settings *s, char **operand, size_t n)
{
    lc_report_options layout = terminal_layout(s);
    lc_page page = {
        .out = stdout, .width = layout.width ? layout.width : 80, .color = layout.color};
    if (n > 1)
        return usage_error(&command_explain, "explain takes one RULE, not %zu", n);
    const lc_rule *rule = n == 1 ? lc_rule_find(operand[0]) : NULL;
    if (n == 1 && !rule)
        return unknown(operand[0]);
    if (rule)
        explain(&page, rule);
    else
        list(&page);
    if (!page.nomem)
        return EXIT_RAN;
    complain("out of memory");
    return EXIT_REFUSED;
}

static const option_group *const groups[] = {&layout_options, &common_options, NULL};

const command command_explain = {
    .name = "explain",
    .summary = "say what a rule computes and why; without a rule, list them",
    .operands = "[RULE]",
    .about = NULL,
    .example = "learncurve explain overfitting",
    .groups = groups,
    .run = explain_run,
};
