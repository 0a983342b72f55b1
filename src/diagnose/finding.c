/* SPDX-License-Identifier: GPL-3.0-or-later */
/* finding.c - how a rule says what it found. */
#include "diagnose/finding.h"

#include "diagnose/rule.h"
#include "base/mem.h"
#include "base/text.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define CONFIDENCE_MIN 0.5  /* a finding that is less likely than not isn't pushed */
#define NOTED 3             /* log likelihood ratio of what is as likely as not, [nats] */
#define CONFIDENCE_MAX 0.99 /* what statistics can give; only arithmetic is surer */

/* Unless the rule says it: a warning stands against the prior of a fault when it is surer than not. */
static double log_lr_of(lc_severity severity, double confidence, const lc_rule *rule)
{
    double c = fmin(confidence, CONFIDENCE_MAX);
    if (severity == LC_NOTE && rule->verdict)
        return 0;
    return NOTED + log(c / (1 - c)) + (severity == LC_CRITICAL ? 1 : 0);
}

void lc_finding_weigh(lc_finding *f, double log_lr)
{
    if (f)
        f->log_lr = log_lr;
}

lc_finding *lc_find(lc_context *context, lc_severity severity, double confidence,
                    const lc_analyzed *trace)
{
    lc_diagnosis *d = context->diagnosis;
    const lc_run *run = context->run;
    if (context->first.code != LC_OK)
        return NULL;
    if (!lc_mem_grow(&d->findings, &d->cap, d->n + 1, sizeof *d->findings)) {
        lc_error_nomem(&context->first);
        return NULL;
    }
    lc_finding *f = &d->findings[d->n++];
    *f = (lc_finding){.rule = context->rule->id,
                      .severity = severity,
                      .confidence = confidence,
                      .log_lr = log_lr_of(severity, confidence, context->rule),
                      .from = run->x[0],
                      .to = run->x[run->n - 1],
                      .at = run->x[0],
                      .mark = context->rule->mark};
    if (trace && trace->series->n)
        lc_finding_range(f, lc_analyzed_x(context, trace, 0),
                         lc_analyzed_x(context, trace, trace->series->n - 1));
    lc_finding_series(f, trace);
    return f;
}

void lc_finding_series(lc_finding *f, const lc_analyzed *trace)
{
    if (f && trace && f->series_n < LC_FINDING_SERIES)
        f->series[f->series_n++] = trace->index;
}

void lc_finding_range(lc_finding *f, double from, double to)
{
    if (f) {
        f->from = f->at = from;
        f->to = to;
    }
}

void lc_finding_experiment(lc_finding *f, const char *text)
{
    if (f)
        f->experiment = text;
}

void lc_finding_at(lc_finding *f, double x)
{
    if (f)
        f->at = x;
}

bool lc_context_tells(const lc_context *context)
{
    return !context->options->bare;
}

static bool is_told(const lc_context *context, const lc_finding *f)
{
    return f && lc_context_tells(context);
}

/* Keep `text` in *at; a NULL is memory that ran out. */
static void keep(lc_context *context, char **at, char *text)
{
    if (!text)
        lc_error_nomem(&context->first);
    lc_mem_free(*at);
    *at = text;
}

void lc_finding_basis(lc_context *context, lc_finding *f, const char *fmt, ...)
{
    if (!is_told(context, f))
        return;
    va_list ap;
    va_start(ap, fmt);
    keep(context, &f->basis, lc_text_vformat(fmt, ap));
    va_end(ap);
}

void lc_finding_summary(lc_context *context, lc_finding *f, const char *fmt, ...)
{
    if (!is_told(context, f))
        return;
    va_list ap;
    va_start(ap, fmt);
    keep(context, &f->summary, lc_text_vformat(fmt, ap));
    va_end(ap);
}

void lc_finding_headline(lc_context *context, lc_finding *f, const char *fmt, ...)
{
    if (!is_told(context, f))
        return;
    va_list ap;
    va_start(ap, fmt);
    keep(context, &f->headline, lc_text_vformat(fmt, ap));
    va_end(ap);
}

static void add_text(lc_context *context, lc_texts *list, char *text)
{
    if (!text || !lc_texts_add(list, "%s", text))
        lc_error_nomem(&context->first);
    lc_mem_free(text);
}

