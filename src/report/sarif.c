/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sarif.c - SARIF 2.1.0, as code scanning reads it: one log of all runs, in which a result is a finding
 * that no other explains, and a rule is one that found something.
 *
 * A result has a file, the lines of its records, and the name of its metric. GitHub asks for a region:
 * where the log has no lines, the first character stands for the file.
 */
#include "base/mem.h"
#include "base/node.h"
#include "base/text.h"
#include "report/report.h"
#include "report/wording.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA \
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

/* Put the text under the key and release it. */
static void end(lc_pieces *p, lc_node to, const char *key)
{
    char *text = lc_pieces_end(p);
    if (text)
        lc_node_text(to, key, text);
    else
        *to.failed = true;
    free(text);
}

/* In a message [text](place) is a link and {0} an argument (SARIF 3.11.5 and 3.11.6): what comes from a
 * log is neither. */
static void put_literally(FILE *to, const char *text)
{
    for (; *text; text++) {
        if (strchr("[]\\", *text))
            putc('\\', to);
        if (strchr("{}", *text))
            putc(*text, to);
        putc(*text, to);
    }
}

/* A sentence with its full stop. */
static void put_summary(FILE *to, const lc_run *run, const lc_finding *f, lc_node node)
{
    lc_pieces p;
    if (lc_pieces_begin(&p))
        lc_wording_sentence_text(p.to, run, f->summary);
    char *text = lc_pieces_end(&p);
    if (text)
        put_literally(to, text);
    else
        *node.failed = true;
    free(text);
}

/* ---- places ----------------------------------------------------------------------------- */

