/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c - diagnoses for programs: an object for one run, an array for several. */
#include "report/json.h"

#include "base/mem.h"
#include "base/text.h"
#include "report/report.h"
#include "report/summary.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

/* An object that is being filled. json-c says NULL both for null and for no memory, so the
 * first failure is remembered in `failed`, which all objects of one diagnosis share. */
typedef struct node {
    json_object *o;
    bool *failed;
} node;

static void put(node to, const char *key, json_object *value)
{
    if (value && to.o && json_object_object_add(to.o, key, value) == 0)
        return;
    json_object_put(value);
    *to.failed = true;
}

static void put_null(node to, const char *key)
{
    if (!to.o || json_object_object_add(to.o, key, NULL) != 0)
        *to.failed = true;
}

static void append(node to, json_object *value)
{
    if (value && to.o && json_object_array_add(to.o, value) == 0)
        return;
    json_object_put(value);
    *to.failed = true;
}

/* A new array or object, already in its place. */
static node put_array(node to, const char *key)
{
    node made = {json_object_new_array(), to.failed};
    put(to, key, made.o);
    return *to.failed ? (node){NULL, to.failed} : made;
}

static node put_object(node to, const char *key)
{
    node made = {json_object_new_object(), to.failed};
    put(to, key, made.o);
    return *to.failed ? (node){NULL, to.failed} : made;
}

static node append_object(node to)
{
    node made = {json_object_new_object(), to.failed};
    append(to, made.o);
    return *to.failed ? (node){NULL, to.failed} : made;
}

static json_object *text_of(const char *s)
{
    char *clean = lc_text_clean(s, strlen(s));
    json_object *o = clean ? json_object_new_string(clean) : NULL;
    lc_mem_free(clean);
    return o;
}

static void put_text(node to, const char *key, const char *s)
{
    if (s)
        put(to, key, text_of(s));
    else
        put_null(to, key);
}

static void put_count(node to, const char *key, size_t n)
{
    put(to, key, json_object_new_uint64(n));
}

/* What is not known is null. */
static void put_fact(node to, const char *key, size_t n)
{
    if (n)
        put_count(to, key, n);
    else
        put_null(to, key);
}

/* JSON has no NaN: it becomes null, and KEY_text says how it was spelled. */
static void put_number(node to, const char *key, double v, const char *spelling)
{
    if (isfinite(v)) {
        char exact[LC_NUMBER_SIZE];
        lc_text_exact(exact, v);
        put(to, key, json_object_new_double_s(v, exact));
        return;
    }
    put_null(to, key);
    if (lc_is_absent(v))
        return;
    char *text_key = lc_text_format("%s_text", key);
    if (text_key)
        put_text(to, text_key, spelling ? spelling : isnan(v) ? "NaN" : v > 0 ? "inf" : "-inf");
    else
        *to.failed = true;
    lc_mem_free(text_key);
}

static void put_texts(node to, const char *key, const lc_texts *texts)
{
    node list = put_array(to, key);
    for (size_t i = 0; i < texts->n; i++)
        append(list, text_of(texts->text[i]));
}

static void put_metric(node list, const lc_run *run, const lc_series *s)
{
    lc_summary sum = lc_summary_of(run, s);
    node m = append_object(list);
    put_text(m, "name", s->metric.name);
    put_text(m, "base", s->metric.base);
    put_text(m, "split", lc_split_name(s->metric.split));
    put_text(m, "kind", lc_kind_name(s->metric.kind));
    put_text(m, "better", lc_direction_name(s->metric.better));
    put(m, "percent", json_object_new_boolean(s->percent));
    put_count(m, "values", s->n);
    put_count(m, "not_finite", sum.not_finite);
    put_number(m, "first", sum.first, lc_summary_spelling(s, sum.first));
    put_number(m, "best", sum.best, NULL);
    put_number(m, "best_at", sum.best_at, NULL);
    put_number(m, "last", sum.last, lc_summary_spelling(s, sum.last));
}

static void put_source(node to, const lc_run *run)
{
    node source = put_object(to, "source");
    put_text(source, "file", run->source);
    put_text(source, "format", run->format);
    put_text(source, "run", run->name);
}

static void put_run(node to, const lc_run *run)
{
    node r = put_object(to, "run");
    put_count(r, "records", run->rows);
    put_count(r, "points", run->n);
    put_text(r, "axis", lc_kind_name(run->axis));
    put_text(r, "axis_name", run->axis_name);
    put_number(r, "from", run->n ? run->x[0] : lc_absent(), NULL);
    put_number(r, "to", run->n ? run->x[run->n - 1] : lc_absent(), NULL);
    put_fact(r, "epochs", run->axis == LC_EPOCH ? run->n : 0);
    put_fact(r, "train_samples", run->facts.train_samples);
    put_fact(r, "validation_samples", run->facts.validation_samples);
    put_fact(r, "classes", run->facts.classes);
    put_fact(r, "batch_size", run->facts.batch_size);
    put_number(r, "planned_epochs",
               run->facts.planned_epochs > 0 ? run->facts.planned_epochs : lc_absent(), NULL);
    node metrics = put_array(r, "metrics");
    for (size_t i = 0; i < run->series_n; i++)
        put_metric(metrics, run, &run->series[i]);
    node remarks = put_array(r, "remarks");
    for (size_t i = 0; i < run->remark_n; i++) {
        node remark = append_object(remarks);
        put_fact(remark, "line", run->remarks[i].line > 0 ? (size_t)run->remarks[i].line : 0);
        put_count(remark, "count", run->remarks[i].count);
        put_text(remark, "text", run->remarks[i].text);
    }
}

