/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verdict.c - the one line over all findings: what explains most, and what is ruled out. */
#include "diagnose/weigh.h"

#include "diagnose/finding.h"
#include "diagnose/rule.h"
#include "base/mem.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define JUDGED_MIN 3 /* records: fewer show no course at all */

/* The strongest finding of the rule that decides; NULL when none does. */
static const lc_finding *deciding(const lc_diagnosis *d, const lc_weighing *w)
{
    const lc_finding *best = NULL;
    if (w->decides == SIZE_MAX)
        return NULL;
    for (size_t i = 0; i < d->n; i++) {
        const lc_finding *f = &d->findings[i];
        if (strcmp(f->rule, w->rule[w->decides]->id) == 0 && f->severity != LC_NOTE &&
            (!best || f->log_lr > best->log_lr))
            best = f;
    }
    return best;
}

/* True when some loss or score has a course that could be judged. */
static bool was_judged(const lc_context *context)
{
    if (context->run->axis == LC_OTHER)
        return false;
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign != 0 &&
            context->analyzed[k].finite >= JUDGED_MIN)
            return true;
    return false;
}

LC_PRINTF(2, 3)
static void rule_out(lc_context *context, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = lc_text_vformat(fmt, ap);
    va_end(ap);
    if (!text || !lc_texts_add(&context->diagnosis->verdict.against, "%s", text))
        lc_error_nomem(&context->first);
    lc_mem_free(text);
}

/* Validation has no turn, and where its best lies says so. */
static void rule_out_overfitting(lc_context *context)
{
    const lc_pair *p = lc_context_main_pair(context);
    if (!p || lc_found(context->diagnosis, "overfitting") || p->validation->curve.n < 2)
        return;
    const lc_analyzed *v = p->validation;
    double best = v->series->y[v->best], at = lc_analyzed_x(context, v, v->best);
    double last = v->curve.x[v->curve.n - 1], start = lc_analyzed_start(v);
    const char *name = v->series->metric.name, *axis = lc_context_axis(context);
    if (at == last)
        rule_out(context, "not overfitting: %s goes from %s to %s, and its last record is its best",
                 name, LC_NUM(start), LC_NUM(best));
    else if (best < start)
        rule_out(context,
                 "no overfitting shows: after its best (%s at %s %s) %s does not rise by more "
                 "than noise and a few percent",
                 LC_NUM(best), axis, LC_NUM(at), name);
}

static void rule_out_gap(lc_context *context, const lc_finding *by)
{
    if (by && strcmp(by->rule, "incomparable-losses") == 0)
        rule_out(context,
                 "not a generalization gap: the losses of the two splits can't be compared, so "
                 "their distance tells nothing of it");
}

static void rule_out_chance(lc_context *context, const lc_finding *by)
{
    const lc_pair *p = lc_context_main_pair(context);
    const lc_finding *flat = lc_found(context->diagnosis, "not-learning");
    if (!p || flat || !by || strcmp(by->rule, "overfitting") != 0)
        return;
    rule_out(context, "not a failure to learn: %s falls from %s to %s",
             p->train->series->metric.name, LC_NUM(lc_analyzed_start(p->train)),
             LC_NUM(lc_analyzed_end(p->train)));
}

static void rule_out_small_set(lc_context *context)
{
    const lc_finding *f = lc_found(context->diagnosis, "oscillation");
    double errors = f ? lc_finding_value(f, "swing_in_sampling_errors") : NAN;
    if (!isnan(errors))
        rule_out(context,
                 "not a validation set that is too small: %s swings by %.0f times its sampling "
                 "error",
                 context->run->series[f->series[0]].metric.name, errors);
}

static void rule_out_converged(lc_context *context, const lc_finding *by)
{
    const lc_finding *f = lc_found(context->diagnosis, "still-improving");
    if (f && f != by)
        rule_out(context, "not converged: %s still %s at the end",
                 context->run->series[f->series[0]].metric.name,
                 context->analyzed[f->series[0]].sign > 0 ? "falls" : "rises");
}

static void set_summary(lc_context *context, const char *text)
{
    lc_verdict *v = &context->diagnosis->verdict;
    v->summary = lc_mem_text(text, strlen(text));
    if (!v->summary)
        lc_error_nomem(&context->first);
}

void lc_verdict_reach(lc_context *context, const lc_weighing *w)
{
    lc_diagnosis *d = context->diagnosis;
    const lc_finding *by = deciding(d, w);
    if (by) {
        d->verdict = (lc_verdict){.name = lc_rule_find(by->rule)->verdict,
                                  .severity = by->severity,
                                  .confidence = by->confidence,
                                  .finding = (size_t)(by - d->findings)};
        set_summary(context, by->headline ? by->headline : by->summary ? by->summary : "");
    } else if (was_judged(context)) {
        d->verdict = (lc_verdict){.name = "healthy", .confidence = 0.8, .finding = SIZE_MAX};
        set_summary(context, "no fault shows in these curves");
    } else {
        d->verdict = (lc_verdict){.name = "inconclusive", .confidence = 0.5, .finding = SIZE_MAX};
        set_summary(context,
                    context->run->axis == LC_OTHER
                        ? "read along something that goes back and forth, no course of training "
                          "shows"
                        : "too few records of a loss or score to judge by");
    }
    if (!was_judged(context))
        return;
    rule_out_overfitting(context);
    rule_out_gap(context, by);
    rule_out_chance(context, by);
    rule_out_small_set(context);
    rule_out_converged(context, by);
}
