/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verdict.c - the one line over all findings: what explains most, and what is ruled out. */
#include "diagnose/weigh.h"

#include "diagnose/classifier.h"
#include "diagnose/finding.h"
#include "diagnose/rate.h"
#include "diagnose/rule.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/params.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#define JUDGED_MIN 2     /* records: one shows no change */
#define TINY_RISE 0.001  /* the same of which no figure is worth a word */
#define SMALL_RISE 0.03  /* end over best, of what is called no overfitting */
#define PART 0.05        /* of the run: less of it shows no learning */
#define PART_RECORDS 20  /* records of so small a part */
#define SO_FAR 12        /* records up to which a run is healthy so far */
#define ALTERNATIVE 0.05 /* probability from which on another verdict is worth a word */
#define SHOWN 3          /* symptoms that are told in words */
#define MISSING (-0.4)   /* log odds of a missing symptom that is told [nats] */

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

/* Some metric is known to be better when lower or when higher. */
static bool has_direction(const lc_context *context)
{
    for (size_t k = 0; k < context->run->series_n; k++)
        if (context->analyzed[k].chosen && context->analyzed[k].sign != 0)
            return true;
    return false;
}

/* True when some loss or score has enough values to be judged. */
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
    if (!p || lc_found(context->diagnosis, "overfitting") || p->validation->finite < 2)
        return;
    const lc_analyzed *v = p->validation;
    double best = v->series->y[v->best], at = lc_analyzed_x(context, v, v->best);
    double last = v->curve.x[v->curve.n - 1], start = lc_analyzed_start(v);
    double end = lc_analyzed_last(v),
           rise = best != 0 ? v->sign * (end - best) / fabs(best) : INFINITY;
    const char *name = v->series->metric.name, *axis = lc_context_axis(context);
    if (at == last && best != start)
        rule_out(context, "not overfitting: %s goes from %s to %s, its best value", name,
                 LC_NUM(start), LC_NUM(best));
    else if (rise == 0)
        rule_out(context, "against overfitting: %s ends at its best (%s, first at %s %s)", name,
                 LC_NUM(best), axis, LC_NUM(at));
    else if (rise > 0 && rise < TINY_RISE)
        rule_out(context, "against overfitting: %s ends within 0.1 %% of its best (%s at %s %s)",
                 name, LC_NUM(best), axis, LC_NUM(at));
    else if (rise > 0 && rise < SMALL_RISE)
        rule_out(context, "against overfitting: %s ends only %.2g %% %s its best (%s at %s %s)",
                 name, 100 * rise, v->sign > 0 ? "above" : "below", LC_NUM(best), axis, LC_NUM(at));
}

static void rule_out_chance(lc_context *context, const lc_finding *by)
{
    const lc_pair *p = lc_context_main_pair(context);
    const lc_finding *flat = lc_found(context->diagnosis, "not-learning");
    if (!p || flat || !by || strcmp(by->rule, "overfitting") != 0)
        return;
    if (lc_analyzed_end(p->train) > 0.9 * lc_analyzed_start(p->train))
        return;
    rule_out(context, "not a failure to learn: %s falls from %s to %s",
             p->train->series->metric.name, LC_START(p->train), LC_END(p->train));
}

static void rule_out_small_set(lc_context *context)
{
    const lc_finding *f = lc_found(context->diagnosis, "oscillation");
    if (!f)
        return;
    double errors = lc_finding_value(f, "swing_in_sampling_errors");
    if (!isnan(errors))
        rule_out(context,
                 "not a small validation set: the swings of %s are %.0f times its sampling error",
                 context->run->series[f->series[0]].metric.name, errors);
}

static void set_summary(lc_context *context, const char *text)
{
    lc_verdict *v = &context->diagnosis->verdict;
    v->summary = lc_mem_text(text, strlen(text));
    if (!v->summary)
        lc_error_nomem(&context->first);
}

/* The weights of all symptoms, heaviest first. */
static void list_weights(lc_context *context, const lc_weighing *w)
{
    lc_verdict *v = &context->diagnosis->verdict;
    v->weights = lc_mem_resize(NULL, w->n, sizeof *v->weights);
    if (!v->weights) {
        lc_error_nomem(&context->first);
        return;
    }
    for (size_t j = 0; j < w->n; j++) {
        double part = lc_weighing_part(w, j);
        size_t at = v->weights_n;
        if (part == 0)
            continue;
        while (at > 0 && fabs(v->weights[at - 1].log_odds) < fabs(part)) {
            v->weights[at] = v->weights[at - 1];
            at--;
        }
        v->weights[at] = (lc_weight){w->rule[j]->id, part};
        v->weights_n++;
    }
}

