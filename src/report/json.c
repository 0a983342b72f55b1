/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c - diagnoses for programs: an object for one run, an array for several. */
#include "report/json.h"

#include "report/report.h"
#include "report/summary.h"
#include "report/wording.h"

#include <stdlib.h>

static void put_metric(lc_node list, const lc_run *run, const lc_series *s)
{
    lc_summary sum = lc_summary_of(run, s);
    lc_node m = lc_node_append_object(list);
    lc_node_text(m, "name", s->metric.name);
    lc_node_text(m, "base", s->metric.base);
    lc_node_text(m, "split", lc_split_name(s->metric.split));
    lc_node_text(m, "kind", lc_kind_name(s->metric.kind));
    lc_node_text(m, "better", lc_direction_name(s->metric.better));
    lc_node_flag(m, "percent", s->percent);
    lc_node_count(m, "values", s->n);
    lc_node_count(m, "not_finite", sum.not_finite);
    lc_node_number(m, "first", sum.first, lc_summary_spelling(s, sum.first));
    lc_node_number(m, "best", sum.best, NULL);
    lc_node_number(m, "best_at", sum.best_at, NULL);
    lc_node_number(m, "last", sum.last, lc_summary_spelling(s, sum.last));
    lc_node_number(m, "least", sum.least, NULL);
    lc_node_number(m, "greatest", sum.greatest, NULL);
    lc_node_number(m, "quantum", s->quantum > 0 ? s->quantum : lc_absent(), NULL);
}

void lc_json_put_source(lc_node to, const lc_run *run)
{
    lc_node source = lc_node_put_object(to, "source");
    lc_node_text(source, "file", run->source);
    lc_node_text(source, "format", run->format);
    lc_node_text(source, "run", run->name);
}

void lc_json_put_run(lc_node to, const lc_run *run)
{
    lc_node r = lc_node_put_object(to, "run");
    lc_node_count(r, "records", run->n);
    lc_node_count(r, "rows", run->rows);
    lc_node_text(r, "axis", lc_kind_name(run->axis));
    lc_node_text(r, "axis_name", run->axis_name);
    lc_node_number(r, "from", run->n ? run->x[0] : lc_absent(), NULL);
    lc_node_number(r, "to", run->n ? run->x[run->n - 1] : lc_absent(), NULL);
    lc_node_fact(r, "epochs", run->axis == LC_EPOCH ? run->n : 0);
    lc_node_fact(r, "train_samples", run->facts.train_samples);
    lc_node_fact(r, "validation_samples", run->facts.validation_samples);
    lc_node_fact(r, "classes", run->facts.classes);
    lc_node_fact(r, "batch_size", run->facts.batch_size);
    lc_node_number(r, "planned_epochs",
                   run->facts.planned_epochs > 0 ? run->facts.planned_epochs : lc_absent(), NULL);
    lc_node_number(r, "class_entropy",
                   run->facts.class_entropy > 0 ? run->facts.class_entropy : lc_absent(), NULL);
    double validation = run->facts.validation_class_entropy;
    lc_node_number(r, "validation_class_entropy", validation > 0 ? validation : lc_absent(), NULL);
    if (run->facts.weighted_class_entropy > 0) {
        lc_node_number(r, "weighted_class_entropy", run->facts.weighted_class_entropy, NULL);
        lc_node_number(r, "heaviest_class_weight", run->facts.heaviest_class_weight, NULL);
        lc_node_number(r, "heaviest_class_share", run->facts.heaviest_class_share, NULL);
    }
    lc_node metrics = lc_node_put_array(r, "metrics");
    for (size_t i = 0; i < run->series_n; i++)
        put_metric(metrics, run, &run->series[i]);
    lc_node remarks = lc_node_put_array(r, "remarks");
    for (size_t i = 0; i < run->remark_n; i++) {
        lc_node remark = lc_node_append_object(remarks);
        lc_node_fact(remark, "line", run->remarks[i].line > 0 ? (size_t)run->remarks[i].line : 0);
        lc_node_count(remark, "count", run->remarks[i].count);
        lc_node_text(remark, "text", run->remarks[i].text);
    }
}

