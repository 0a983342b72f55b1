/* SPDX-License-Identifier: GPL-3.0-or-later */
/* weigh.c - which faults explain all that the rules found, and how likely they are. */
#include "model/metric.h"
#include "diagnose/weigh.h"

#include "base/mem.h"
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define GOOD 0.8     /* share of samples right at which a run may begin */
#define ALL_LR 1.5   /* of a fault that is to explain whatever else is found [nats] */
#define LOW 0.12     /* share of samples right that a piece of a run may have by guessing */
#define UNLEARNT 2.0 /* against health, where nothing shows learning [nats] */
#define SOUND \
    (-2.2) /* log odds of a fault by the classifier up to which it speaks for health (0.1) ... */
#define SOUND_KEPT 0.5  /* ... by so much of them */
#define SHOWN_MIN 0.05  /* share of runs from which on a fault accounts for another's finding */
#define SOME_FAULT 0.15 /* probability of none, below which the likeliest of several is named ... */
#define NAMED_OF_SEVERAL 0.25 /* ... from this of its own on */
#define OWN 0.97              /* share of runs with a fault that show the fault's own symptom */

/* A rule's fault can be chosen: it decides a verdict, or explains others. */
static bool is_fault(const lc_rule *r)
{
    return r->verdict || r->effects;
}

/* Nothing is explained by a fault that doesn't show itself. */
static bool can_be_chosen(const lc_weighing *w, size_t i)
{
    return is_fault(w->rule[i]) && w->log_lr[i] > 0;
}

static double prior_of(const lc_rule *r)
{
    return r->prior != 0 ? r->prior : LC_PRIOR;
}

/* "*" stands for all faults that aren't listed before it. */
static const lc_effect *effect_of(const lc_rule *cause, const lc_rule *symptom)
{
    for (const lc_effect *e = cause == symptom ? NULL : cause->effects; e && e->rule; e++)
        if ((*e->rule == *symptom->id && strcmp(e->rule, symptom->id) == 0) ||
            (*e->rule == '*' && symptom->verdict))
            return e;
    return NULL;
}

static bool share_series(const lc_finding *a, const lc_finding *b)
{
    for (size_t i = 0; i < a->series_n; i++)
        for (size_t j = 0; j < b->series_n; j++)
            if (a->series[i] == b->series[j])
                return true;
    return false;
}

/* Log probability of the symptoms, given the chosen faults, over that of no symptom; with the priors of
 * those faults. */
static double score(const lc_weighing *w)
{
    double sum = 0;
    size_t faults = 0;
    for (size_t i = 0; i < w->n; i++)
        if (w->chosen[i]) {
            sum += prior_of(w->rule[i]);
            faults += w->rule[i]->verdict != NULL && !w->rule[i]->state;
        }
    sum += faults == 0 ? w->sound - w->unlearnt : 0;
    sum += faults > 1 ? (double)(faults - 1) * LC_PRIOR_MORE : 0;
    for (size_t j = 0; j < w->n; j++)
        sum += w->log_lr[j] != 0 ? lc_weighing_part(w, j) : 0;
    return sum;
}

double lc_weighing_part(const lc_weighing *w, size_t symptom)
{
    double missing = 1;
    for (size_t i = 0; i < w->n; i++)
        if (w->chosen[i])
            missing *= 1 - w->share[i * w->n + symptom];
    return log1p((1 - missing) * expm1(w->log_lr[symptom]));
}

/* The same with one fault put in or taken out. */
static double score_toggled(lc_weighing *w, size_t i)
{
    w->chosen[i] = !w->chosen[i];
    double s = score(w);
    w->chosen[i] = !w->chosen[i];
    return s;
}

/* Toggle the fault that gains most, until none does. */
static void choose(lc_weighing *w)
{
    double now = score(w);
    for (size_t step = 0; step < 2 * w->n; step++) {
        size_t best = SIZE_MAX;
        double most = now;
        for (size_t i = 0; i < w->n; i++) {
            double s = can_be_chosen(w, i) ? score_toggled(w, i) : now;
            if (s > most) {
                most = s;
                best = i;
            }
        }
        if (best == SIZE_MAX)
            return;
        w->chosen[best] = !w->chosen[best];
        now = most;
    }
}