/* A relative reference, or file: of a path from the root (RFC 3986, RFC 8089). */
static void put_uri(FILE *to, const char *path)
{
    static const char kept[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
    if (*path == '/')
        fputs("file://", to);
    while (strncmp(path, "./", 2) == 0)
        path += 2;
    for (; *path; path++)
        if (strchr(kept, *path))
            putc(*path, to);
        else
            fprintf(to, "%%%02X", (unsigned)(unsigned char)*path);
}

/* "fold 2, loss and val_loss" */
static void put_logical(lc_node location, const lc_run *run, const lc_finding *f)
{
    lc_pieces p;
    if (!run->name && f->series_n == 0)
        return;
    lc_node logical = lc_node_append_object(lc_node_put_array(location, "logicalLocations"));
    FILE *to = lc_pieces_begin(&p);
    if (to && run->name)
        fprintf(to, "%s%s", run->name, f->series_n > 0 ? ", " : "");
    for (size_t i = 0; to && i < f->series_n; i++)
        fprintf(to, "%s%s", i > 0 ? " and " : "", run->series[f->series[i]].metric.name);
    end(&p, logical, "name");
}

static void put_location(lc_node result, const lc_run *run, const lc_finding *f)
{
    lc_pieces p;
    lc_node location = lc_node_append_object(lc_node_put_array(result, "locations"));
    lc_log_place place = lc_run_place(run, f->from, f->to);
    if (place.file) {
        lc_node physical = lc_node_put_object(location, "physicalLocation");
        lc_node artifact = lc_node_put_object(physical, "artifactLocation");
        if (lc_pieces_begin(&p))
            put_uri(p.to, place.file);
        end(&p, artifact, "uri");
        lc_node region = lc_node_put_object(physical, "region");
        lc_node_count(region, "startLine", place.first ? (size_t)place.first : 1);
        lc_node_count(region, "startColumn", 1);
        lc_node_count(region, "endLine", place.first ? (size_t)place.last : 1);
        if (!place.first)
            lc_node_count(region, "endColumn", 2);
    }
    put_logical(location, run, f);
}

/* ---- fingerprints ----------------------------------------------------------------------- */

/* Of one rule and on the same metric: the first one, as others come and go. */
static bool is_alike(const lc_finding *a, const lc_finding *b)
{
    if (strcmp(a->rule, b->rule) != 0 || (a->series_n == 0) != (b->series_n == 0))
        return false;
    return a->series_n == 0 || a->series[0] == b->series[0];
}

/* How many alike begin before it. */
static size_t order_of(const lc_diagnosis *d, size_t i)
{
    size_t order = 0;
    const lc_finding *f = &d->findings[i];
    for (size_t k = 0; k < d->n; k++)
        order += is_alike(&d->findings[k], f) &&
                 (d->findings[k].from < f->from || (k < i && d->findings[k].from == f->from));
    return order;
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
    return lc_mem_hash(hash, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* Of what stays as the run grows: the file, the run's name, the rule, the metric, and which of several
 * such findings it is, in the order in which they begin. No number of the finding counts. */
static void put_fingerprint(lc_node result, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    const lc_finding *f = &d->findings[i];
    char text[40];
    uint64_t hash = hash_text(LC_HASH_BEGIN, run->source);
    hash = hash_text(hash, run->name);
    hash = hash_text(hash, f->rule);
    hash = hash_text(hash, f->series_n > 0 ? run->series[f->series[0]].metric.name : NULL);
    snprintf(text, sizeof text, "%zu", order_of(d, i));
    hash = hash_text(hash, text);
    lc_node prints = lc_node_put_object(result, "partialFingerprints");
    snprintf(text, sizeof text, "%016" PRIx64, hash);
    lc_node_text(prints, "learncurve/v1", text);
    snprintf(text, sizeof text, "%016" PRIx64 ":1", hash);
    lc_node_text(prints, "primaryLocationLineHash", text); /* the one that GitHub compares */
}

/* ---- rules ------------------------------------------------------------------------------ */

/* All on one line, or only the first paragraph. */
static void put_theory(FILE *to, const lc_rule_info *rule, bool all)
{
    const char *text = rule->theory;
    do {
        const char *stop = strstr(text, "\n\n");
        size_t n = stop ? (size_t)(stop - text) : strlen(text);
        lc_wording_theory(to, rule, text, n);
        putc(' ', to);
        text += n + (stop ? 2 : 0);
    } while (all && *text);
}

static bool is_result(const lc_finding *f)
{
    return !f->explained_by;
}

static bool has_found(const lc_diagnosis *diagnoses, size_t n, const char *rule)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < diagnoses[i].n; k++)
            if (is_result(&diagnoses[i].findings[k]) &&
                strcmp(diagnoses[i].findings[k].rule, rule) == 0)
                return true;
    return false;
}

static const char *level_of(lc_severity severity)
{
    return severity == LC_CRITICAL ? "error" : severity == LC_WARNING ? "warning" : "note";
}

static void put_rule(lc_node list, const lc_rule_info *rule)
{
    lc_pieces p;
    lc_node o = lc_node_append_object(list);
    lc_node_text(o, "id", rule->id);
    lc_node_text(lc_node_put_object(o, "shortDescription"), "text", rule->title);
    lc_node full = lc_node_put_object(o, "fullDescription");
    if (lc_pieces_begin(&p))
        put_theory(p.to, rule, false);
    end(&p, full, "text");
    lc_node help = lc_node_put_object(o, "help");
    if (lc_pieces_begin(&p)) {
        put_theory(p.to, rule, true);
        fprintf(p.to, "Source: %s", rule->source);
    }
    end(&p, help, "text");
    lc_node_text(lc_node_put_object(o, "defaultConfiguration"), "level", level_of(LC_WARNING));
}

/* Which of the listed rules it is. */
static size_t index_of(const lc_diagnosis *diagnoses, size_t n, const char *id)
{
    size_t index = 0;
    lc_rule_info rule;
    for (size_t k = 0; lc_rule_info_at(&rule, k) && strcmp(rule.id, id) != 0; k++)
        index += has_found(diagnoses, n, rule.id);
    return index;
}

/* ---- the log ---------------------------------------------------------------------------- */

static void put_message(lc_node result, const lc_run *run, const lc_finding *f)
{
    lc_pieces p;
    lc_node message = lc_node_put_object(result, "message");
    if (lc_pieces_begin(&p)) {
        put_summary(p.to, run, f, message);
        for (size_t i = 0; i < f->advice.n && i < 1; i++) {
            fputs(" Do: ", p.to);
            put_literally(p.to, f->advice.text[i]);
            putc('.', p.to);
        }
    }
    end(&p, message, "text");
}

static void put_result(lc_node list, const lc_run *run, const lc_diagnosis *d, size_t i,
                       size_t index)
{
    const lc_finding *f = &d->findings[i];
    lc_node o = lc_node_append_object(list);
    lc_node_text(o, "ruleId", f->rule);
    lc_node_count(o, "ruleIndex", index);
    lc_node_text(o, "level", level_of(f->severity));
    put_message(o, run, f);
    put_location(o, run, f);
    put_fingerprint(o, run, d, i);
    lc_node more = lc_node_put_object(o, "properties");
    lc_node_text(more, "verdict", d->verdict.name);
    lc_node_number(more, "confidence", f->confidence, NULL);
    lc_node_text(more, "axis", run->axis_name ? run->axis_name : lc_kind_name(run->axis));
    lc_node_number(more, "from", f->from, NULL);
    lc_node_number(more, "to", f->to, NULL);
}

static lc_status sarif_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                             const lc_report_options *options, lc_error *err)
{
    (void)options;
    bool failed;
    lc_rule_info rule;
    lc_node top = lc_node_top(&failed);
    lc_node_text(top, "$schema", SCHEMA);
    lc_node_text(top, "version", "2.1.0");
    lc_node log = lc_node_append_object(lc_node_put_array(top, "runs"));
    lc_node driver = lc_node_put_object(lc_node_put_object(log, "tool"), "driver");
    lc_node_text(driver, "name", "learncurve");
    lc_node_text(driver, "semanticVersion", LC_VERSION);
    lc_node rules = lc_node_put_array(driver, "rules");
    for (size_t k = 0; lc_rule_info_at(&rule, k); k++)
        if (has_found(diagnoses, n, rule.id))
            put_rule(rules, &rule);
    lc_node results = lc_node_put_array(log, "results");
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < diagnoses[i].n; k++)
            if (is_result(&diagnoses[i].findings[k]))
                put_result(results, &runs[i], &diagnoses[i], k,
                           index_of(diagnoses, n, diagnoses[i].findings[k].rule));
    lc_status st = lc_node_write(out, top, LC_JSON_PRETTY, err);
    if (st == LC_OK)
        putc('\n', out);
    return st;
}

const lc_report_format lc_report_sarif = {
    .name = "sarif",
    .summary = "SARIF 2.1.0, which code scanning reads",
    .lines = true,
    .write = sarif_write,
};
