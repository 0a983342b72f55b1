/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * junit.c - JUnit's XML for build servers: a suite for each run, a case for each rule that looked at it.
 * A case for each finding would be shorter, but a healthy run would have none, which build servers take
 * for an error; and a case that is always there is what they compare from one commit to the next. A rule
 * fails that found a warning or more which no other finding explains; a rule that could not judge the
 * run is skipped.
 */
#include "base/mem.h"
#include "base/text.h"
#include "report/report.h"
#include "report/wording.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How a rule's case ends. */
typedef enum outcome { ABSENT, PASSED, FAILED, SKIPPED } outcome;

static bool is_fault(const lc_finding *f, const char *rule)
{
    return strcmp(f->rule, rule) == 0 && !f->explained_by && f->severity >= LC_WARNING;
}

static bool has_found(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->n; i++)
        if (strcmp(d->findings[i].rule, rule) == 0)
            return true;
    return false;
}

static bool has_judged(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->judged_n; i++)
        if (strcmp(d->judged[i], rule) == 0)
            return true;
    return false;
}

/* Why a rule could not judge the run; NULL: it could, or was not asked. */
static const char *why_not(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->unjudged_n; i++)
        if (strcmp(d->unjudged[i].rule, rule) == 0)
            return d->unjudged[i].reason;
    return NULL;
}

static outcome outcome_of(const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->n; i++)
        if (is_fault(&d->findings[i], rule))
            return FAILED;
    return has_found(d, rule) || has_judged(d, rule) ? PASSED : why_not(d, rule) ? SKIPPED : ABSENT;
}

/* Clean text is valid UTF-8 without controls, and XML forbids but two more characters. False when
 * memory is out. */
static bool put_text(FILE *out, const char *text)
{
    char *clean = lc_text_clean(text, strlen(text));
    for (const char *c = clean; c && *c; c++) {
        if (strncmp(c, "\xEF\xBF\xBE", 3) == 0 || strncmp(c, "\xEF\xBF\xBF", 3) == 0) {
            fputs("\uFFFD", out);
            c += 2;
            continue;
        }
        const char *entity = *c == '<'    ? "&lt;"
                             : *c == '>'  ? "&gt;"
                             : *c == '&'  ? "&amp;"
                             : *c == '"'  ? "&quot;"
                             : *c == '\'' ? "&apos;"
                                          : NULL;
        if (entity)
            fputs(entity, out);
        else
            putc(*c, out);
    }
    lc_mem_free(clean);
    return clean != NULL;
}

static bool put_attribute(FILE *out, const char *name, const char *text)
{
    fprintf(out, " %s=\"", name);
    bool ok = put_text(out, text);
    putc('"', out);
    return ok;
}

/* "logs/a.csv, fold 2" */
static bool put_run_name(FILE *out, const char *attribute, const lc_run *run)
{
    const char *source = run->source ? run->source : "arrays";
    fprintf(out, " %s=\"", attribute);
    bool ok = put_text(out, strcmp(source, "-") == 0 ? "standard input" : source);
    if (run->name) {
        fputs(", ", out);
        ok = ok && put_text(out, run->name);
    }
    putc('"', out);
    return ok;
}

/* What was found, with where, what it rests on and what to do; a line each. */
static bool put_finding(FILE *out, const lc_run *run, const lc_finding *f)
{
    char *said;
    size_t size;
    FILE *line = lc_text_open(&said, &size);
    if (!line)
        return false;
    lc_wording_finding(line, run, f);
    fputs(". ", line);
    lc_wording_sentence_text(line, run, f->summary);
    bool ok = lc_text_close(line, &said) && put_text(out, said);
    putc('\n', out);
    free(said);
    if (ok && f->basis) {
        fprintf(out, "Confidence %.2f: ", lc_shown_confidence(f->confidence));
        ok = put_text(out, f->basis);
        putc('\n', out);
    }
    for (size_t i = 0; ok && i < f->advice.n && !f->explained_by; i++) {
        fputs("Do: ", out);
        ok = put_text(out, f->advice.text[i]);
        fputs(".\n", out);
    }
    return ok;
}