void lc_finding_cause(lc_context *context, lc_finding *f, const char *fmt, ...)
{
    if (!is_told(context, f))
        return;
    va_list ap;
    va_start(ap, fmt);
    add_text(context, &f->causes, lc_text_vformat(fmt, ap));
    va_end(ap);
}

void lc_finding_advice(lc_context *context, lc_finding *f, const char *fmt, ...)
{
    if (!is_told(context, f))
        return;
    va_list ap;
    va_start(ap, fmt);
    add_text(context, &f->advice, lc_text_vformat(fmt, ap));
    va_end(ap);
}

void lc_finding_evidence(lc_context *context, lc_finding *f, const char *name, double value)
{
    if (!is_told(context, f) || !isfinite(value))
        return;
    char *copy = lc_mem_text(name, strlen(name));
    if (!copy ||
        !lc_mem_grow(&f->evidence, &f->evidence_cap, f->evidence_n + 1, sizeof *f->evidence)) {
        lc_mem_free(copy);
        lc_error_nomem(&context->first);
        return;
    }
    f->evidence[f->evidence_n++] = (lc_evidence){.name = copy, .value = value};
}

void lc_finding_slope(lc_context *context, lc_finding *f, const lc_trend *trend)
{
    lc_finding_evidence(context, f, "slope", trend->slope);
    if (!isfinite(trend->low) || !isfinite(trend->high))
        return;
    lc_finding_evidence(context, f, "slope_low", trend->low);
    lc_finding_evidence(context, f, "slope_high", trend->high);
}

const lc_finding *lc_found(const lc_diagnosis *diagnosis, const char *rule)
{
    for (size_t i = 0; i < diagnosis->n; i++)
        if (strcmp(diagnosis->findings[i].rule, rule) == 0)
            return &diagnosis->findings[i];
    return NULL;
}

double lc_finding_value(const lc_finding *f, const char *name)
{
    for (size_t i = 0; i < f->evidence_n; i++)
        if (strcmp(f->evidence[i].name, name) == 0)
            return f->evidence[i].value;
    return NAN;
}

void lc_finding_free(lc_finding *f)
{
    for (size_t i = 0; i < f->evidence_n; i++)
        lc_mem_free(f->evidence[i].name);
    lc_mem_free(f->evidence);
    lc_mem_free(f->basis);
    lc_mem_free(f->summary);
    lc_mem_free(f->headline);
    lc_texts_free(&f->causes);
    lc_texts_free(&f->advice);
    *f = (lc_finding){0};
}

void lc_diagnosis_free(lc_diagnosis *diagnosis)
{
    for (size_t i = 0; i < diagnosis->n; i++)
        lc_finding_free(&diagnosis->findings[i]);
    lc_mem_free(diagnosis->findings);
    lc_mem_free(diagnosis->online.known);
    lc_mem_free(diagnosis->forecasts.forecast);
    lc_mem_free(diagnosis->verdict.summary);
    lc_texts_free(&diagnosis->verdict.against);
    lc_texts_free(&diagnosis->verdict.support);
    lc_mem_free(diagnosis->verdict.weights);
    lc_mem_free(diagnosis->unjudged);
    lc_mem_free(diagnosis->judged);
    *diagnosis = (lc_diagnosis)LC_DIAGNOSIS_INIT;
}

double lc_confidence(double p)
{
    double c = 1 - p;
    return c < CONFIDENCE_MIN ? CONFIDENCE_MIN : c > CONFIDENCE_MAX ? CONFIDENCE_MAX : c;
}

const char *lc_number_text(char *buffer, double v, int digits)
{
    lc_text_round(buffer, v, digits);
    return buffer;
}

const char *lc_level_text(char *buffer, double v, double recorded)
{
    bool same = strcmp(LC_NUM(v), LC_NUM(recorded)) == 0;
    snprintf(buffer, LC_LEVEL_SIZE, "%s%s", same ? "" : "about ", LC_NUM(v));
    return buffer;
}

const char *lc_severity_name(lc_severity severity)
{
    static const char *const names[] = {"note", "warning", "critical"};
    return names[severity];
}