static void put_verdict(lc_node to, const lc_verdict *v)
{
    lc_node verdict = lc_node_put_object(to, "verdict");
    lc_node_text(verdict, "name", v->name);
    lc_node_text(verdict, "severity", lc_severity_name(v->severity));
    lc_node_number(verdict, "confidence", v->confidence, NULL);
    lc_node_number(verdict, "probability", v->probability, NULL);
    lc_node_text(verdict, "summary", v->summary);
    lc_node_texts(verdict, "support", &v->support);
    lc_node_texts(verdict, "against", &v->against);
    lc_node weights = lc_node_put_array(verdict, "weights");
    for (size_t i = 0; i < v->weights_n; i++) {
        lc_node weight = lc_node_append_object(weights);
        lc_node_text(weight, "rule", v->weights[i].rule);
        lc_node_number(weight, "log_odds", v->weights[i].log_odds, NULL);
    }
    lc_node_text(verdict, "alternative", v->alternative);
    lc_node_number(verdict, "alternative_confidence", v->alternative_confidence, NULL);
    lc_node_text(verdict, "experiment", v->experiment);
}

/* The finding's id, which `explain` takes as well. */
static void put_id(lc_node to, const lc_run *run, const lc_diagnosis *d, size_t i)
{
    char *id = lc_wording_id_text(run, d, i);
    if (id)
        lc_node_text(to, "id", id);
    else
        *to.failed = true;
    free(id);
}

static void put_finding(lc_node o, const lc_run *run, const lc_diagnosis *d, size_t index)
{
    const lc_finding *f = &d->findings[index];
    put_id(o, run, d, index);
    lc_node_text(o, "rule", f->rule);
    lc_node_text(o, "severity", lc_severity_name(f->severity));
    lc_node_number(o, "confidence", f->confidence, NULL);
    lc_node_number(o, "log_lr", f->log_lr, NULL);
    lc_node_text(o, "basis", f->basis);
    lc_node series = lc_node_put_array(o, "series");
    for (size_t i = 0; i < f->series_n; i++)
        lc_node_append_text(series, run->series[f->series[i]].metric.name);
    lc_node_number(o, "from", f->from, NULL);
    lc_node_number(o, "to", f->to, NULL);
    lc_node_text(o, "summary", f->summary);
    lc_node_text(o, "headline", f->headline);
    lc_node evidence = lc_node_put_object(o, "evidence");
    for (size_t i = 0; i < f->evidence_n; i++)
        lc_node_number(evidence, f->evidence[i].name, f->evidence[i].value, NULL);
    lc_node_text(o, "explained_by", f->explained_by);
    lc_node_texts(o, "causes", &f->causes);
    lc_node_texts(o, "advice", &f->advice);
}

/* What was known when, had the run been watched. */
static void put_online(lc_node to, const lc_run *run, const lc_online *online)
{
    lc_node o = lc_node_put_object(to, "online");
    lc_node known = lc_node_put_array(o, "known");
    for (size_t i = 0; i < online->n; i++) {
        const lc_known *k = &online->known[i];
        lc_node item = lc_node_append_object(known);
        lc_node_text(item, "rule", k->rule);
        lc_node_text(item, "series",
                     k->series == SIZE_MAX ? NULL : run->series[k->series].metric.name);
        lc_node_text(item, "severity", lc_severity_name(k->severity));
        lc_node_number(item, "at", k->at, NULL);
        lc_node_flag(item, "stands", k->stands);
        lc_node_number(item, "withdrawn", k->stands ? lc_absent() : k->withdrawn, NULL);
    }
    if (!online->stop) {
        lc_node_null(o, "stop");
        return;
    }
    lc_node stop = lc_node_put_object(o, "stop");
    lc_node_text(stop, "series", run->series[online->stop_series].metric.name);
    lc_node_number(stop, "at", online->stop_at, NULL);
    lc_node_number(stop, "best_at", online->best_at, NULL);
    lc_node_number(stop, "best", online->best, NULL);
    lc_node_number(stop, "run_best", online->run_best, NULL);
}

