/* SPDX-License-Identifier: GPL-3.0-or-later */
/* diagnose.c - run the rules on a run, weigh what they found and reach the verdict. */
#include "diagnose/classifier.h"
#include "diagnose/finding.h"
#include "diagnose/forecast.h"
#include "diagnose/prepare.h"
#include "diagnose/replay.h"
#include "diagnose/rule.h"
#include "diagnose/weigh.h"
#include "base/jobs.h"
#include "base/mem.h"
#include "model/metric.h"
#include "model/run.h"

#include <math.h>
#include <string.h>

/* True when the comma-separated list holds the id. */
static bool listed(const char *list, const char *id)
{
    size_t n = strlen(id);
    while (list && *list) {
        size_t len = strcspn(list, ",");
        if (len == n && memcmp(list, id, n) == 0)
            return true;
        list += len + (list[len] == ',');
    }
    return false;
}

/* Every id of the list must be a rule's. */
static lc_status check_rules(const char *list, lc_error *err)
{
    while (list && *list) {
        char id[64];
        size_t len = strcspn(list, ",");
        snprintf(id, sizeof id, "%.*s", (int)(len < sizeof id ? len : sizeof id - 1), list);
        if (len && !lc_rule_find(id))
            return lc_error_set(err, LC_E_ARG, 0, "no rule '%s'; `learncurve explain` lists them",
                                id);
        list += len + (list[len] == ',');
    }
    return LC_OK;
}

static lc_status check_setting(const lc_setting *s, lc_error *err)
{
    char names[256] = "";
    size_t used = 0;
    const lc_rule *rule = lc_rule_find(s->rule);
    if (!rule)
        return lc_error_set(err, LC_E_ARG, 0, "no rule '%s'; `learncurve explain` lists them",
                            s->rule);
    for (size_t i = 0; i < rule->thresholds_n; i++) {
        if (strcmp(rule->thresholds[i].name, s->name) == 0)
            return LC_OK;
        if (used < sizeof names)
            used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                                     rule->thresholds[i].name);
    }
    return lc_error_set(err, LC_E_ARG, 0, "rule '%s' has no threshold '%s'; it has: %s", s->rule,
                        s->name, names);
}

static lc_status check_metric(const lc_run *run, const char *metric, lc_error *err)
{
    char hint[LC_METRIC_HINT_SIZE];
    for (size_t i = 0; metric && i < run->series_n; i++) {
        const lc_metric *m = &run->series[i].metric;
        if (lc_text_same(metric, m->name) || lc_text_same(metric, m->base))
            return LC_OK;
    }
    return metric ? lc_error_set(err, LC_E_ARG, 0, "no metric '%.60s'%s", metric,
                                 lc_metric_hint(hint, metric, &run, 1))
                  : LC_OK;
}

static lc_status check_options(const lc_run *run, const lc_diagnose_options *o, lc_error *err)
{
    lc_status st = check_rules(o->rules, err);
    if (st == LC_OK)
        st = check_rules(o->no_rules, err);
    for (size_t i = 0; st == LC_OK && i < o->settings_n; i++)
        st = check_setting(&o->settings[i], err);
    return st == LC_OK ? check_metric(run, o->metric, err) : st;
}

/* Which of what rules may need is there. */
typedef struct supply {
    bool directed, accuracy, way, train_loss;
    size_t records;
} supply;

static supply find_supply(const lc_context *context)
{
    supply s = {0};
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        const lc_metric *m = &t->series->metric;
        if (!t->chosen || t->sign == 0 || t->finite == 0)
            continue;
        s.directed = true;
        s.accuracy |= lc_metric_is_accuracy(m);
        s.way |= lc_metric_tells_way(m);
        s.train_loss |= m->kind == LC_LOSS && (m->split == LC_TRAIN || m->split == LC_SPLIT_NONE);
        s.records = t->finite > s.records ? t->finite : s.records;
    }
    return s;
}

/* Why the rule can't judge the run; NULL: it can. */
static const char *why_not(const lc_context *context, const supply *s, const lc_rule *rule)
{
    if (!(rule->axes & LC_AXIS(context->run->axis)))
        return "the rule does not apply to such an axis";
    if ((rule->needs & LC_NEEDS_LOSS) && !s->directed)
        return context->adversarial ? "the losses are of networks that train against each other"
                                    : "no loss or score is recognised";
    if ((rule->needs & LC_NEEDS_PAIR) && context->pairs_n == 0)
        return "no metric is logged on both train and validation";
    if (((rule->needs & LC_NEEDS_ACCURACY) && !s->accuracy) ||
        ((rule->needs & LC_NEEDS_WAY) && !s->way))
        return "no usable accuracy is logged";
    if ((rule->needs & LC_NEEDS_TRAIN_LOSS) && !s->train_loss)
        return "no usable training loss is logged";
    return s->records >= rule->records ? NULL : "too few records";
}

/* Against a fault whose rule looked and found nothing [nats]: four in five would have shown, from so
 * many records on; fewer show less. */
#define LOOKED (-1.0)
#define LOOKED_AT 12