/* What spoke for the verdict, beside the finding that decides, and what would be expected and is missing. */
static void tell_weights(lc_context *context, const lc_finding *by)
{
    lc_diagnosis *d = context->diagnosis;
    size_t told = 0, missed = 0;
    for (size_t k = 0; k < d->verdict.weights_n; k++) {
        const lc_weight *weight = &d->verdict.weights[k];
        const lc_finding *f = lc_found(d, weight->rule);
        bool shown = f && f != by && f->summary && strcmp(f->rule, by->rule) != 0;
        if (weight->log_odds > 0 && shown && told < SHOWN) {
            told++;
            if (!lc_texts_add(&d->verdict.support, "%s", f->summary))
                lc_error_nomem(&context->first);
        } else if (weight->log_odds < MISSING && !f && missed++ < 1) {
            rule_out(context, "expected, but not found: %s (%s)", lc_rule_find(weight->rule)->title,
                     weight->rule);
        }
    }
}

static bool has_found(const lc_diagnosis *d, size_t rule)
{
    for (size_t i = 0; i < d->n; i++)
        if (strcmp(d->findings[i].rule, lc_rules[rule]->id) == 0)
            return true;
    return false;
}

/* Rules that serve the run's axis and could not judge it all the same. */
static void list_unjudged(lc_context *context)
{
    lc_diagnosis *d = context->diagnosis;
    size_t cap = 0;
    for (size_t k = 0; lc_rules[k]; k++) {
        bool serves = (lc_rules[k]->axes & LC_AXIS(context->run->axis)) != 0;
        if (!serves || !context->ruling[k].why_not || !lc_rules[k]->verdict || has_found(d, k))
            continue;
        if (!lc_mem_grow(&d->unjudged, &cap, d->unjudged_n + 1, sizeof *d->unjudged)) {
            lc_error_nomem(&context->first);
            return;
        }
        d->unjudged[d->unjudged_n++] = (lc_unjudged){lc_rules[k]->id, context->ruling[k].why_not};
    }
}

static void list_judged(lc_context *context)
{
    lc_diagnosis *d = context->diagnosis;
    size_t cap = 0;
    for (size_t k = 0; lc_rules[k]; k++) {
        if (!context->ruling[k].ran || context->ruling[k].why_not)
            continue;
        if (!lc_mem_grow(&d->judged, &cap, d->judged_n + 1, sizeof *d->judged)) {
            lc_error_nomem(&context->first);
            return;
        }
        d->judged[d->judged_n++] = lc_rules[k]->id;
    }
}

/* Rise of a validation loss that would have been called one. */
static void tell_detectable(lc_context *context)
{
    const lc_pair *p = lc_context_main_pair(context);
    if (!p || p->validation->log.n < 3 || p->validation->log.shifted)
        return;
    const lc_log_curve *l = &p->validation->log;
    double size = fmax(0.05, 3 * l->noise.sd / sqrt((double)l->rise.m));
    const lc_analyzed *v = p->validation;
    double best = v->series->y[v->best];
    const char *name = v->series->metric.name;
    if (l->rise.size >= size || lc_analyzed_last(v) >= best * exp(size))
        return;
    if (size < log(2))
        rule_out(context,
                 "only a rise of %s by %.0f %% or more from its best could have been found", name,
                 100 * expm1(size));
    else
        rule_out(context, "only a rise of %s to %.2g times its best or more could have been found",
                 name, exp(size));
}

static const char *experiment_of(const lc_finding *f, const lc_rule *rule)
{
    return f->experiment ? f->experiment : rule->experiment;
}

static void call_fault(lc_context *context, const lc_weighing *w, const lc_finding *by)
{
    lc_diagnosis *d = context->diagnosis;
    const lc_rule *rule = w->rule[w->decides];
    d->verdict = (lc_verdict){.name = rule->verdict,
                              .severity = by->severity,
                              .confidence = lc_confidence_of(context, w->verdict, false),
                              .probability = w->verdict,
                              .finding = (size_t)(by - d->findings),
                              .experiment = experiment_of(by, rule)};
    set_summary(context, by->headline ? by->headline : by->summary ? by->summary : "");
}

/* The weights that are kept are those of the best record by that validation metric, as the log tells. */
static bool is_restored(const lc_context *context, const lc_finding *by)
{
    const char *kept = lc_params_find(&context->run->params, "restore_best");
    const lc_series *s = &context->run->series[by->series[0]];
    return kept && strcmp(by->rule, "overfitting") == 0 && lc_text_same(kept, s->metric.name);
}

/* What overfits is not kept: the run is healthy, and says what it was spared. */
static void call_restored(lc_context *context, const lc_finding *by)
{
    lc_diagnosis *d = context->diagnosis;
    const lc_analyzed *t = &context->analyzed[by->series[0]];
    char *text = lc_text_format(
        "the weights that are kept are those of %s %s, the best %s: what follows overfits",
        lc_context_axis(context), LC_NUM(lc_analyzed_x(context, t, t->best)),
        t->series->metric.name);
    d->verdict.name = "healthy";
    d->verdict.severity = LC_NOTE;
    d->verdict.finding = SIZE_MAX;
    d->verdict.experiment = NULL;
    lc_mem_free(d->verdict.summary);
    d->verdict.summary = text;
    if (!text)
        lc_error_nomem(&context->first);
    for (size_t i = 0; i < d->n; i++)
        if (strcmp(d->findings[i].rule, by->rule) == 0)
            d->findings[i].severity = LC_NOTE;
}

