/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * classifier.c - what runs with such curves mostly turned out to be, where no rule finds anything.
 *
 * The trees (classifier_trees.c) are learned by `tests/bench/diagnosis/classifier`.
 */
#include "diagnose/classifier.h"

#include "diagnose/classifier_trees.h"
#include "diagnose/finding.h"
#include "diagnose/measures.h"
#include "diagnose/rule.h"
#include "diagnose/weigh.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of the log odds that the trees give, what a finding keeps: where the rules found nothing, and that is where they are asked,
 * two of three faults are there that they are sure of. */
#define KEPT 0.3
#define REASONS 3

/* In the order of lc_classifier_which_fault. */
static const struct {
    const char *rule, *words, *advice;
} classes[LC_CLASSES] = {
    {"overfitting", "a run that overfits",
     "keep the weights of the best validation epoch, and try more data, augmentation or stronger "
     "regularisation"},
    {"generalization-gap", "a run whose validation stays behind training",
     "look at what the validation samples have that the training samples don't; try more data or "
     "stronger "
     "regularisation"},
    {"underfitting", "a model that underfits",
     "try a larger network and better inputs, and train until the training loss no longer falls"},
    {"slow-learning", "a run that learns too slowly",
     "raise the learning rate threefold, or train longer"},
    {"not-learning", "a model that doesn't learn",
     "train on one small batch alone: if its loss doesn't come near 0, labels, loss or learning "
     "rate are wrong"},
    {"divergence", "a run that diverges",
     "divide the learning rate by 10, and log the gradient norm"},
    {"oscillation", "an unstable run", "lower the learning rate, or take larger batches"},
    {"metric-mismatch", "a run whose loss and score measure different things",
     "compute loss and score of a few samples by hand, and compare them with what is logged"},
};

/* What stands before the number and behind it. */
static const struct {
    const char *before, *behind;
} of_series[LC_M_N] = {
    [LC_M_VALUES] = {"number of values", ""},
    [LC_M_FIRST] = {"first value", ""},
    [LC_M_LAST] = {"last value", ""},
    [LC_M_BEST] = {"best value", ""},
    [LC_M_WORST] = {"worst value", ""},
    [LC_M_GAIN] = {"last value better than the first by", " of the first"},
    [LC_M_BEST_AT] = {"best value after", " of the records"},
    [LC_M_LOST] = {"last value worse than the best by", " of the range"},
    [LC_M_LOST_LEVEL] = {"last value worse than the best by", " of the best"},
    [LC_M_BETTER] = {"better in", " of the steps"},
    [LC_M_SAME] = {"the same in", " of the steps"},
    [LC_M_ROUGH] = {"usual bend", " of the range"},
    [LC_M_JUMP] = {"largest step", " of the range"},
    [LC_M_STEP] = {"usual step", " of the level"},
    [LC_M_LATE] = {"last third better than the one before by", " of the level"},
};

static const char *const of_run[LC_MEASURES - LC_M_RECORDS] = {
    "number of records",
    "logarithm of validation over training loss at the end",
    "logarithm of validation over training loss at the start",
    "logarithm of the best validation loss over the best training loss",
    "training less validation score at the end",
    "training less validation score at the start",
    "best training score less best validation score",
    "training loss beyond what its score costs",
    "validation loss beyond what its score costs",
};

static double vote(const lc_forest *f, const double *m)
{
    double sum = (double)f->base;
    for (size_t t = f->first; t < (size_t)f->first + f->trees; t++) {
        const lc_tree_node *node = &lc_classifier_nodes[lc_classifier_roots[t]];
        while (node->measure >= 0) {
            double v = m[node->measure];
            bool left = isnan(v) ? node->unknown_left : v <= (double)node->value;
            node = &lc_classifier_nodes[left ? node->left : node->right];
        }
        sum += (double)node->value;
    }
    return sum;
}

/* Its rule can judge the run, which has both splits where it compares them. */
static bool is_possible(const lc_context *context, size_t class)
{
    const char *rule = classes[class].rule;
    bool compares = strcmp(rule, "overfitting") == 0 || strcmp(rule, "generalization-gap") == 0;
    return !context->ruling[lc_rule_index(rule)].why_not && !(compares && context->pairs_n == 0);
}