/* The chosen fault whose verdict comes first; SIZE_MAX for none. */
static size_t deciding(const lc_weighing *w)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < w->n; i++)
        if (w->chosen[i] && w->rule[i]->verdict &&
            (best == SIZE_MAX || w->rule[i]->rank < w->rule[best]->rank))
            best = i;
    return best;
}

static const char *name_of(const lc_weighing *w, size_t rule)
{
    return rule == SIZE_MAX ? "" : w->rule[rule]->verdict;
}

/* Probability of all sets that lead to the verdict of that rule; part[i]: of those that rule i decides. */
static double probability_of(const lc_weighing *w, const double *part, size_t rule)
{
    double sum = 0;
    for (size_t i = 0; i < w->n; i++)
        if (part[i] > 0 && strcmp(name_of(w, i), name_of(w, rule)) == 0)
            sum += part[i];
    return sum;
}

/* Where the chosen set's verdict is too unlikely to be named: the rule of one that isn't, since several
 * sets lead to it, and that decides the likeliest of them; SIZE_MAX for none. */
static size_t likelier(const lc_weighing *w, const double *part, double sum)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < w->n && w->decides != SIZE_MAX && w->verdict < LC_NAMED; i++)
        if (part[i] > 0 && probability_of(w, part, i) > LC_NAMED * sum &&
            (best == SIZE_MAX || part[i] > part[best]))
            best = i;
    return best;
}

/* Probabilities over the chosen set, the sets that differ from it by one fault, and each fault alone; the
 * rule of a likelier verdict, or SIZE_MAX. */
static size_t take_probabilities(lc_weighing *w, bool *kept, double *part)
{
    double here = score(w), sum = 1, same = 1, none = 0, second = 0;
    size_t decides = deciding(w);
    w->decides = decides;
    w->second = SIZE_MAX;
    memcpy(kept, w->chosen, w->n * sizeof *kept);
    memset(part, 0, w->n * sizeof *part);
    none = decides == SIZE_MAX ? 1 : 0;
    size_t chosen = 0;
    for (size_t i = 0; i < w->n; i++)
        chosen += kept[i];
    for (size_t i = 0; i < w->n; i++)
        w->posterior[i] = w->chosen[i];
    for (size_t k = 0; k < 2 * w->n + 1; k++) {
        size_t i = k % w->n;
        bool alone = k >= w->n && k < 2 * w->n, nothing = k == 2 * w->n;
        /* Some of these are met by a toggle as well. */
        bool met = alone ? chosen == 0 || (chosen == 2 && kept[i]) : nothing && chosen == 1;
        if (met || (!nothing && !can_be_chosen(w, i)))
            continue;
        if (alone || nothing)
            memset(w->chosen, 0, w->n * sizeof *kept);
        w->chosen[i] = nothing ? false : alone ? true : !kept[i];
        bool again = memcmp(w->chosen, kept, w->n * sizeof *kept) == 0;
        double p = again ? 0 : exp(score(w) - here);
        size_t by = deciding(w);
        sum += p;
        same += strcmp(name_of(w, by), name_of(w, decides)) == 0 ? p : 0;
        none += by == SIZE_MAX ? p : 0;
        if (by != SIZE_MAX)
            part[by] += p;
        for (size_t j = 0; j < w->n; j++)
            w->posterior[j] += w->chosen[j] ? p : 0;
        /* What stands beside the verdict is no alternative to it. */
        bool other = by != SIZE_MAX && !kept[by];
        if (other && p > second && strcmp(name_of(w, by), name_of(w, decides)) != 0) {
            second = p;
            w->second = by;
        }
        memcpy(w->chosen, kept, w->n * sizeof *kept);
    }
    for (size_t j = 0; j < w->n; j++)
        w->posterior[j] /= sum;
    w->second_p = second / sum;
    w->verdict = same / sum;
    w->healthy = none / sum;
    return likelier(w, part, sum);
}

/* Some finding of the cause speaks of a series that the symptom speaks of. */
static bool meets(const lc_diagnosis *d, const lc_rule *cause, const lc_finding *symptom)
{
    for (size_t k = 0; k < d->n && symptom; k++)
        if (strcmp(d->findings[k].rule, cause->id) == 0 && share_series(&d->findings[k], symptom))
            return true;
    return false;
}

