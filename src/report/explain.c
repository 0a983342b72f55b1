/* SPDX-License-Identifier: GPL-3.0-or-later */
/* explain.c - what a rule computes, why, from which numbers, and what it finds in its example. */
#include "base/text.h"
#include "report/wording.h"

#include <string.h>

#define LINES_SHOWN 20 /* of an example's log; a longer one loses lines from its middle */

static const lc_text_style HEADING = {0, 2, "1"}, BODY = {2, 2, NULL}, DETAIL = {4, 4, NULL};
static const lc_text_style PRACTICE = {2, 4, NULL};

/* All rules, or those of a verdict. */
static void print_rules(lc_layout *l, const char *verdict)
{
    lc_rule_info rule;
    for (size_t i = 0; lc_rule_info_at(&rule, i); i++)
        if (!verdict || (rule.verdict && strcmp(rule.verdict, verdict) == 0))
            lc_layout_paragraph(l, &(lc_text_style){0, 4, NULL}, "%s: %s", rule.id, rule.title);
    lc_layout_gap(l);
    lc_layout_paragraph(l, &(lc_text_style){0, 0, NULL},
                        "'learncurve explain RULE' says what a rule computes and why.");
}

/* Verdicts of no rule. */
static const struct {
    const char *name, *what;
} faultless[] = {
    {"healthy", "no rule found a fault, and the usual faults would have shown"},
    {"inconclusive",
     "there was too little to judge the run by, or a fault is about as likely as none"},
};

/* What a verdict means: false for no verdict. */
static bool print_verdict(lc_layout *l, const char *name)
{
    lc_rule_info rule;
    for (size_t i = 0; i < sizeof faultless / sizeof *faultless; i++)
        if (strcmp(name, faultless[i].name) == 0) {
            lc_layout_paragraph(l, &(lc_text_style){0, 4, NULL}, "%s: %s", name, faultless[i].what);
            return true;
        }
    for (size_t i = 0; lc_rule_info_at(&rule, i); i++)
        if (rule.verdict && strcmp(rule.verdict, name) == 0) {
            lc_layout_paragraph(l, &(lc_text_style){0, 0, NULL},
                                "Rules that lead to the verdict '%s':", name);
            print_rules(l, name);
            return true;
        }
    return false;
}

static void print_paragraph(lc_layout *l, const lc_rule_info *rule, const char *text, size_t n)
{
    FILE *line = lc_layout_begin(l);
    if (!line)
        return;
    lc_wording_theory(line, rule, text, n);
    lc_layout_end(l, &BODY);
}

/* Paragraphs are separated by empty lines; line ends within them are the source file's. */
static void print_theory(lc_layout *l, const lc_rule_info *rule)
{
    const char *text = rule->theory;
    while (text && *text) {
        const char *end = strstr(text, "\n\n");
        size_t n = end ? (size_t)(end - text) : strlen(text);
        lc_layout_gap(l);
        print_paragraph(l, rule, text, n);
        text += n + (end ? 2 : 0);
    }
}

static void print_thresholds(lc_layout *l, const lc_rule_info *rule)
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

/* What the rule found in its example; NULL for nothing. */
static const lc_finding *find(const char *rule, const lc_diagnosis *d)
{
    for (size_t i = 0; d && i < d->n; i++)
        if (strcmp(d->findings[i].rule, rule) == 0)
            return &d->findings[i];
    return NULL;
}

/* For who has such a finding before them: whence it comes, how sure it is, what to do. */
static void print_practice(lc_layout *l, const lc_rule_info *rule, const lc_finding *f)
{
    if (f && f->causes.n > 0)
        lc_layout_paragraph(l, &PRACTICE, "Usual cause: %s.", f->causes.text[0]);
    if (rule->verdict)
        lc_layout_paragraph(l, &PRACTICE, "Verdict: '%s', unless another finding weighs more.",
                            rule->verdict);
    if (f && f->basis)
        lc_layout_paragraph(l, &PRACTICE, "Confidence: %.2f in the example below: %s.",
                            lc_shown_confidence(f->confidence), f->basis);
    if (rule->experiment)
        lc_layout_paragraph(l, &PRACTICE, "To be sure: %s.", rule->experiment);
    if (f && f->advice.n > 0)
        lc_layout_paragraph(l, &PRACTICE, "To do: %s.", f->advice.text[0]);
}

static void print_rule(lc_layout *l, const lc_rule_info *rule, const lc_run *example,
                       const lc_diagnosis *d)
{
    const lc_finding *f = example ? find(rule->id, d) : NULL;
    lc_layout_paragraph(l, &HEADING, "%s: %s", rule->id, rule->title);
    print_practice(l, rule, f);
    print_theory(l, rule);
    lc_layout_gap(l);
    lc_layout_paragraph(l, &BODY, "Source: %s", rule->source);
    print_thresholds(l, rule);
    if (rule->example)
        print_log(l, rule->example);
    if (!f)
        return;
    lc_layout_gap(l);
    print_finding(l, example, f);
    lc_layout_paragraph(l, &BODY, "Verdict on the run: %s", d->verdict.name);
}

lc_status lc_explain(FILE *out, const char *rule, const lc_run *example,
                     const lc_diagnosis *diagnosis, const lc_report_options *options, lc_error *err)
{
    lc_layout layout = lc_layout_on(out, options);
    lc_rule_info info;
    if (!rule)
        print_rules(&layout, NULL);
    else if (lc_rule_info_find(&info, rule))
        print_rule(&layout, &info, example, diagnosis);
    else if (!print_verdict(&layout, rule))
        return lc_error_set(err, LC_E_ARG, 0, "no rule '%.40s'", rule);
    return layout.nomem ? lc_error_nomem(err) : LC_OK;
}