static void put_verdict(node to, const lc_verdict *v)
{
    node verdict = put_object(to, "verdict");
    put_text(verdict, "name", v->name);
    put_text(verdict, "severity", lc_severity_name(v->severity));
    put_number(verdict, "confidence", v->confidence, NULL);
    put_text(verdict, "summary", v->summary);
    put_texts(verdict, "against", &v->against);
}

static void put_finding(node list, const lc_run *run, const lc_finding *f)
{
    node o = append_object(list);
    put_text(o, "rule", f->rule);
    put_text(o, "severity", lc_severity_name(f->severity));
    put_number(o, "confidence", f->confidence, NULL);
    put_text(o, "basis", f->basis);
    node series = put_array(o, "series");
    for (size_t i = 0; i < f->series_n; i++)
        append(series, text_of(run->series[f->series[i]].metric.name));
    put_number(o, "from", f->from, NULL);
    put_number(o, "to", f->to, NULL);
    put_text(o, "summary", f->summary);
    put_text(o, "headline", f->headline);
    node evidence = put_object(o, "evidence");
    for (size_t i = 0; i < f->evidence_n; i++)
        put_number(evidence, f->evidence[i].name, f->evidence[i].value, NULL);
    put_text(o, "explained_by", f->explained_by);
    put_texts(o, "causes", &f->causes);
    put_texts(o, "advice", &f->advice);
}

/* What was known when, had the run been watched. */
static void put_online(node to, const lc_run *run, const lc_online *online)
{
    node o = put_object(to, "online");
    node known = put_array(o, "known");
    for (size_t i = 0; i < online->n; i++) {
        const lc_known *k = &online->known[i];
        node item = append_object(known);
        put_text(item, "rule", k->rule);
        put_text(item, "series", k->series == SIZE_MAX ? NULL : run->series[k->series].metric.name);
        put_text(item, "severity", lc_severity_name(k->severity));
        put_number(item, "at", k->at, NULL);
        put(item, "stands", json_object_new_boolean(k->stands));
    }
    if (!online->stop) {
        put_null(o, "stop");
        return;
    }
    node stop = put_object(o, "stop");
    put_text(stop, "series", run->series[online->stop_series].metric.name);
    put_number(stop, "at", online->stop_at, NULL);
    put_number(stop, "best_at", online->best_at, NULL);
    put_number(stop, "best", online->best, NULL);
    put_number(stop, "run_best", online->run_best, NULL);
}

lc_status lc_json_write(FILE *out, const lc_run *run, const lc_diagnosis *diagnosis,
                        lc_json_layout layout, lc_error *err)
{
    static const int flags[] = {
        [LC_JSON_PRETTY] =
            JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED | JSON_C_TO_STRING_NOSLASHESCAPE,
        [LC_JSON_LINE] = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE,
    };
    bool failed = false;
    node top = {json_object_new_object(), &failed};
    put_text(top, "schema", LC_JSON_SCHEMA);
    put_source(top, run);
    put_run(top, run);
    put_verdict(top, &diagnosis->verdict);
    node findings = put_array(top, "findings");
    for (size_t i = 0; i < diagnosis->n; i++)
        put_finding(findings, run, &diagnosis->findings[i]);
    if (diagnosis->online.replayed)
        put_online(top, run, &diagnosis->online);
    const char *text = failed ? NULL : json_object_to_json_string_ext(top.o, flags[layout]);
    if (text)
        fputs(text, out);
    json_object_put(top.o);
    return text ? LC_OK : lc_error_nomem(err);
}

static lc_status json_write(FILE *out, const lc_run *runs, const lc_diagnosis *diagnoses, size_t n,
                            const lc_report_options *options, lc_error *err)
{
    (void)options;
    if (n != 1)
        fputs("[\n", out);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            fputs(",\n", out);
        lc_status st = lc_json_write(out, &runs[i], &diagnoses[i], LC_JSON_PRETTY, err);
        if (st != LC_OK)
            return st;
    }
    fputs(n == 0 ? "]\n" : n == 1 ? "\n" : "\n]\n", out);
    return LC_OK;
}

const lc_report_format lc_report_json = {
    .name = "json",
    .summary = "JSON: one object for one run, an array of them for several",
    .write = json_write,
};