/* The chosen fault that most often shows such a finding, of two the surer one; NULL for none. */
static const char *explained_by(const lc_weighing *w, const lc_diagnosis *d, const lc_finding *f)
{
    size_t best = SIZE_MAX;
    double most = SHOWN_MIN;
    for (size_t i = 0; i < w->n; i++) {
        const lc_effect *e = w->chosen[i] ? effect_of(w->rule[i], lc_rule_find(f->rule)) : NULL;
        if (!e || e->share < most || (e->same_series && !meets(d, w->rule[i], f)))
            continue;
        if (best == SIZE_MAX || e->share > most || w->log_lr[i] > w->log_lr[best])
            best = i;
        most = e->share;
    }
    return best == SIZE_MAX ? NULL : w->rule[best]->id;
}

/* The finding of a rule that speaks most for its effect; NULL when it found none. */
static const lc_finding *strongest(const lc_diagnosis *d, const lc_rule *rule)
{
    const lc_finding *best = NULL;
    for (size_t k = 0; k < d->n; k++)
        if (strcmp(d->findings[k].rule, rule->id) == 0 &&
            (!best || d->findings[k].log_lr > best->log_lr))
            best = &d->findings[k];
    return best;
}

/* Something got better by more than noise, or is good. */
static bool shows_learning(const lc_analyzed *t)
{
    bool share = t->sign < 0 && lc_metric_is_share(&t->series->metric);
    return lc_analyzed_improves(t) || (t->chosen && share && t->curve.n > 1 &&
                                       lc_analyzed_end(t) > GOOD * lc_analyzed_scale_max(t));
}

/* Health is earned: a run in which nothing gets better is hardly sound, unless it is a piece of one in which
 * more is right than a guess may be, or its records are the ends of runs on ever more samples. */
static double unlearnt(const lc_context *context)
{
    bool any = false, low = false;
    if (context->run->axis == LC_TRAIN_SIZE)
        return 0;
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (shows_learning(t))
            return 0;
        any |= t->chosen && t->sign != 0 && t->curve.n > 1;
        low |= t->chosen && t->curve.n > 1 && lc_metric_is_accuracy(&t->series->metric) &&
               lc_analyzed_end(t) < LOW * lc_analyzed_scale_max(t);
    }
    bool goes_on = context->options && context->options->goes_on;
    double most = lc_context_records(context) > 2 ? UNLEARNT : UNLEARNT / 2;
    return !any || goes_on || (context->excerpt && !low) ? 0 : most;
}

/* What the classifier adds to health, where it is sure of it. */
static double sound(double fault_odds)
{
    return fault_odds <= SOUND ? -SOUND_KEPT * fault_odds : 0;
}

/* In which share of runs with fault i rule j has something to say. */
static double share_of(const lc_weighing *w, const lc_diagnosis *d, size_t i, size_t j)
{
    if (i == j)
        return OWN;
    const lc_effect *e = effect_of(w->rule[i], w->rule[j]);
    /* What explains whatever else is found does not foretell each of it. */
    bool all = e && strcmp(e->rule, "*") == 0;
    const lc_finding *own = all ? strongest(d, w->rule[i]) : NULL;
    bool weak = all && !(own && own->log_lr > ALL_LR);
    bool foretold = e && !weak && (w->log_lr[j] > 0 || !all);
    bool counts = foretold && (!e->same_series || meets(d, w->rule[i], strongest(d, w->rule[j])));
    return counts ? e->share : 0;
}

/* Each symptom weighs as its strongest finding does, or as what speaks against it. */
static void take_symptoms(lc_weighing *w, const lc_context *context)
{
    const lc_diagnosis *d = context->diagnosis;
    for (size_t j = 0; j < w->n; j++) {
        const lc_finding *f = strongest(d, w->rule[j]);
        w->log_lr[j] = f && f->log_lr != 0 ? f->log_lr : context->ruling[j].against;
    }
    for (size_t i = 0; i < w->n; i++)
        for (size_t j = 0; j < w->n; j++)
            w->share[i * w->n + j] = can_be_chosen(w, i) ? share_of(w, d, i, j) : 0;
}

/* A fault that is less likely than all else together is not named, unless all else is faults, too. */
static void doubt(lc_weighing *w)
{
    bool sure = w->healthy < SOME_FAULT && w->verdict >= NAMED_OF_SEVERAL;
    if (w->decides == SIZE_MAX || w->verdict >= LC_NAMED || sure)
        return;
    w->second = w->decides;
    w->decides = SIZE_MAX;
    w->doubtful = true;
    memset(w->chosen, 0, w->n * sizeof *w->chosen);
}