static size_t likeliest(const double *m)
{
    size_t best = 0;
    double most = -INFINITY;
    for (size_t k = 0; k < LC_CLASSES; k++) {
        double v = vote(&lc_classifier_which_fault[k], m);
        if (v > most) {
            most = v;
            best = k;
        }
    }
    return best;
}

/* The measure without which the trees would be least sure, among those not yet taken; LC_MEASURES: none. */
static size_t weightiest(lc_measures *measures, const bool *taken)
{
    size_t best = LC_MEASURES;
    double least = vote(lc_classifier_any_fault, measures->m);
    for (size_t k = 0; k < LC_MEASURES; k++) {
        double kept = measures->m[k];
        if (isnan(kept) || taken[k])
            continue;
        measures->m[k] = NAN;
        double without = vote(lc_classifier_any_fault, measures->m);
        measures->m[k] = kept;
        if (without < least) {
            least = without;
            best = k;
        }
    }
    return best;
}

static void write_reason(FILE *out, const lc_measures *measures, size_t k)
{
    if (k < LC_M_RECORDS)
        fprintf(out, "%s: %s %s%s", measures->of[k / LC_M_N]->series->metric.name,
                of_series[k % LC_M_N].before, LC_NUM(measures->m[k]), of_series[k % LC_M_N].behind);
    else
        fprintf(out, "%s %s", of_run[k - LC_M_RECORDS], LC_NUM(measures->m[k]));
}

static void write_reasons(FILE *out, lc_measures *measures)
{
    bool taken[LC_MEASURES] = {0};
    for (int i = 0; i < REASONS; i++) {
        size_t k = weightiest(measures, taken);
        if (k == LC_MEASURES)
            return;
        taken[k] = true;
        fputs(i ? "; " : ". What weighs most: ", out);
        write_reason(out, measures, k);
    }
}

/* What the confidence stands on. */
static void give_basis(lc_context *context, lc_finding *f, lc_measures *measures, double p)
{
    char *text;
    size_t size;
    FILE *out = lc_text_open(&text, &size);
    if (!out) {
        lc_error_nomem(&context->first);
        return;
    }
    fprintf(out, "decision trees learned from labelled runs give a fault a probability of %.2g", p);
    write_reasons(out, measures);
    if (lc_text_close(out, &text))
        lc_finding_basis(context, f, "%s", text);
    else
        lc_error_nomem(&context->first);
    free(text);
}

static void add_finding(lc_context *context, lc_measures *measures, size_t class)
{
    double p = 1 / (1 + exp(-context->fault_odds));
    context->at_work = lc_rule_index(classes[class].rule);
    context->rule = lc_rules[context->at_work];
    lc_finding *f = lc_find(context, LC_WARNING, p, NULL);
    lc_finding_weigh(f, KEPT * context->fault_odds - LC_PRIOR);
    lc_finding_summary(context, f,
                       "no single measure proves it, but taken together the curves are those of %s",
                       classes[class].words);
    lc_finding_headline(context, f, "taken together the curves are those of %s",
                        classes[class].words);
    lc_finding_evidence(context, f, "classifier", p);
    lc_finding_advice(context, f, "%s", classes[class].advice);
    if (lc_context_tells(context))
        give_basis(context, f, measures, p);
}

bool lc_classifier_tell(lc_context *context)
{
    lc_measures measures;
    if (context->fault_odds < LC_CLASSIFIER_SURE ||
        lc_measures_take(&measures, context, &context->first) != LC_OK)
        return false;
    size_t class = likeliest(measures.m);
    bool possible = is_possible(context, class);
    if (possible)
        add_finding(context, &measures, class);
    return possible;
}

static bool is_asked(const lc_context *context)
{
    const lc_diagnose_options *o = context->options;
    bool all = !o->goes_on && !o->rules && !o->no_rules && !o->metric;
    size_t records = lc_context_records(context);
    bool progress = LC_AXIS_PROGRESS & LC_AXIS(context->run->axis);
    return all && progress && !context->adversarial && !context->reinforcement &&
           records >= LC_CLASSIFIER_LEAST && records <= LC_CLASSIFIER_MOST;
}

void lc_classify(lc_context *context)
{
    lc_measures measures;
    if (context->first.code == LC_OK && is_asked(context) &&
        lc_measures_take(&measures, context, &context->first) == LC_OK)
        context->fault_odds = vote(lc_classifier_any_fault, measures.m);
}