static bool put_failure(FILE *out, const lc_run *run, const lc_diagnosis *d, const char *rule)
{
    bool ok = true, begun = false;
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (!is_fault(f, rule))
            continue;
        if (!begun) {
            fprintf(out, "      <failure type=\"%s\"", lc_severity_name(f->severity));
            ok = put_attribute(out, "message", f->headline ? f->headline : f->summary);
            fputs(">", out);
        }
        begun = true;
        ok = ok && put_finding(out, run, f);
    }
    fputs("</failure>\n", out);
    return ok;
}

/* Notes, and what another finding explains. */
static bool put_notes(FILE *out, const lc_run *run, const lc_diagnosis *d, const char *rule)
{
    bool ok = true, begun = false;
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (strcmp(f->rule, rule) != 0 || is_fault(f, rule))
            continue;
        fputs(begun ? "" : "      <system-out>", out);
        begun = true;
        ok = ok && put_finding(out, run, f);
        if (f->explained_by)
            fprintf(out, "Explained by %s.\n", f->explained_by);
    }
    fputs(begun ? "</system-out>\n" : "", out);
    return ok;
}

/* Where the first thing that the rule found is; only the file when it found nothing. */
static lc_log_place place_of(const lc_run *run, const lc_diagnosis *d, const char *rule)
{
    for (size_t i = 0; i < d->n; i++)
        if (strcmp(d->findings[i].rule, rule) == 0)
            return lc_run_place(run, d->findings[i].from, d->findings[i].to);
    return lc_run_place(run, NAN, NAN);
}

static bool put_case(FILE *out, const lc_run *run, const lc_diagnosis *d, const char *rule)
{
    outcome end = outcome_of(d, rule);
    if (end == ABSENT)
        return true;
    lc_log_place place = place_of(run, d, rule);
    fputs("    <testcase", out);
    bool ok = put_run_name(out, "classname", run);
    fprintf(out, " name=\"%s\" time=\"0\"", rule);
    if (place.file)
        ok = ok && put_attribute(out, "file", place.file);
    if (place.file && place.first)
        fprintf(out, " line=\"%ld\"", place.first);
    if (!has_found(d, rule) && end == PASSED) {
        fputs("/>\n", out);
        return ok;
    }
    fputs(">\n", out);
    if (end == FAILED)
        ok = ok && put_failure(out, run, d, rule);
    if (end == SKIPPED) {
        fputs("      <skipped", out);
        ok = ok && put_attribute(out, "message", why_not(d, rule));
        fputs("/>\n", out);
    }
    ok = ok && put_notes(out, run, d, rule);
    fputs("    </testcase>\n", out);
    return ok;
}

/* Of the cases of n runs. */
static void put_counts(FILE *out, const lc_diagnosis *diagnoses, size_t n)
{
    size_t count[SKIPPED + 1] = {0};
    lc_rule_info rule;
    for (size_t k = 0; lc_rule_info_at(&rule, k); k++)
        for (size_t i = 0; i < n; i++)
            count[outcome_of(&diagnoses[i], rule.id)]++;
    fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"0\">\n",
            count[PASSED] + count[FAILED] + count[SKIPPED], count[FAILED], count[SKIPPED]);
}

static bool put_suite(FILE *out, const lc_run *run, const lc_diagnosis *d)
{
    lc_rule_info rule;
    fputs("  <testsuite", out);
    bool ok = put_run_name(out, "name", run);
    put_counts(out, d, 1);
    fprintf(out,
            "    <properties>\n"
            "      <property name=\"verdict\" value=\"%s\"/>\n"
            "      <property name=\"confidence\" value=\"%.2f\"/>\n"
            "    </properties>\n",
            d->verdict.name, lc_shown_confidence(d->verdict.confidence));
    for (size_t k = 0; ok && lc_rule_info_at(&rule, k); k++)
        ok = put_case(out, run, d, rule.id);
    fputs("  </testsuite>\n", out);
    return ok;
}

static lc_status junit_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                             const lc_report_options *options, lc_error *err)
{
    (void)options;
    fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"learncurve\"", out);
    put_counts(out, diagnoses, n);
    for (size_t i = 0; i < n; i++)
        if (!put_suite(out, &runs[i], &diagnoses[i]))
            return lc_error_nomem(err);
    fputs("</testsuites>\n", out);
    return LC_OK;
}

const lc_report_format lc_report_junit = {
    .name = "junit",
    .summary = "JUnit's XML: a suite for each run, a case for each rule",
    .lines = true,
    .write = junit_write,
};
