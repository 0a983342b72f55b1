/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * incomparable_losses.c - train and validation losses that aren't the same quantity.
 *
 * Computes the floor (1 - accuracy) ln 2 of a plain mean cross-entropy at every record, with half
 * a printed digit's allowance on both numbers, counts the records below it on each split, and
 * compares the loss per miss, loss / (1 - accuracy), between the splits.
 */
#include "diagnose/finding.h"
#include "diagnose/rule.h"

#include <math.h>

#define LN2 0.69314718055994531

enum { SHARE, PER_MISS };

static const lc_threshold thresholds[] = {
    [SHARE] =
        {"share", 0.5, "records below the floor, of those with loss and accuracy [share]",
         "judgement: a breach in passing may be a log's slip, one in every other record is not"},
    [PER_MISS] =
        {"per_miss", 4,
         "loss per miss of one split over the other's, at the first or at the last records "
         "[ratio]",
         "arithmetic: a mean squared error costs 0.25 to 1 per miss, so one and the same "
         "other loss explains a factor of 4"},
};

/* What one split's loss and accuracy say about the floor. */
typedef struct floor_count {
    const lc_analyzed *loss, *accuracy;
    size_t records, below; /* with both values; of them below the floor */
    bool from_start;       /* the first record is below */
    double first_per_miss, last_per_miss;
    double least, most; /* floor / loss, the least and the most of those below */
    double least_x, most_x;
    double least_loss, least_floor, most_loss, most_floor;
} floor_count;

static void count_record(floor_count *c, double x, double loss, double accuracy, double whole)
{
    double half_digit = c->accuracy->series->quantum / 2;
    double misses = 1 - accuracy / whole;
    double floor_here = misses * LN2;
    double allowed = (1 - (accuracy + half_digit) / whole) * LN2 - c->loss->series->quantum / 2;
    if (c->records++ == 0) {
        c->first_per_miss = misses > 0 ? loss / misses : NAN;
        c->from_start = loss < allowed;
    }
    if (misses > 0)
        c->last_per_miss = loss / misses;
    if (!(loss < allowed))
        return;
    double factor = loss > 0 ? floor_here / loss : INFINITY;
    if (c->below++ == 0 || factor < c->least) {
        c->least = factor;
        c->least_x = x;
        c->least_loss = loss;
        c->least_floor = floor_here;
    }
    if (c->below == 1 || factor > c->most) {
        c->most = factor;
        c->most_x = x;
        c->most_loss = loss;
        c->most_floor = floor_here;
    }
}

/* Records at which loss and accuracy are both finite. Both rise in x: walk them together. */
static floor_count count_below(const lc_context *context, const lc_analyzed *loss)
{
    floor_count c = {.loss = loss, .accuracy = lc_context_accuracy(context, loss)};
    if (!c.accuracy)
        return c;
    const lc_series *l = loss->series, *a = c.accuracy->series;
    double whole = lc_analyzed_scale_max(c.accuracy);
    for (size_t i = 0, j = 0; i < l->n && j < a->n;) {
        double x = lc_analyzed_x(context, loss, i), xa = lc_analyzed_x(context, c.accuracy, j);
        if (x == xa && isfinite(l->y[i]) && isfinite(a->y[j]))
            count_record(&c, x, l->y[i], a->y[j], whole);
        i += x <= xa;
        j += xa <= x;
    }
    return c;
}

static void add_floor_evidence(lc_context *context, lc_finding *f, const floor_count *c)
{
    lc_finding_evidence(context, f, "records_below_floor", (double)c->below);
    lc_finding_evidence(context, f, "records", (double)c->records);
    lc_finding_evidence(context, f, "least_factor", c->least);
    lc_finding_evidence(context, f, "least_factor_at", c->least_x);
    lc_finding_evidence(context, f, "loss_at_least", c->least_loss);
    lc_finding_evidence(context, f, "floor_at_least", c->least_floor);
    lc_finding_evidence(context, f, "most_factor", c->most);
    lc_finding_evidence(context, f, "most_factor_at", c->most_x);
    lc_finding_evidence(context, f, "loss_at_most", c->most_loss);
    lc_finding_evidence(context, f, "floor_at_most", c->most_floor);
}