/* No series has a direction: the reason, and what the user can tell. */
static void call_unrecognised(lc_context *context)
{
    const char *unknown = NULL;
    for (size_t i = context->run->series_n; i-- > 0;)
        if (context->run->series[i].metric.kind == LC_OTHER)
            unknown = context->run->series[i].metric.name;
    if (context->adversarial) {
        set_summary(context, "two networks train against each other, and their losses alone don't "
                             "tell how good they are");
    } else if (!unknown) {
        set_summary(context, "no loss or score is recognised");
    } else {
        char *text = lc_text_format("no loss or score is recognised: say what the metrics are, as "
                                    "in --map '%.60s=train:loss'",
                                    unknown);
        context->diagnosis->verdict.summary = text;
        if (!text)
            lc_error_nomem(&context->first);
    }
}

const char *lc_verdict_too_little(const lc_context *context)
{
    const lc_run *run = context->run;
    double first = run->x[0], last = run->x[run->n - 1];
    if (lc_context_records(context) > PART_RECORDS)
        return NULL;
    if (lc_context_warms_up(context))
        return "it is too early to judge: the learning rate is still in its warm-up";
    if (context->excerpt && last - first < PART * last)
        return "the log has the last records of the run alone, which show no learning either way";
    return NULL;
}

static void call_no_fault(lc_context *context, const lc_weighing *w)
{
    lc_diagnosis *d = context->diagnosis;
    size_t records = lc_context_records(context);
    const lc_finding *f = w->second != SIZE_MAX ? lc_found(d, w->rule[w->second]->id) : NULL;
    bool likely = w->second != SIZE_MAX && (w->doubtful || w->healthy < LC_HEALTHY);
    d->verdict = (lc_verdict){.name = "healthy",
                              .confidence = lc_confidence_of(context, w->healthy, true),
                              .probability = w->healthy,
                              .finding = SIZE_MAX};
    const char *little = likely ? NULL : lc_verdict_too_little(context);
    if (!likely && !little && w->unlearnt > 0)
        little = "nothing in these records gets better by more than noise, and no fault stands out";
    if (!likely && !little && records <= SO_FAR && context->fault_odds >= LC_CLASSIFIER_DOUBT)
        little = "no rule finds a fault, but of labelled runs with such curves most have one";
    if (!was_judged(context) || likely || little) {
        d->verdict.name = "inconclusive";
        d->verdict.confidence = 0.5;
    }
    if (d->verdict.name[0] == 'h')
        set_summary(context, records <= SO_FAR ? "no fault shows in these curves so far"
                                               : "no fault shows in these curves");
    else if (likely && f && f->summary) {
        char *text = lc_text_format("about as likely as not: %s", f->summary);
        d->verdict.experiment = experiment_of(f, w->rule[w->second]);
        d->verdict.summary = text;
        if (!text)
            lc_error_nomem(&context->first);
    } else if (context->run->axis != LC_OTHER && !has_direction(context))
        call_unrecognised(context);
    else if (little)
        set_summary(context, little);
    else
        set_summary(context,
                    context->run->axis == LC_OTHER
                        ? "the axis goes back and forth, so the curves are not those of a training"
                        : "too few records of a loss or score to judge the run");
}

/* A healthy run needs no remedy: notes of rules that look for faults lose theirs. */
static void drop_remedies(lc_diagnosis *d)
{
    for (size_t i = 0; i < d->n; i++)
        if (lc_rule_find(d->findings[i].rule)->verdict)
            lc_texts_free(&d->findings[i].advice);
}

void lc_verdict_reach(lc_context *context, const lc_weighing *w)
{
    lc_diagnosis *d = context->diagnosis;
    const lc_finding *by = deciding(d, w);
    if (by)
        call_fault(context, w, by);
    if (by && is_restored(context, by)) {
        call_restored(context, by);
        by = NULL;
    } else if (!by) {
        call_no_fault(context, w);
    }
    list_weights(context, w);
    list_unjudged(context);
    list_judged(context);
    if (by && w->second != SIZE_MAX && w->second_p >= ALTERNATIVE) {
        d->verdict.alternative = w->rule[w->second]->verdict;
        d->verdict.alternative_confidence = w->second_p;
    }
    if (!was_judged(context))
        return;
    if (by)
        tell_weights(context, by);
    rule_out_overfitting(context);
    rule_out_chance(context, by);
    rule_out_small_set(context);
    if (strcmp(d->verdict.name, "healthy") == 0) {
        tell_detectable(context);
        drop_remedies(d);
    }
}
