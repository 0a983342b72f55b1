/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * cmd_explain.c - `learncurve explain [RULE]`: what a rule computes, why, from which numbers, and
 * what it says of an example.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/message.h"
#include "cli/nearest.h"
#include "cli/terminal.h"
#include "report/wording.h"

#include <string.h>

extern const command command_explain;

static const lc_text_style HEADING = {0, 2, "1"}, BODY = {2, 2, NULL}, DETAIL = {4, 4, NULL};

static void list(lc_layout *l)
{
    for (const lc_rule *const *r = lc_rules; *r; r++)
        lc_layout_paragraph(l, &(lc_text_style){0, 4, NULL}, "%s: %s", (*r)->id, (*r)->title);
    lc_layout_gap(l);
    lc_layout_paragraph(l, &(lc_text_style){0, 0, NULL},
                        "'learncurve explain RULE' says what a rule computes and why.");
}

/* Paragraphs are parted by blank lines; line ends within them are the source file's. */
static void print_paragraphs(lc_layout *l, const char *text)
{
    while (text && *text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        lc_layout_gap(l);
        lc_layout_paragraph(l, &BODY, "%.*s", (int)n, text);
        text += n + (end ? 2 : 0);
    }
}

static void print_thresholds(lc_layout *l, const lc_rule *rule)
{
    if (rule->thresholds_n == 0)
        return;
    lc_layout_gap(l);
    lc_layout_paragraph(l, &HEADING, "Thresholds (--set %s.NAME=VALUE)", rule->id);
    for (size_t i = 0; i < rule->thresholds_n; i++) {
        const lc_threshold *t = &rule->thresholds[i];
        char value[LC_NUMBER_SIZE];
        lc_text_exact(value, t->value);
        lc_layout_paragraph(l, &BODY, "%s = %s", t->name, value);
        lc_layout_paragraph(l, &DETAIL, "%s", t->meaning);
        lc_layout_paragraph(l, &DETAIL, "Source: %s", t->source);
    }
}

/* ---- the example ------------------------------------------------------------------------ */

#define LINES_SHOWN 20 /* of a log; a longer one loses lines from its middle */

static size_t lines_in(const char *text)
{
    size_t n = 0;
    for (; (text = strchr(text, '\n')); text++)
        n++;
    return n;
}

static void print_log(lc_layout *l, const char *log)
{
    size_t n = lines_in(log), head = n > LINES_SHOWN ? LINES_SHOWN / 2 : n;
    size_t tail = n > LINES_SHOWN ? n - LINES_SHOWN / 2 : n;
    lc_layout_gap(l);
    lc_layout_paragraph(l, &HEADING, "Example");
    for (size_t i = 0; i < n; i++) {
        size_t length = strcspn(log, "\n");
        if (i < head || i >= tail)
            lc_layout_paragraph(l, &DETAIL, "%.*s", (int)length, log);
        else if (i == head)
            lc_layout_paragraph(l, &DETAIL, "(%zu more)", tail - head);
        log += length + 1;
    }
}

static void print_finding(lc_layout *l, const lc_run *run, const lc_finding *f)
{
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    lc_wording_finding(line, run, f);
    lc_layout_end(l, &BODY);
    lc_wording_sentence(l, &DETAIL, run, f->summary);
    lc_wording_evidence(l, &DETAIL, f);
}

/* The finding is worked out here and now, so that it is what the rule says today. */
static lc_status print_example(lc_layout *l, const lc_rule *rule, lc_error *err)
{
    const char *log = rule->example;
    lc_runs runs = LC_RUNS_INIT;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    if (!log)
        return LC_OK;
    print_log(l, log);
    lc_status st = lc_read_bytes(&runs, NULL, log, strlen(log), NULL, err);
    if (st == LC_OK)
        st = lc_diagnose(&d, &runs.run[0], NULL, err);
    const lc_finding *f = st == LC_OK ? lc_found(&d, rule->id) : NULL;
    if (f) {
        lc_layout_gap(l);
        print_finding(l, &runs.run[0], f);
        lc_layout_paragraph(l, &BODY, "Verdict on the run: %s", d.verdict.name);
    }
    lc_diagnosis_free(&d);
    lc_runs_free(&runs);
    return st;
}

static lc_status explain(lc_layout *l, const lc_rule *rule, lc_error *err)
{
    lc_layout_paragraph(l, &HEADING, "%s: %s", rule->id, rule->title);
    if (rule->verdict)
        lc_layout_paragraph(l, &BODY, "A run that it decides is called '%s'.", rule->verdict);
    print_paragraphs(l, rule->theory);
    lc_layout_gap(l);
    lc_layout_paragraph(l, &BODY, "Source: %s", rule->source);
    print_thresholds(l, rule);
    return print_example(l, rule, err);
}

static int unknown(const char *id)
{
    char hint[HINT_SIZE];
    nearest near = nearest_to(id);
    for (const lc_rule *const *r = lc_rules; *r; r++)
        nearest_try(&near, (*r)->id);
    print_error("no rule '%s'%s", id, nearest_hint(&near, "explain", hint));
    return EXIT_REFUSED;
}

static int explain_run(const settings *s, char **operand, size_t n)
{
    lc_report_options layout = terminal_layout(s);
    lc_layout page = {
        .out = stdout, .width = layout.width ? layout.width : 80, .color = layout.color};
    if (n > 1)
        return usage_error(&command_explain, "explain takes one RULE, not %zu", n);
    const lc_rule *rule = n == 1 ? lc_rule_find(operand[0]) : NULL;
    if (n == 1 && !rule)
        return unknown(operand[0]);
    lc_error err = LC_ERROR_INIT;
    lc_status st = LC_OK;
    if (rule)
        st = explain(&page, rule, &err);
    else
        list(&page);
    if (st == LC_OK && page.nomem)
        st = lc_error_nomem(&err);
    if (st == LC_OK)
        return EXIT_RAN;
    print_error("%s", err.msg);
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