/* Where no fault is the likeliest answer, but one fault comes near it, that one is named. */
static void name_likely(lc_weighing *w)
{
    if (w->decides != SIZE_MAX || w->second == SIZE_MAX || w->doubtful || w->second_p < LC_LIKELY)
        return;
    w->decides = w->second;
    w->second = SIZE_MAX;
    w->verdict = w->second_p;
    w->chosen[w->decides] = true;
}

void lc_weighing_mark(const lc_weighing *w, const lc_context *context)
{
    lc_diagnosis *d = context->diagnosis;
    for (size_t k = 0; k < d->n; k++) {
        lc_finding *f = &d->findings[k];
        size_t i = lc_rule_index(f->rule);
        if (!is_fault(w->rule[i]))
            continue;
        if (w->chosen[i] && f->severity > LC_NOTE)
            f->confidence = lc_confidence_of(context, w->posterior[i], false);
        if (w->chosen[i])
            continue;
        f->explained_by = explained_by(w, d, f);
        if (!f->explained_by && w->rule[i]->verdict)
            f->severity = LC_NOTE;
    }
}

static bool open_weighing(lc_weighing *w)
{
    *w = (lc_weighing){.decides = SIZE_MAX, .second = SIZE_MAX};
    while (lc_rules[w->n])
        w->n++;
    w->rule = lc_mem_resize(NULL, w->n, sizeof *w->rule);
    w->log_lr = lc_mem_resize(NULL, w->n, sizeof *w->log_lr);
    w->posterior = lc_mem_resize(NULL, w->n, sizeof *w->posterior);
    w->chosen = lc_mem_resize(NULL, 2 * w->n, sizeof *w->chosen);
    w->part = lc_mem_resize(NULL, w->n, sizeof *w->part);
    w->share = lc_mem_resize(NULL, w->n * w->n, sizeof *w->share);
    if (!w->share || !w->part || !w->rule || !w->log_lr || !w->posterior || !w->chosen)
        return false;
    memcpy(w->rule, lc_rules, w->n * sizeof *w->rule);
    memset(w->chosen, 0, 2 * w->n * sizeof *w->chosen);
    return true;
}

void lc_weigh(lc_weighing *w, lc_context *context)
{
    if (!open_weighing(w)) {
        lc_error_nomem(&context->first);
        return;
    }
    take_symptoms(w, context);
    w->unlearnt = unlearnt(context);
    w->sound = sound(context->fault_odds);
    choose(w);
    size_t other = take_probabilities(w, w->chosen + w->n, w->part);
    if (other != SIZE_MAX) {
        memset(w->chosen, 0, w->n * sizeof *w->chosen);
        w->chosen[other] = true;
        take_probabilities(w, w->chosen + w->n, w->part);
    }
    doubt(w);
    name_likely(w);
}

void lc_weighing_free(lc_weighing *w)
{
    lc_mem_free(w->rule);
    lc_mem_free(w->log_lr);
    lc_mem_free(w->posterior);
    lc_mem_free(w->part);
    lc_mem_free(w->share);
    lc_mem_free(w->chosen);
    *w = (lc_weighing){0};
}

static int rank_of(const lc_finding *f)
{
    int rank = lc_rule_find(f->rule)->rank;
    return rank ? rank : INT_MAX;
}

static int by_weight(const void *pa, const void *pb)
{
    const lc_finding *a = pa, *b = pb;
    if (!a->explained_by != !b->explained_by)
        return a->explained_by ? 1 : -1;
    if (a->severity != b->severity)
        return a->severity > b->severity ? -1 : 1;
    if (rank_of(a) != rank_of(b))
        return rank_of(a) < rank_of(b) ? -1 : 1;
    int rule = strcmp(a->rule, b->rule);
    if (rule != 0)
        return rule;
    if (a->confidence != b->confidence)
        return a->confidence > b->confidence ? -1 : 1;
    if (a->from != b->from)
        return a->from < b->from ? -1 : 1;
    return a->series_n && b->series_n && a->series[0] != b->series[0]
               ? (a->series[0] < b->series[0] ? -1 : 1)
               : 0;
}

void lc_sort_findings(lc_diagnosis *diagnosis)
{
    if (diagnosis->n)
        qsort(diagnosis->findings, diagnosis->n, sizeof *diagnosis->findings, by_weight);
}