/* Other losses and accuracies for which the floor doesn't hold, on either split alike. */
static void add_alternatives(lc_context *context, lc_finding *f)
{
    lc_finding_cause(context, f,
                     "another loss: mean squared error (0.25 per miss at least), focal "
                     "loss, a mean over several sigmoid outputs");
    lc_finding_cause(context, f,
                     "another accuracy: exact match, a threshold other than 0.5, masked "
                     "or other samples than the loss's");
}

/* Loss per miss of one split over the other's: at the first records, where nothing is learnt by heart,
 * or at the last ones, as a heavily weighted loss may begin high. */
static double per_miss_ratio(const floor_count *plain, const floor_count *odd)
{
    return fmax(plain->first_per_miss / odd->first_per_miss,
                plain->last_per_miss / odd->last_per_miss);
}

static void report_different(lc_context *context, const floor_count *odd, const floor_count *plain)
{
    bool train = odd->loss->series->metric.split == LC_TRAIN;
    const char *name = odd->loss->series->metric.name, *other = plain->loss->series->metric.name;
    double ratio = per_miss_ratio(plain, odd);
    lc_finding *f = lc_find(context, LC_WARNING, 1, odd->loss);
    lc_finding_series(f, plain->loss);
    lc_finding_basis(context, f, "bound: a mean cross-entropy is at least (1 - accuracy) ln 2");
    lc_finding_summary(
        context, f,
        "%s lies below the floor (1 - accuracy) ln 2 of a plain mean cross-entropy in %zu "
        "of %zu records, by a factor of %.2g to %.2g; %s does in %zu of %zu: the two are "
        "not the same quantity, and their gap is no generalization gap",
        name, odd->below, odd->records, odd->least, odd->most, other, plain->below, plain->records);
    lc_finding_headline(context, f,
                        "%s and %s are not the same quantity: their gap is no generalization gap",
                        name, other);
    add_floor_evidence(context, f, odd);
    lc_finding_evidence(context, f, "loss_per_miss", odd->first_per_miss);
    lc_finding_evidence(context, f, "loss_per_miss_other", plain->first_per_miss);
    lc_finding_evidence(context, f, "last_loss_per_miss", odd->last_per_miss);
    lc_finding_evidence(context, f, "last_loss_per_miss_other", plain->last_per_miss);
    lc_finding_evidence(context, f, "per_miss_ratio", ratio);
    if (train) {
        lc_finding_cause(context, f,
                         "%s carries weights: class_weight and sample_weight act on the "
                         "training loss and not on the validation loss",
                         name);
        lc_finding_cause(context, f, "%s is scaled, averaged or reduced in another way than %s",
                         name, other);
    } else {
        lc_finding_cause(context, f, "%s is computed by another function or reduction than %s",
                         name, other);
    }
    add_alternatives(context, f);
    lc_finding_advice(context, f,
                      "log the unweighted loss on both splits, or weight both alike; read "
                      "no gap from these two until then");
    if (!train)
        return;
    lc_finding_advice(context, f,
                      "judge by AUROC or precision and recall: with rare classes accuracy "
                      "follows the threshold more than the model");
    lc_finding_advice(context, f,
                      "choose milder class weights, or none and move the decision "
                      "threshold instead");
    lc_finding_advice(context, f,
                      "standardise the inputs, then raise the learning rate, or use Adam or "
                      "momentum: plain steps through a weighted loss are slow and jumpy");
}