static void put_forecast(lc_node list, const lc_run *run, const lc_forecast *f)
{
    lc_node o = lc_node_append_object(list);
    lc_node_text(o, "series", run->series[f->series].metric.name);
    lc_node_text(o, "why_not", f->why_not);
    lc_node_text(o, "form", f->form);
    lc_node_number(o, "now", f->now, NULL);
    lc_node_number(o, "floor", f->floor, NULL);
    lc_node_number(o, "floor_low", f->floor_low, NULL);
    lc_node_number(o, "floor_high", f->floor_high, NULL);
    lc_node_number(o, "missed", f->missed, NULL);
    lc_node points = lc_node_put_array(o, "points");
    for (size_t k = 0; k < LC_FORECAST_POINTS && !f->why_not; k++) {
        const lc_forecast_point *p = &f->point[k];
        lc_node point = lc_node_append_object(points);
        lc_node_number(point, "x", p->x, NULL);
        lc_node_number(point, "value", p->value, NULL);
        lc_node_number(point, "mean_low", p->mean_low, NULL);
        lc_node_number(point, "mean_high", p->mean_high, NULL);
        lc_node_number(point, "low", p->low, NULL);
        lc_node_number(point, "high", p->high, NULL);
    }
}

static void put_forecasts(lc_node to, const lc_run *run, const lc_forecasts *all)
{
    lc_node o = lc_node_put_object(to, "forecast");
    lc_node_number(o, "until", all->until, NULL);
    lc_node list = lc_node_put_array(o, "series");
    for (size_t i = 0; i < all->n; i++)
        put_forecast(list, run, &all->forecast[i]);
}

lc_status lc_json_write(FILE *out, const lc_run *run, const lc_diagnosis *diagnosis,
                        lc_json_layout layout, lc_error *err)
{
    bool failed;
    lc_node top = lc_node_top(&failed);
    lc_node_text(top, "schema", LC_JSON_SCHEMA);
    lc_json_put_source(top, run);
    lc_json_put_run(top, run);
    put_verdict(top, &diagnosis->verdict);
    lc_node findings = lc_node_put_array(top, "findings");
    for (size_t i = 0; i < diagnosis->n; i++)
        put_finding(lc_node_append_object(findings), run, diagnosis, i);
    lc_node unjudged = lc_node_put_array(top, "not_judged");
    for (size_t i = 0; i < diagnosis->unjudged_n; i++) {
        lc_node one = lc_node_append_object(unjudged);
        lc_node_text(one, "rule", diagnosis->unjudged[i].rule);
        lc_node_text(one, "reason", diagnosis->unjudged[i].reason);
    }
    if (diagnosis->online.replayed)
        put_online(top, run, &diagnosis->online);
    if (diagnosis->forecasts.made)
        put_forecasts(top, run, &diagnosis->forecasts);
    return lc_node_write(out, top, layout, err);
}

lc_status lc_report_finding(FILE *out, const lc_run *run, const lc_diagnosis *diagnosis, size_t i,
                            double at, lc_error *err)
{
    bool failed;
    lc_node top = lc_node_top(&failed);
    lc_node_text(top, "schema", LC_JSON_SCHEMA);
    lc_json_put_source(top, run);
    lc_node_number(top, "at", at, NULL);
    put_finding(lc_node_put_object(top, "finding"), run, diagnosis, i);
    lc_status st = lc_node_write(out, top, LC_JSON_LINE, err);
    putc('\n', out);
    if (st == LC_OK && ferror(out))
        return lc_error_set(err, LC_E_IO, 0, "can't be written");
    return st;
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