static void run_rule(lc_context *context, const supply *s, size_t k)
{
    const lc_rule *rule = lc_rules[k];
    lc_ruling *ruling = &context->ruling[k];
    ruling->why_not = why_not(context, s, rule);
    if (!(rule->axes & LC_AXIS(context->run->axis)))
        return;
    ruling->ran = true;
    ruling->against =
        ruling->why_not ? 0 : LOOKED * fmin(1, (double)lc_context_records(context) / LOOKED_AT);
    context->rule = rule;
    context->at_work = k;
    rule->find(context);
}

/* What a rule that looks by itself finds, and the first thing that fails. */
typedef struct look {
    lc_diagnosis found;
    lc_error first;
} look;

typedef struct looks {
    const lc_context *context;
    supply supply;
    look *of; /* each rule */
} looks;

static void look_by_rule(void *self, size_t k)
{
    looks *l = self;
    const lc_diagnose_options *o = l->context->options;
    look *own = &l->of[k];
    lc_context context = *l->context;
    own->found = (lc_diagnosis)LC_DIAGNOSIS_INIT;
    context.diagnosis = &own->found;
    bool wanted = !o->rules || listed(o->rules, lc_rules[k]->id);
    if (wanted && !listed(o->no_rules, lc_rules[k]->id))
        run_rule(&context, &l->supply, k);
    own->first = context.first;
}

/* Add what a rule found; its failure, if nothing failed before, sticks. */
static void take_found(lc_context *context, look *own)
{
    lc_diagnosis *d = context->diagnosis, *found = &own->found;
    if (context->first.code == LC_OK)
        context->first = own->first;
    if (context->first.code == LC_OK && found->n &&
        !lc_mem_grow(&d->findings, &d->cap, d->n + found->n, sizeof *d->findings))
        lc_error_nomem(&context->first);
    if (context->first.code == LC_OK) {
        for (size_t i = 0; i < found->n; i++)
            d->findings[d->n++] = found->findings[i];
        found->n = 0;
    }
    lc_diagnosis_free(found);
}

/* Rules don't ask what others found, so that several may look at once. */
static void run_rules(lc_context *context)
{
    size_t n = 0;
    while (lc_rules[n])
        n++;
    looks l = {.context = context,
               .supply = find_supply(context),
               .of = lc_mem_resize(NULL, n, sizeof *l.of)};
    if (!l.of) {
        lc_error_nomem(&context->first);
        return;
    }
    lc_jobs_run(n, lc_context_threads(context), look_by_rule, &l);
    for (size_t k = 0; k < n; k++)
        take_found(context, &l.of[k]);
    lc_mem_free(l.of);
}

/* Leave out what is below --min-severity; the verdict has seen it. */
static void drop_minor(lc_diagnosis *d, lc_severity least)
{
    size_t kept = 0;
    for (size_t i = 0; i < d->n; i++) {
        if (d->findings[i].severity < least) {
            lc_finding_free(&d->findings[i]);
            if (d->verdict.finding == i)
                d->verdict.finding = SIZE_MAX;
            continue;
        }
        if (d->verdict.finding == i)
            d->verdict.finding = kept;
        d->findings[kept++] = d->findings[i];
    }
    d->n = kept;
}

static void reach_verdict(lc_context *context)
{
    lc_weighing w = {0};
    lc_classify(context);
    if (context->first.code == LC_OK)
        lc_weigh(&w, context);
    if (context->first.code == LC_OK && w.decides == SIZE_MAX && !lc_verdict_too_little(context) &&
        lc_classifier_tell(context)) {
        lc_weighing_free(&w);
        lc_weigh(&w, context);
    }
    if (context->first.code == LC_OK)
        lc_weighing_mark(&w, context);
    lc_sort_findings(context->diagnosis);
    if (context->first.code == LC_OK)
        lc_verdict_reach(context, &w);
    lc_weighing_free(&w);
}

lc_status lc_diagnose(lc_diagnosis *diagnosis, const lc_run *run,
                      const lc_diagnose_options *options, lc_error *err)
{
    static const lc_diagnose_options defaults = LC_DIAGNOSE_OPTIONS_INIT;
    const lc_diagnose_options *o = options ? options : &defaults;
    lc_diagnosis d = LC_DIAGNOSIS_INIT;
    lc_context context;
    if (run->n == 0)
        return lc_error_set(err, LC_E_ARG, 0, "the run has no records");
    lc_status st = check_options(run, o, err);
    if (st == LC_OK)
        st = lc_context_open(&context, run, &d, o, err);
    if (st != LC_OK)
        return st;
    lc_context_prepare(&context);
    run_rules(&context);
    reach_verdict(&context);
    drop_minor(&d, o->min_severity);
    if (o->forecast && context.first.code == LC_OK)
        lc_forecast_run(&context);
    lc_context_close(&context);
    if (context.first.code != LC_OK) {
        lc_diagnosis_free(&d);
        if (err)
            *err = context.first;
        return context.first.code;
    }
    if (o->online && (st = lc_replay(&d, run, o, lc_diagnose, err)) != LC_OK) {
        lc_diagnosis_free(&d);
        return st;
    }
    lc_diagnosis_free(diagnosis);
    *diagnosis = d;
    return LC_OK;
}