/* Below the floor, but nothing says that the splits differ. */
static void report_no_cross_entropy(lc_context *context, const floor_count *c)
{
    lc_finding *f = lc_find(context, LC_NOTE, 1, c->loss);
    lc_finding_basis(context, f, "bound: a mean cross-entropy is at least (1 - accuracy) ln 2");
    lc_finding_summary(context, f,
                       "%s is no plain mean cross-entropy over the samples of %s: it lies "
                       "below (1 - accuracy) ln 2 in %zu of %zu records",
                       c->loss->series->metric.name, c->accuracy->series->metric.name, c->below,
                       c->records);
    add_floor_evidence(context, f, c);
    add_alternatives(context, f);
    lc_finding_cause(context, f, "class or sample weights");
    lc_finding_advice(context, f, "check which loss is logged before reading its level");
}

/* True when most of the records are below the floor. */
static bool breaches(const lc_context *context, const floor_count *c)
{
    return c->below > 0 &&
           (double)c->below >= lc_context_limit(context, SHARE) * (double)c->records;
}

/* The other split ends better than it began. Otherwise a run that overfits, with an accuracy that got
 * stuck, would breach the floor as well. */
static bool other_learns(const lc_analyzed *loss)
{
    return lc_analyzed_end(loss) < lc_analyzed_start(loss);
}

static void check_pair(lc_context *context, const lc_pair *pair)
{
    floor_count train = count_below(context, pair->train);
    floor_count validation = count_below(context, pair->validation);
    bool t = breaches(context, &train), v = breaches(context, &validation);
    const floor_count *odd = t ? &train : &validation, *plain = t ? &validation : &train;
    if (!t && !v)
        return;
    double ratio = per_miss_ratio(plain, odd);
    bool sound = odd->from_start || other_learns(plain->loss);
    if (t != v && !sound)
        return;
    if (t != v && plain->records && !plain->from_start &&
        (double)plain->below < 0.1 * (double)plain->records &&
        ratio > lc_context_limit(context, PER_MISS))
        report_different(context, odd, plain);
    else
        report_no_cross_entropy(context, odd);
}

static bool is_paired(const lc_context *context, const lc_analyzed *t)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        if (context->pairs[i].train == t || context->pairs[i].validation == t)
            return true;
    return false;
}

static void find(lc_context *context)
{
    for (size_t i = 0; i < context->pairs_n; i++)
        if (lc_analyzed_is_plain_loss(context->pairs[i].validation))
            check_pair(context, &context->pairs[i]);
    for (size_t k = 0; k < context->run->series_n; k++) {
        const lc_analyzed *t = &context->analyzed[k];
        if (!t->chosen || is_paired(context, t) || !lc_analyzed_is_plain_loss(t))
            continue;
        floor_count c = count_below(context, t);
        if (breaches(context, &c))
            report_no_cross_entropy(context, &c);
    }
}

const lc_rule lc_rule_incomparable_losses = {
    .id = "incomparable-losses",
    .title = "train and validation losses that are not the same quantity",
    .theory =
        "In a classifier that decides at 0.5 or by the largest output, a sample that is decided "
        "wrongly has at most probability 1/2 on its true class, and so costs at least ln 2. The "
        "mean "
        "over all samples is then at least (1 - accuracy) ln 2: for two classes and for many, with "
        "label smoothing, and for running means over an epoch. Half a printed digit is allowed on "
        "loss and accuracy. A recorded loss below this floor is not that mean: this much is "
        "arithmetic.\n\n"
        "What it is instead is inference. Losses with another floor, or another accuracy, breach "
        "it "
        "on both splits alike. When only one split does, in most of its records (from the first "
        "one "
        "on, or while the other split's loss gets better as well), and the loss per miss differs "
        "between "
        "the splits by more than the other losses explain, the two are different quantities: most "
        "often "
        "class weights, which act on the training loss alone. Their gap then says nothing about "
        "generalization.",
    .source = "derivation above; Keras documentation of Model.fit for class_weight",
    .verdict = "incomparable-losses",
    .thresholds = thresholds,
    .thresholds_n = sizeof thresholds / sizeof *thresholds,
    .axes = LC_AXIS_PROGRESS | LC_AXIS(LC_TRAIN_SIZE),
    .mark = LC_MARK_NO_GAP,
    .find = find,
};
